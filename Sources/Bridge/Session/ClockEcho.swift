import Mapping
import SyncTypes
import Translation

/// A device that stores each time an hour off, and takes that for its user's change: two such devices would shift an event to and
/// fro for ever.
///
/// A text that differs from what was sent by nothing but a shift of its time counts as the device's own doing when this
/// device has done the same to this item before, and to everything else that it was sent. The first time it is an edit like any
/// other: users move events, too.
struct ClockEcho: Sendable {
    let store: Store
    let account: Account
    let device: Device
    let context: DatastoreContext
    let session: DatastoreSession
    let record: SessionRow
    let now: Int64

    private static let page = 64

    /// True when the text may be such an echo of what the link's device was sent last. Whether it is, is said when the device's
    /// package is complete.
    func isSuspect(_ text: [UInt8], of link: Link) throws -> Bool {
        // Only what comes right after our own sending is an echo.
        guard !link.heldFromDevice, link.pending == nil, let held = link.held, let id = link.resource,
            let shift = lens.timeShift(of: text, from: held), ClockHabit.isOfAClock(shift),
            lens.isMerely(text, held, shiftedBy: shift), let head = try store.read({ try $0.head(id) })
        else { return false }
        // The journal is the memory of it: an entry each time this device's shift went upstream.
        let entries = try store.read { try $0.entries(after: JournalRow(0), at: head.href, of: account.id) }
        return entries.contains { entry in
            guard entry.device == device.id, entry.action == .updated, let before = entry.before,
                let after = entry.after, let old = try? lens.view(of: link.part, in: before, held: nil).text,
                let new = try? lens.view(of: link.part, in: after, held: nil).text
            else { return false }
            return lens.timeShift(of: new, from: old) == shift
        }
    }

    /// Takes the suspects that are echoes back: the shifted text is what the device holds, and upstream stays.
    func settle() throws {
        guard let suspects = session.suspects, try !keepsAnyTime() else { return }
        for row in suspects {
            guard var link = try store.read({ try $0.link(row) }), let text = link.pending else { continue }
            link.held = text
            link.heldFromDevice = true
            link.pending = nil
            let entry = JournalEntry(
                at: now, account: account.id, device: device.id, session: record, uid: link.part.uid,
                action: .conflict, summary: ItemName.of(text, kind: session.kind), after: text,
                detail:
                    "not taken over: the same shift of the time came back twice right after the item was sent, so it is"
                    + " the device's clock")
            try store.write { [link] store in
                try store.update(link)
                _ = try store.append(entry)
            }
        }
    }

    /// True when the device holds another event as it was sent in an earlier session: then its clock shifts nothing.
    private func keepsAnyTime() throws -> Bool {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.links(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return false }
            let isKept = page.contains { link in
                guard link.state == .linked, !link.heldFromDevice, link.touchedIn != record, let held = link.held
                else { return false }
                return lens.timeShift(of: lens.shifted(held, by: 900), from: held) != nil
            }
            if isKept { return true }
            after = last.id
        }
    }

    private var lens: Lens { context.lens(for: .event) }
}
