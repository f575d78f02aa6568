/// What makes a device's profile: what it told, and how its HTTP client calls itself.
struct ProfileSource: Hashable, Sendable {
    let information: [UInt8]?
    let userAgent: String?
}
