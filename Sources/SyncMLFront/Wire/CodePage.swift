import Markup

/// The tag tokens of one code page (SyncML Representation, MetInf and DevInf DTDs, "WBXML definition").
///
/// Later versions of the DTDs only add tokens, so one table serves all. Only 0x1C of DevInf was renamed: Size became
/// MaxSize in 1.2.
struct CodePage: Sendable {
    /// The namespace its elements get in the neutral tree.
    let namespace: String
    /// Names from token 0x05 on; "" where a token is reserved.
    private let names: [String]
    private let tokens: [String: UInt8]

    private init(namespace: String, names: [String], aliases: [String: UInt8] = [:]) {
        self.namespace = namespace
        self.names = names
        var tokens = aliases
        for (index, name) in names.enumerated() where !name.isEmpty { tokens[name] = UInt8(index + 5) }
        self.tokens = tokens
    }

    /// The name of a token without its flag bits; nil when the page has none.
    func name(of token: UInt8) -> String? {
        let index = Int(token) - 5
        guard names.indices.contains(index), !names[index].isEmpty else { return nil }
        return names[index]
    }

    /// The token of a name; nil when the page has none.
    func token(of name: String) -> UInt8? { tokens[name] }

    /// SyncML, page 0.
    static let syncML = CodePage(
        namespace: "",
        names: [
            "Add", "Alert", "Archive", "Atomic", "Chal", "Cmd", "CmdID", "CmdRef", "Copy", "Cred", "Data", "Delete",
            "Exec", "Final", "Get", "Item", "Lang", "LocName", "LocURI", "Map", "MapItem", "Meta", "MsgID", "MsgRef",
            "NoResp", "NoResults", "Put", "Replace", "RespURI", "Results", "Search", "Sequence", "SessionID", "SftDel",
            "Source", "SourceRef", "Status", "Sync", "SyncBody", "SyncHdr", "SyncML", "Target", "TargetRef", "",
            "VerDTD", "VerProto", "NumberOfChanges", "MoreData", "Field", "Filter", "Record", "FilterType",
            "SourceParent", "TargetParent", "Move", "Correlator",
        ])

    /// MetInf, page 1 of SyncML.
    static let metInf = CodePage(
        namespace: Namespace.metInf,
        names: [
            "Anchor", "EMI", "Format", "FreeID", "FreeMem", "Last", "Mark", "MaxMsgSize", "Mem", "MetInf", "Next",
            "NextNonce", "SharedMem", "Size", "Type", "Version", "MaxObjSize", "FieldLevel",
        ])

    /// DevInf, page 0 of its own documents.
    static let devInf = CodePage(
        namespace: Namespace.devInf,
        names: [
            "CTCap", "CTType", "DataStore", "DataType", "DevID", "DevInf", "DevTyp", "DisplayName", "DSMem", "Ext",
            "FwV", "HwV", "Man", "MaxGUIDSize", "MaxID", "MaxMem", "Mod", "OEM", "ParamName", "PropName", "Rx",
            "Rx-Pref", "SharedMem", "Size", "SourceRef", "SwV", "SyncCap", "SyncType", "Tx", "Tx-Pref", "ValEnum",
            "VerCT", "VerDTD", "XNam", "XVal", "UTC", "SupportNumberOfChanges", "SupportLargeObjs", "Property",
            "PropParam", "MaxOccur", "NoTruncate", "", "Filter-Rx", "FilterCap", "FilterKeyword", "FieldLevel",
            "SupportHierarchicalSync",
        ],
        aliases: ["MaxSize": 0x1C])
}
