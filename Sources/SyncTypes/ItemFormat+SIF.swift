extension ItemFormat {
    /// True for Funambol's XML, in which an empty element is a cleared field and a missing one says nothing.
    public var isSIF: Bool {
        switch self {
        case .sifC, .sifE, .sifT, .sifN: true
        case .vCard21, .vCard30, .vCard40, .vCalendar10, .iCalendar20, .vNote11, .plainText: false
        }
    }

    /// The SIF format of a kind.
    public static func sif(for kind: ItemKind) -> ItemFormat {
        switch kind {
        case .contact: .sifC
        case .event: .sifE
        case .task: .sifT
        case .note: .sifN
        }
    }

    /// The SIF format that a text itself shows by its root element; nil for a text that is no SIF.
    public static func sif(of text: [UInt8]) -> ItemFormat? {
        var rest = text[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while let byte = rest.first {
            if byte <= 0x20 {
                rest = rest.dropFirst()
            } else if rest.starts(with: "<?".utf8) || rest.starts(with: "<!".utf8) {
                // A declaration, a document type, or a comment before the root.
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
                rest = rest[(end + 1)...]
            } else {
                return roots.first { root in
                    guard rest.starts(with: ("<" + root.name).utf8) else { return false }
                    let next = rest.dropFirst(root.name.utf8.count + 1).first ?? 0
                    return next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
                }?.format
            }
        }
        return nil
    }

    private static let roots: [(name: String, format: ItemFormat)] = [
        ("contact", .sifC), ("appointment", .sifE), ("task", .sifT), ("note", .sifN),
    ]
}
