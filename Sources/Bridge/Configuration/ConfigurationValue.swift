/// One node of a configuration, whatever syntax it was written in.
public enum ConfigurationValue: Hashable, Sendable {
    /// A key without a value.
    case null
    /// A number, word or text, as written.
    case scalar(String)
    /// A sequence.
    case list([ConfigurationValue])
    /// Keys with values, in the order written.
    case map([Entry])

    /// A key with its value.
    public struct Entry: Hashable, Sendable {
        /// The key as written.
        public var key: String
        /// What stands behind it.
        public var value: ConfigurationValue

        /// An entry.
        public init(_ key: String, _ value: ConfigurationValue) {
            self.key = key
            self.value = value
        }
    }

    /// The name of the node's shape, for messages.
    var shape: String {
        switch self {
        case .null: "nothing"
        case .scalar(let text): "\"\(text)\""
        case .list: "a list"
        case .map: "a group of keys"
        }
    }
}
