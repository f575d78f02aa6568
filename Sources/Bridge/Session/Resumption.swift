import Mapping
import SyncMLFront
import SyncTypes

/// Finds what a device resumes (OMA DS 1.2, Alert 225): its newest session that opened one of the datastores, if the anchors are the
/// same.
///
/// The session goes on in its row: what it staged, took and promised is its own, its journal is one, and one undo takes all of it
/// back. A datastore that is not resumed stays as the broken session left it, as always.
struct Resumption: Sendable {
    let store: Store
    let message: Message

    /// Sessions looked at: those since may have been of other datastores.
    private static let limit = 8

    /// The session that one of the message's Alerts resumes; nil: none.
    func find(_ device: DeviceRow) throws -> (SessionRecord, SessionState)? {
        let wanted = items
        guard !wanted.isEmpty else { return nil }
        for record in try store.read({ try $0.newestSessions(device, limit: Self.limit) })
        where record.version == message.header.version.rawValue {
            guard let state = try? SessionCoding.decode(SessionState.self, from: record.state) else { continue }
            let open = state.datastores + (state.interrupted ?? [])
            if wanted.contains(where: { item in open.contains { Self.isSame($0, item) } }) { return (record, state) }
            if wanted.contains(where: { item in open.contains { $0.deviceName == item.source?.uri } }) { return nil }
        }
        return nil
    }

    /// The items of the message's Alerts 225.
    private var items: [Item] {
        message.commands.flatMap { command -> [Item] in
            guard case .alert(let alert) = command, alert.code == AlertCode.resume else { return [] }
            return alert.items
        }
    }

    private static func isSame(_ session: DatastoreSession, _ item: Item) -> Bool {
        session.deviceName == item.source?.uri
            && session.goesOn(
                last: item.meta?.lastAnchor.map { Anchor($0) }, next: item.meta?.nextAnchor.map { Anchor($0) })
    }
}

extension DatastoreSession {
    /// True for the anchors of a device that means to go on with this session.
    ///
    /// OMA DS has it say those of the session that broke off. SyncEvolution says a new Next: then the session must not have come to its
    /// end here, unless the device suspended it even so.
    func goesOn(last: Anchor?, next: Anchor?) -> Bool {
        guard next != nil, presentedAnchor == nil || presentedAnchor == last else { return false }
        return deviceNext == next || saidLast == last && (!isCommitted || isSuspended == true)
    }
}

extension SessionState {
    /// The state with which a session goes on: what it knew of its datastores and of the large object on its way in. Everything that
    /// was said in messages is said anew. The row of the link whose text was on its way out in chunks comes along: the device
    /// cannot have it.
    func resumed(_ machine: AuthenticationMachine, messageID: Int) -> (SessionState, unfinished: LinkRow?) {
        var state = SessionState()
        state.authentication = machine
        state.nextMessageID = messageID
        state.interrupted = datastores + (interrupted ?? [])
        state.incoming = incoming
        state.incoming.resume()
        state.trace = trace
        state.backup = backup
        return (state, outgoing?.link)
    }
}

extension StoreWriter {
    /// The device never got the end of what was on its way in chunks: it has what it had before.
    func withdrawOffer(_ row: LinkRow) throws {
        guard var link = try link(row) else { return }
        switch link.state {
        case .offered: link.state = .refused(code: 0)
        case .linked: if link.isOffered { link.showAgain() }
        case .delivered, .deleting, .refused, .storedAnew: return
        }
        if link.state != .linked { link.dropOffer() }
        try update(link)
    }
}
