import Markup
import Synchronization

/// How much of messages is held decoded at once. A byte on the wire may become a command of hundreds of bytes, so it is elements
/// that are counted; a phone's own messages have a few thousand.
final class MessageRoom: Sendable {
    /// Elements of all messages at work.
    static let most = 1_000_000
    /// Messages of more elements than this share one half, so that they cannot keep the short ones out.
    static let short = 10_000

    private let held = Mutex((all: 0, long: 0))

    /// True when there is room for a message of so many elements; `leave` gives it back.
    func enter(_ elements: Int) -> Bool {
        held.withLock { held in
            let isLong = elements > Self.short
            guard held.all + elements <= Self.most, !isLong || held.long + elements <= Self.most / 2 else {
                return false
            }
            held.all += elements
            if isLong { held.long += elements }
            return true
        }
    }

    /// The message is answered.
    func leave(_ elements: Int) {
        held.withLock { held in
            held.all -= elements
            if elements > Self.short { held.long -= elements }
        }
    }
}

extension Element {
    /// How many elements there are, itself included.
    var elementCount: Int {
        children.reduce(1) { count, node in
            switch node {
            case .element(let child): count + child.elementCount
            case .text, .bytes: count
            }
        }
    }
}
