import SyncMLFront

/// What reads bytes of a device, as one function of any bytes: the targets of `make fuzz` that stand at the wire.
public enum PeerTarget: String, CaseIterable, Sendable {
    /// The reader and writer of WBXML.
    case wbxml
    /// The reader and writer of XML.
    case xml
    /// Messages and device information, from either form.
    case message
    /// A whole session: bytes in, bytes out, with a server in memory behind the bridge.
    case session

    /// What is broken for these bytes; empty when all holds. A trap, an endless loop and memory without end are faults, too.
    public func broken(by bytes: [UInt8]) async -> [String] {
        switch self {
        case .wbxml: HostileDocument.broken(by: bytes, .wbxml)
        case .xml: HostileDocument.broken(by: bytes, .xml)
        case .message: HostileMessage.broken(by: bytes)
        case .session: await HostileSession.broken(by: bytes)
        }
    }

    /// Inputs to begin with: what honest phones said, in every version and form.
    public func seeds() async throws -> [[UInt8]] {
        let lives = try await HonestLife.all()
        switch self {
        case .wbxml: return Self.letters(of: lives, .wbxml)
        case .xml: return Self.letters(of: lives, .xml)
        case .message:
            return Self.letters(of: lives, .wbxml).map { [0] + $0 } + Self.letters(of: lives, .xml).map { [1] + $0 }
        case .session: return lives.enumerated().flatMap { SessionScript.seeds(of: $0.element, number: $0.offset) }
        }
    }

    /// The messages in one form, none longer than a fuzzer takes at a time.
    private static func letters(of lives: [HonestLife], _ encoding: WireEncoding) -> [[UInt8]] {
        lives.filter { $0.scene.encoding == encoding }.flatMap(\.letters).map(\.bytes).filter { $0.count < 4096 }
    }
}
