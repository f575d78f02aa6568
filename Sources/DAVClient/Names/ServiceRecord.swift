/// One SRV record: where a service of a domain is (RFC 2782).
public struct ServiceRecord: Sendable, Hashable {
    /// Lower ones come first.
    public var priority: Int
    /// Among those of one priority, larger ones are meant to be asked more often.
    public var weight: Int
    /// 1 to 65535.
    public var port: Int
    /// The host, in lower case and without a final dot.
    public var target: String

    /// A record.
    public init(priority: Int = 0, weight: Int = 0, port: Int, target: String) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target.lowercased()
        if self.target.hasSuffix(".") { self.target.removeLast() }
    }

    /// False for the record that says that the domain has no such service: the target ".".
    public var isOffer: Bool { !target.isEmpty && port > 0 }

    /// In the order in which they are to be asked. One client always asks in the same order: load is no matter at set-up.
    static func sorted(_ records: [ServiceRecord]) -> [ServiceRecord] {
        records.filter(\.isOffer).sorted {
            ($0.priority, -$0.weight, $0.target, $0.port) < ($1.priority, -$1.weight, $1.target, $1.port)
        }
    }
}
