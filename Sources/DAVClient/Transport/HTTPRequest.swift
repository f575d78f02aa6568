/// One header field (RFC 9110 section 5). Names compare without case.
public struct HTTPField: Sendable, Hashable {
    /// The name as it is sent.
    public var name: String
    /// The value without white space at its ends.
    public var value: String

    /// A header field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// False when control characters would break the field or start another one.
    var isOneLine: Bool { (name + value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
}

/// A user's name and password; the password never shows in descriptions.
public struct HTTPCredentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The user's name, UTF-8.
    public var user: String
    /// The clear password, UTF-8.
    public var password: String

    /// Credentials for Basic or Digest, as the server asks.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// "alice (password hidden)".
    public var description: String { "\(user) (password hidden)" }
    /// "alice (password hidden)".
    public var debugDescription: String { description }
}

/// A request as a value (RFC 9110). The transport adds Host, Content-Length and Authorization.
public struct HTTPRequest: Sendable, Hashable {
    /// The method in upper case: "PROPFIND".
    public var method: String
    /// An absolute http or https URL, percent-encoded.
    public var url: String
    /// Header fields in the order in which they are sent.
    public var headers: [HTTPField]
    /// The whole body; empty for none.
    public var body: [UInt8]
    /// Seconds from the first attempt to the last byte of the reply.
    public var timeoutSeconds: Double
    /// Nil: the request goes out without Authorization.
    public var credentials: HTTPCredentials?
    /// True when the reply can be long: the transport may then hand it over as `HTTPReply.spooled`.
    public var spoolsReply: Bool

    /// A request; by default without body and credentials, 30 seconds, its reply in memory.
    public init(
        method: String, url: String, headers: [HTTPField] = [], body: [UInt8] = [], timeoutSeconds: Double = 30,
        credentials: HTTPCredentials? = nil, spoolsReply: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
        self.credentials = credentials
        self.spoolsReply = spoolsReply
    }

    /// The value of the first field of that name; nil when absent.
    public func header(_ name: String) -> String? { headers.first(named: name) }

    /// True for the methods a client may repeat without asking (RFC 9110 section 9.2.1; PROPFIND and REPORT only read).
    public var isSafe: Bool {
        switch method {
        case "GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT": true
        default: false
        }
    }
}

extension [HTTPField] {
    /// The value of the first field of that name, compared without case.
    func first(named name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.value
    }

    /// The values of all fields of that name.
    func all(named name: String) -> [String] {
        let wanted = name.lowercased()
        return filter { $0.name.lowercased() == wanted }.map(\.value)
    }
}
