import Foundation
import SyncTypes

/// Settings, as a JSON object with sorted keys, so that equal settings are equal bytes.
struct Settings: ColumnValue {
    var values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { text.bind(to: statement, at: index) }

    private var text: String {
        if values.isEmpty { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(values) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    static func read(_ row: SQLStatement, at index: Int32) throws -> Settings {
        let text = try String.read(row, at: index)
        if text == "{}" { return Settings([:]) }
        guard let values = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
            throw StoreError(.corrupt, "Stored settings are no JSON object of texts")
        }
        return Settings(values)
    }
}

/// A list of item kinds, as their names with commas between.
struct KindList: ColumnValue {
    var kinds: [ItemKind]

    init(_ kinds: [ItemKind]) { self.kinds = kinds }

    /// A set, in the order in which the kinds are declared.
    init(_ kinds: Set<ItemKind>) { self.kinds = ItemKind.allCases.filter(kinds.contains) }

    func bind(to statement: SQLStatement, at index: Int32) -> Int32 {
        kinds.map(\.rawValue).joined(separator: ",").bind(to: statement, at: index)
    }

    static func read(_ row: SQLStatement, at index: Int32) throws -> KindList {
        let names = try String.read(row, at: index).split(separator: ",")
        return KindList(
            try names.map { name in
                guard let kind = ItemKind(rawValue: String(name)) else {
                    throw StoreError(.corrupt, "A stored value is no ItemKind")
                }
                return kind
            })
    }
}

/// A set of names without line ends, as sorted lines.
struct NameSet: ColumnValue {
    var names: Set<String>

    init(_ names: Set<String>) { self.names = names }

    func bind(to statement: SQLStatement, at index: Int32) -> Int32 {
        names.sorted().joined(separator: "\n").bind(to: statement, at: index)
    }

    static func read(_ row: SQLStatement, at index: Int32) throws -> NameSet {
        NameSet(Set(try String.read(row, at: index).split(separator: "\n").map(String.init)))
    }
}
