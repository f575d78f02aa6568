import Foundation
import Markup
import Testing

/// Bad documents are told to the caller alone: nobody may write to the standard error of the server.
@Suite(.serialized) struct XMLSilenceTests {
    private static let head = "<?xml version=\"1.0\" encoding=\"EUC-JP\"?>"

    /// Octets that are none of the declared encoding, at several places.
    private static let documents: [[UInt8]] = [
        Array("\(head)<a>".utf8) + [0xCB, 0x44, 0x54] + Array("</a>".utf8),
        Array("\(head)<a>\(String(repeating: "x", count: 9000))".utf8) + [0xFF, 0xFF, 0xE2] + Array("</a>".utf8),
        Array("<?xml version=\"1.0\" encoding=\"GB18030\"?><a b='".utf8) + [0xFF, 0xFF] + Array("'/>".utf8),
    ]

    @Test func badEncodingsAreNotPrinted() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "silence-\(UUID())")
        let opened = open(file.path, O_CREAT | O_RDWR | O_TRUNC, 0o600)
        try #require(opened >= 0)
        let standard = dup(STDERR_FILENO)
        dup2(opened, STDERR_FILENO)
        let codes = Self.documents.map { document -> String in
            do throws(MarkupError) {
                _ = try XMLReader.read(document)
                return "none"
            } catch {
                return error.code.rawValue
            }
        }
        dup2(standard, STDERR_FILENO)
        close(standard)
        close(opened)
        let printed = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        // What other tests said meanwhile.
        FileHandle.standardError.write(printed)
        let text = String(decoding: printed, as: UTF8.self)
        #expect(!text.contains("error :") && !text.contains("encoder error"), "\(text)")
        #expect(!codes.contains("none"), "\(codes)")
    }
}
