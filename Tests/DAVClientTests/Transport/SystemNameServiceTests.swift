import BridgeTesting
import DAVClient
import Foundation
import Testing

/// The C library's resolver against a DNS server of the tests, broken replies included.
@Suite struct SystemNameServiceTests {
    /// A name server with records, until it goes.
    private final class Stub: Sendable {
        let server: SystemNameService.Server
        private let process: ChildProcess
        private let folder: TemporaryFolder

        init(_ records: String) async throws {
            let port = try LoopbackPort.free()
            folder = try TemporaryFolder("names")
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("RealPeerTests/peers/names.py").path
            process = try ChildProcess(
                "/usr/bin/python3", [script, String(port), records], log: folder.path + "/log", home: folder.path,
                hint: "`make test` installs python3")
            _ = try await process.waitForLine { $0.hasPrefix("127.") }
            server = try #require(SystemNameService.Server("127.0.0.1:\(port)"))
        }

        deinit { process.stop(signal: SIGKILL) }
    }

    private static let name = "_caldavs._tcp.example.test"

    @Test func recordsAsTheyAre() async throws {
        let stub = try await Stub(
            """
            {"_caldavs._tcp.example.test": [["SRV", 10, 5, 8443, "DAV.example.test"], ["SRV", 0, 0, 443, "b.example.test"],
             ["TXT", "path=/dav/", "x=ü"], ["TXT", "y"]], "_none._tcp.example.test": [["SRV", 0, 0, 0, "."]],
             "_bare._tcp.example.test": [["TXT", "path=/"]]}
            """)
        let names = SystemNameService(server: stub.server)
        #expect(
            try await names.services(of: Self.name) == [
                ServiceRecord(priority: 10, weight: 5, port: 8443, target: "dav.example.test"),
                ServiceRecord(priority: 0, weight: 0, port: 443, target: "b.example.test"),
            ])
        #expect(try await names.texts(of: Self.name) == ["path=/dav/", "x=ü", "y"])
        #expect(try await names.services(of: "_none._tcp.example.test").map(\.isOffer) == [false])
        #expect(try await names.services(of: "_bare._tcp.example.test").isEmpty)
        #expect(try await names.services(of: "_absent._tcp.example.test").isEmpty)
        #expect(try await names.texts(of: "_absent._tcp.example.test").isEmpty)
    }

    @Test func silenceAndFailure() async throws {
        let stub = try await Stub(#"{"a.example.test": [["SILENCE"]], "b.example.test": [["FAIL"]]}"#)
        let names = SystemNameService(server: stub.server)
        for name in ["a.example.test", "b.example.test"] {
            await #expect(throws: NameError(.noAnswer, "")) { try await names.services(of: name) }
        }
    }

    @Test(
        "Broken replies are an error or nothing, never a crash",
        arguments: [
            #"[["RAW", "c00c"]]"#, #"[["RAW", "c00c0021000100000000ffff0000"]]"#,
            #"[["RAW", "c00c00210001000000000003000000"]]"#, #"[["LOOP"]]"#, #"[["RAW", ""], ["RAW", "ff"]]"#,
            #"[["RAW", "c00c0010000100000000000441424344"]]"#,
        ])
    func broken(_ records: String) async throws {
        let stub = try await Stub(#"{"_caldavs._tcp.example.test": \#(records)}"#)
        let names = SystemNameService(server: stub.server)
        if let found = try? await names.services(of: Self.name) { #expect(found.isEmpty, "\(found)") }
        if let found = try? await names.texts(of: Self.name) { #expect(found.isEmpty, "\(found)") }
    }

    @Test(arguments: [
        ("192.0.2.53", "192.0.2.53:53"), ("127.0.0.1:5353", "127.0.0.1:5353"), ("::1", nil), ("localhost", nil),
        ("1.2.3", nil), ("1.2.3.256", nil), ("1.2.3.4:0", nil), ("1.2.3.4:65536", nil), ("", nil), ("1.2.3.4:5:6", nil),
    ])
    func servers(_ text: String, _ server: String?) { #expect(SystemNameService.Server(text)?.description == server) }
}
