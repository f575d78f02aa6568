/// What makes a device's profile: what it told, and how it and its HTTP client call themselves.
struct ProfileSource: Hashable, Sendable {
    let information: [UInt8]?
    let userAgent: String?
    let deviceID: String
}
