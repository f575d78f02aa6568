/// What stands before the body (WBXML 1.3 section 5.3): `version publicid charset strtbl`.
struct WBXMLHeader {
    /// How strings are to be read.
    enum Charset {
        /// UTF-8, US-ASCII or not stated.
        case utf8
        /// ISO-8859-1.
        case latin1
    }

    /// The version of the DTDs by the public identifier; nil when that says nothing.
    let version: ProtocolVersion?
    let charset: Charset
    private let strings: ArraySlice<UInt8>

    init(_ cursor: inout WBXMLCursor, limits: WireLimits) throws(WireError) {
        let wbxml = try cursor.octet()
        guard (1...3).contains(wbxml) else {
            throw WireError(.wbxmlVersion, "WBXML version octet \(wbxml)", offset: 0)
        }
        let number = try cursor.integer()
        let identifierIndex = number == 0 ? try cursor.integer() : nil
        switch try cursor.integer() {
        // MIBenum of IANA: 0 unknown, 3 US-ASCII, 4 ISO-8859-1, 106 UTF-8.
        case 0, 3, 106: charset = .utf8
        case 4: charset = .latin1
        case let other: throw WireError(.charset, "charset MIBenum \(other)", offset: cursor.offset)
        }
        let length = try cursor.integer()
        guard Int(length) <= limits.maxStringTable else {
            throw WireError(.stringTableTooLarge, "string table of \(length) octets", offset: cursor.offset)
        }
        strings = try cursor.octets(length)
        version =
            if let identifierIndex {
                WBXMLDocumentType.version(
                    formalIdentifier: String(
                        decoding: try WBXMLHeader.string(identifierIndex, in: strings), as: UTF8.self))
            } else {
                WBXMLDocumentType.version(number: number)
            }
    }

    /// The string at an index of the table: up to NUL, or to the table's end (phones leave the last NUL out).
    func string(_ index: UInt32) throws(WireError) -> ArraySlice<UInt8> { try WBXMLHeader.string(index, in: strings) }

    private static func string(_ index: UInt32, in strings: ArraySlice<UInt8>) throws(WireError) -> ArraySlice<UInt8> {
        guard Int(index) < strings.count else {
            throw WireError(.stringReference, "string \(index) in a table of \(strings.count) octets")
        }
        return strings.dropFirst(Int(index)).prefix { $0 != 0 }
    }
}
