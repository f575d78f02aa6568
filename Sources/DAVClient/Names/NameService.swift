/// Who is asked for the records of a domain. The system's resolver in the product, memory in tests.
public protocol NameService: Sendable {
    /// The SRV records of a name such as "_caldavs._tcp.example.org"; empty when there are none.
    func services(of name: String) async throws(NameError) -> [ServiceRecord]
    /// The strings of the TXT records of a name, such as "path=/dav/"; empty when there are none.
    func texts(of name: String) async throws(NameError) -> [String]
}

/// Why nobody knows whether a name has records. Equal by code.
public struct NameError: Error, Hashable, CustomStringConvertible {
    /// The stable name of the failure.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No server answered in time, or the one that did could not say.
        case noAnswer
        /// It is no name, or the reply is none.
        case unreadable
    }

    /// The stable name of the failure.
    public let code: Code
    /// One sentence for people.
    public let reason: String

    /// A failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// "noAnswer: ...".
    public var description: String { "\(code.rawValue): \(reason)" }

    /// Equal by code.
    public static func == (left: NameError, right: NameError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
