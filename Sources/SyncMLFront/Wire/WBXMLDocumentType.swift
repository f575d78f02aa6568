/// Which DTD a WBXML document is written in (WBXML section 7.2 and the DTDs' public identifiers).
enum WBXMLDocumentType: Hashable, Sendable {
    /// A message.
    case syncML(ProtocolVersion)
    /// Device information.
    case devInf(ProtocolVersion)

    /// The code pages by number.
    var pages: [CodePage] {
        switch self {
        case .syncML: [.syncML, .metInf]
        case .devInf: [.devInf]
        }
    }

    /// The numeric public identifier.
    var number: UInt32 {
        switch self {
        case .syncML(.v10): 0x0FD1
        case .syncML(.v11): 0x0FD3
        case .syncML(.v12): 0x1201
        case .devInf(.v10): 0x0FD2
        case .devInf(.v11): 0x0FD4
        case .devInf(.v12): 0x1203
        }
    }

    /// The formal public identifier.
    var formalIdentifier: String {
        switch self {
        case .syncML(let version): "-//SYNCML//DTD SyncML \(version.rawValue)//EN"
        case .devInf(let version): "-//SYNCML//DTD DevInf \(version.rawValue)//EN"
        }
    }

    private static let all = ProtocolVersion.allCases.flatMap { [WBXMLDocumentType.syncML($0), .devInf($0)] }

    /// The version a numeric identifier stands for; nil for 0x01 ("unknown") and others.
    static func version(number: UInt32) -> ProtocolVersion? { all.first { $0.number == number }?.version }

    /// The version at the end of a formal identifier, whoever its owner ("-//OMA//DTD SYNCML 1.2//EN"); nil for others.
    static func version(formalIdentifier: String) -> ProtocolVersion? {
        ProtocolVersion.allCases.first { formalIdentifier.contains(" \($0.rawValue)//") }
    }

    /// The protocol version.
    var version: ProtocolVersion {
        switch self {
        case .syncML(let version), .devInf(let version): version
        }
    }
}
