import SyncTypes
import Testing

@testable import Bridge

@Suite("Names of the files that a backup keeps")
struct BackupFileNameTests {
    /// 2026-11-30 12:00:00 UTC.
    static let noon: Int64 = 1_796_040_000

    @Test(
        "Prefix, day and counter",
        arguments: [
            ("", 1, ItemFormat.vCard21, "202611300001.vcf"), ("old", 312, .vCalendar10, "old202611300312.vcs"),
            ("Ann's phone/", 9999, .iCalendar20, "Ann_s_phone_202611309999.ics"),
            ("..", 10_000, .plainText, "_.2026113010000.txt"), ("x2020", 7, .sifC, "x2020202611300007.sifc"),
            ("", 1, .vNote11, "202611300001.vnt"),
        ])
    func written(prefix: String, number: Int, format: ItemFormat, text: String) throws {
        let stem = BackupFileName.stem(prefix: prefix, at: Self.noon)
        let name = BackupFileName(stem: stem, number: number, format: format)
        #expect("\(name)" == text)
        let read = try #require(BackupFileName(text))
        #expect(read == name)
    }

    @Test(
        "Other files are none of them",
        arguments: [
            "", "a.vcf", "notes.txt", "202613300001.vcf", "202611300000.vcf", "202611300001", "202611300001.exe",
        ])
    func others(text: String) {
        #expect(BackupFileName(text) == nil)
    }

    @Test("The prefix is cut to what a file's name can hold")
    func long() {
        let stem = BackupFileName.stem(prefix: String(repeating: "é", count: 300), at: Self.noon)
        #expect(stem == String(repeating: "_", count: 40) + "20261130")
    }
}
