import Mapping
import SyncTypes
import Translation

/// What a slow sync that broke off has brought and acknowledged. The device shows it again in the next one; what it does not show
/// it has no more (it was wiped, or its user deleted it), and then the history is the only place where it stands.
struct LeftStaged: Sendable {
    let store: Store
    let account: AccountRow
    let device: DeviceRow
    let datastore: DatastoreRow
    /// The session whose items are no leftovers.
    let session: SessionRow
    let now: Int64

    private static let page = 64

    /// True when there is anything of an earlier session.
    func exist() throws -> Bool {
        try !store.read { try $0.stagedItems(datastore, besides: session, limit: 1) }.isEmpty
    }

    /// The device shows an item again: what was taken of it before goes. Where it says something else now, that stands in the
    /// history; a device that went back in time does not speak for its user.
    func retake(_ luid: LUID, as text: [UInt8], _ lens: Lens) throws {
        guard let item = try store.read({ try $0.staged(datastore, luid) }), item.session != session else { return }
        let isSame = item.text == text || lens.isSame(item.text, text)
        try store.write { store in
            if !isSame { _ = try store.append(line(item, "shown otherwise by the device since")) }
            try store.removeStaged(datastore, luid)
        }
    }

    /// Writes down what is left, and forgets it.
    func tell() throws {
        while true {
            let page = try store.read { try $0.stagedItems(datastore, besides: session, limit: Self.page) }
            guard !page.isEmpty else { return }
            try store.write { store in
                for item in page {
                    _ = try store.append(line(item, "not shown by the device again"))
                    try store.removeStaged(item.id)
                }
            }
        }
    }

    private func line(_ item: StagedItem, _ since: String) -> JournalEntry {
        JournalEntry(
            at: now, account: account, device: device, session: item.session, action: .rejected, after: item.text,
            detail: "taken in a slow sync that broke off, and " + since)
    }
}
