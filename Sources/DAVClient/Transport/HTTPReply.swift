/// A reply as a value (RFC 9110); redirects and 401 are replies like any other.
public struct HTTPReply: Sendable, Hashable {
    /// The status code, 100 to 599.
    public var status: Int
    /// Header fields in the order of the reply; repeated names stay apart.
    public var headers: [HTTPField]
    /// The whole body.
    public var body: [UInt8]

    /// A reply.
    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first field of that name; nil when absent.
    public func header(_ name: String) -> String? { headers.first(named: name) }
}
