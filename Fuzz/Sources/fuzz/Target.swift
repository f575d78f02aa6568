import LensLaws
import WireLaws

/// One of all targets, by its name.
enum Target: Sendable {
    /// What reads items.
    case item(HostileTarget)
    /// What reads messages.
    case peer(PeerTarget)
    /// The planted fault.
    case trap

    init?(_ name: String) {
        if let target = HostileTarget(rawValue: name) {
            self = .item(target)
        } else if let target = PeerTarget(rawValue: name) {
            self = .peer(target)
        } else if name == "trap" {
            self = .trap
        } else {
            return nil
        }
    }

    static let names = HostileTarget.allCases.map(\.rawValue) + PeerTarget.allCases.map(\.rawValue) + ["trap"]

    var name: String {
        switch self {
        case .item(let target): target.rawValue
        case .peer(let target): target.rawValue
        case .trap: "trap"
        }
    }

    /// True when it has to be waited for.
    var isAwaited: Bool {
        switch self {
        case .item, .trap: false
        case .peer: true
        }
    }

    func brokenAtOnce(by bytes: [UInt8]) -> [String] {
        switch self {
        case .item(let target): return target.broken(by: bytes)
        case .peer: return []
        case .trap:
            Self.spring(bytes)
            return []
        }
    }

    func broken(by bytes: [UInt8]) async -> [String] {
        switch self {
        case .item, .trap: brokenAtOnce(by: bytes)
        case .peer(let target): await target.broken(by: bytes)
        }
    }

    func seeds() async -> [[UInt8]] {
        switch self {
        case .item(let target): return target.seeds
        case .peer(let target):
            do {
                return try await target.seeds()
            } catch {
                Fuzz.fail("\(error)")
            }
        case .trap: return [[0]]
        }
    }

    /// A fault behind four steps, each of which a fuzzer sees by the branch it takes.
    private static func spring(_ bytes: [UInt8]) {
        guard bytes.count >= 4, bytes[0] == UInt8(ascii: "T") else { return }
        guard bytes[1] == UInt8(ascii: "R") else { return }
        guard bytes[2] == UInt8(ascii: "A") else { return }
        guard bytes[3] == UInt8(ascii: "P") else { return }
        Fuzz.fail("the planted trap was found")
    }
}
