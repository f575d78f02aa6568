import Mapping
import SyncTypes
import Translation

/// A device that stores each time an hour off, and takes that for its user's change: two such devices would shift an event to and
/// fro for ever.
///
/// A text that differs from what was sent by nothing but a shift of its time counts as the device's own doing when this
/// device has done the same to this item before. The first time it is an edit like any other: users move events, too.
struct ClockEcho: Sendable {
    let store: Store
    let account: AccountRow
    let device: DeviceRow
    let lens: Lens

    /// True when the text is such an echo of what the link's device was sent last.
    func isEcho(_ text: [UInt8], of link: Link) throws -> Bool {
        // Only what comes right after our own sending is an echo.
        guard !link.heldFromDevice, link.pending == nil, let held = link.held, let id = link.resource,
            let shift = lens.timeShift(of: text, from: held), lens.isMerely(text, held, shiftedBy: shift),
            let head = try store.read({ try $0.head(id) })
        else { return false }
        // The journal is the memory of it: an entry each time this device's shift went upstream.
        let entries = try store.read { try $0.entries(after: JournalRow(0), at: head.href, of: account) }
        return entries.contains { entry in
            guard entry.device == device, entry.action == .updated, let before = entry.before, let after = entry.after,
                let old = try? lens.view(of: link.part, in: before, held: nil).text,
                let new = try? lens.view(of: link.part, in: after, held: nil).text
            else { return false }
            return lens.timeShift(of: new, from: old) == shift
        }
    }
}
