/// How phones are told that there is something to synchronise.
public struct AlertSettings: Hashable, Sendable, Codable {
    /// The URL of an SMS gateway; nil: none.
    public var url: AlertTemplate?
    /// A program and its arguments; empty: none.
    public var command: [AlertTemplate]
    /// Seconds between two alerts of a device, and after its visit.
    public var quietSeconds: Int
    /// Seconds between two looks for changes upstream.
    public var pollSeconds: Int
    /// Seconds for one request to the gateway, or for the program.
    public var timeoutSeconds: Int

    /// Settings; the defaults are those of the product.
    public init(
        url: AlertTemplate? = nil, command: [AlertTemplate] = [], quietSeconds: Int = 300, pollSeconds: Int = 900,
        timeoutSeconds: Int = 60
    ) {
        self.url = url
        self.command = command
        self.quietSeconds = quietSeconds
        self.pollSeconds = pollSeconds
        self.timeoutSeconds = timeoutSeconds
    }
}
