import SyncMLFront

/// A database name as a device writes it: a path, and behind a `?` what it asks for (`./calendar?/dr(-30,90)`,
/// `./calendar?SINCE&EQ;20061206T120000`).
struct DatastoreAddress: Hashable, Sendable {
    /// What stands before the `?`: `./calendar`, `/dav/ann/Work`, `./C:\\System\\Data\\Contacts.cdb`.
    let path: String
    /// What stands behind it.
    let query: String

    /// Options with arguments are known without the `?`, too: `./calendar/dr(-30,90)`.
    init(wire: String) {
        if let mark = wire.firstIndex(of: "?") {
            path = String(wire[..<mark])
            query = String(wire[wire.index(after: mark)...])
            return
        }
        let isShort = wire.utf8.count <= FilterGrammar.longest
        let option =
            !isShort || wire.last != ")"
            ? nil
            : wire.indices.first { index in
                guard wire[index] == "/" else { return false }
                let name = wire[wire.index(after: index)...].prefix { $0 != "(" }
                return Self.options.contains(name.lowercased()) && name.endIndex < wire.endIndex
            }
        path = String(wire[..<(option ?? wire.endIndex)])
        query = option.map { String(wire[$0...]) } ?? ""
    }

    private static let options: Set<String> = ["dr", "li", "max", "fi", "tf"]

    /// A name without the escapes of a URI (`Family%20calendar`); as it is when what they stand for is no text.
    static func unescaped(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "%")) else { return name }
        var out: [UInt8] = []
        let bytes = Array(name.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                out.append(byte)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(validating: out, as: UTF8.self) ?? name
    }
}
