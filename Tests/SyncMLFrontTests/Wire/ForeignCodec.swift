import Glibc

@testable import SyncMLFront

/// libwbxml's command-line tools as a judge of our WBXML.
enum ForeignCodec {
    /// XML of a WBXML document by `wbxml2xml`; nil when the tool is missing or refuses.
    static func xml(of wbxml: [UInt8]) -> [UInt8]? {
        run("wbxml2xml -m 0 -k -o OUT IN", input: wbxml)
    }

    /// WBXML of an XML document by `xml2wbxml`.
    static func wbxml(of xml: [UInt8]) -> [UInt8]? { run("xml2wbxml -k -v 1.2 -o OUT IN", input: xml) }

    /// True when both tools are installed.
    static let isThere = system("command -v wbxml2xml >/dev/null && command -v xml2wbxml >/dev/null") == 0

    private static func run(_ command: String, input: [UInt8]) -> [UInt8]? {
        var template = Array("/tmp/footbridge-wbxml-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { return nil }
        let folder = String(cString: made)
        let (source, result) = ("\(folder)/in", "\(folder)/out")
        defer {
            unlink(source)
            unlink(result)
            rmdir(folder)
        }
        guard let file = fopen(source, "wb") else { return nil }
        fwrite(input, 1, input.count, file)
        fclose(file)
        let words = command.split(separator: " ").map { $0 == "OUT" ? result : $0 == "IN" ? source : String($0) }
        guard system("\(words.joined(separator: " ")) >/dev/null 2>&1") == 0 else { return nil }
        return CapturedFiles.read(result)
    }
}
