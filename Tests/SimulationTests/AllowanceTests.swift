import Phone
import SyncTypes
import Testing

@testable import BridgeTesting

/// What the invariants excuse, each excuse against a world that has no right to it.
@Suite("Invariants excuse only what is told")
struct AllowanceTests {
    private static let path = "/contacts/alice/own-contacts/a.vcf"

    /// One item of another client upstream and in the mirror, on no phone.
    private static func unshown() -> (seen: Observation, identity: Int) {
        var log = TypedLog()
        let identity = log.add(.contact)
        let cell = log.type(identity, .cell, seen: [], flavour: 3, author: TypedLog.thirdParty)
        var text = ItemText.upstream(.contact, identity: identity, serial: 1)
        text.type(cell, into: .cell)
        var seen = Observation(log: log)
        seen.upstream[path] = Observation.Resource(kind: .contact, bytes: text.bytes)
        seen.mirror[path] = text.bytes
        seen.phones = [Observation.Phone(name: "phone 0", deviceID: "phone-0", model: HandsetModel(), items: [])]
        return (seen, identity)
    }

    private static func broken(_ seen: Observation) -> Set<Invariant> { Set(Invariants.atRest(seen).map(\.invariant)) }

    @Test("An item that a phone does not have")
    func nothing() { #expect(Self.broken(Self.unshown().seen) == [.views]) }

    @Test("An item kept back with a journal line", arguments: [true, false])
    func keptBack(isThisPhone: Bool) {
        var (seen, _) = Self.unshown()
        seen.journal = [
            Observation.JournalLine(
                action: "note", detail: "not shown to the device: too large", texts: [],
                device: isThisPhone ? "phone-0" : "phone-1", uid: "third-party-1")
        ]
        #expect(Self.broken(seen) == (isThisPhone ? [] : [.views]))
    }

    @Test("An item that its user took off the phone", arguments: ["phone 0", "phone 1"])
    func hidden(phone: String) {
        var (seen, identity) = Self.unshown()
        seen.log.hide(identity, from: phone)
        #expect(Self.broken(seen) == (phone == "phone 0" ? [] : [.views]))
    }

    @Test("A phone that holds as many as fit", arguments: [1, 2])
    func full(capacity: Int) {
        var (seen, _) = Self.unshown()
        let other = seen.log.add(.contact)
        let text = ItemText.upstream(.contact, identity: other, serial: 2)
        seen.upstream[Self.path + "2"] = Observation.Resource(kind: .contact, bytes: text.bytes)
        seen.phones[0].items = [Observation.Held(kind: .contact, luid: "1", text: text, lost: [])]
        // Room that was made later counts, not what the model began with.
        seen.phones[0].model.capacity = 1
        seen.phones[0].capacity = capacity
        #expect(Invariants.views(seen).isEmpty == (capacity == 1))
    }

    @Test("A text that the server refused waits", arguments: ["rejected: 507 full", "waiting: no answer"])
    func refused(reason: String) {
        var (seen, identity) = Self.unshown()
        var text = ItemText(seen.upstream[Self.path]?.bytes ?? [])
        let standing = text.values(of: .cell)
        let next = seen.log.type(identity, .cell, seen: standing, flavour: 3, author: "phone 0")
        text.type(next, into: .cell)
        seen.phones[0].items = [Observation.Held(kind: .contact, luid: "1", text: text, lost: [])]
        seen.links = [
            Observation.Link(
                device: "phone-0", kind: "contact", luid: "1", state: "linked", held: text.bytes,
                isHeldFromDevice: true, pending: text.bytes, isPendingDelete: false, reason: reason)
        ]
        let isRefused = reason.hasPrefix("rejected")
        let action = isRefused ? "rejected" : "pending"
        seen.journal = [Observation.JournalLine(action: action, detail: reason, texts: [text.bytes])]
        #expect(Self.broken(seen) == (isRefused ? [] : [.views, .stale]))
    }

    @Test("A knowing deletion that cannot count", arguments: [true, false])
    func readOnly(isReadOnly: Bool) {
        var log = TypedLog()
        let identity = log.add(.contact, isReadOnly: isReadOnly)
        let text = ItemText.upstream(.contact, identity: identity, serial: 1)
        log.delete(identity, shown: text.shown, blind: [], isOnPhone: true, author: "phone 0")
        var seen = Observation(log: log)
        seen.upstream[Self.path] = Observation.Resource(kind: .contact, bytes: text.bytes)
        seen.mirror[Self.path] = text.bytes
        #expect(Self.broken(seen) == (isReadOnly ? [] : [.undeleted]))
    }

    @Test("A value typed in vain replaces nothing")
    func vain() {
        var log = TypedLog()
        let identity = log.add(.contact, isReadOnly: true)
        let first = log.type(identity, .cell, seen: [], flavour: 3, author: TypedLog.thirdParty)
        let second = log.type(identity, .cell, seen: [first], flavour: 3, author: "phone 0")
        #expect(log.items[identity]?.heads(.cell).compactMap(\.text) == [first, second])
        let third = log.type(identity, .cell, seen: [first], flavour: 3, author: TypedLog.thirdParty)
        #expect(log.items[identity]?.heads(.cell).compactMap(\.text) == [second, third])
    }
}
