import DAVClient
import Logging
import Mapping
import SyncTypes

/// A principal renamed upstream takes its collections to other paths. They are found again by discovery and keep their rows, so
/// that links, checkpoints and what devices show stay; the mirror's comparison then follows each resource by its UID.
struct Relocation: Sendable {
    let store: Store
    let account: Account
    let logger: Logger

    /// Looks where an account's collections are now. True when the given one has been found at another path.
    func run(_ row: CollectionRow, through client: DAVClient) async throws -> Bool {
        let discovery = try await client.discover { _ in }
        let found = try await client.collections(discovery)
        return try store.write { store in
            let known = try store.collections(of: account.id)
            let missing = known.filter { record in !found.contains { $0.href == record.href } }
            var isMoved = false
            for record in missing {
                let strangers = found.filter { info in !known.contains { $0.href == info.href } }
                guard let place = Self.place(of: record, among: strangers),
                    missing.filter({ Self.place(of: $0, among: strangers)?.href == place.href }).count == 1
                else { continue }
                var moved = record
                moved.href = place.href
                // Marks of another path mean nothing here.
                moved.ctag = nil
                moved.syncToken = nil
                try store.update(moved)
                if record.id == row { isMoved = true }
                logger.notice(
                    "a collection has moved upstream",
                    metadata: ["account": "\(account.name)", "from": "\(record.href)", "to": "\(place.href)"])
            }
            return isMoved
        }
    }

    /// The one new collection of the same kinds with the same last segment, else with the same name. Nil when none or two are.
    private static func place(of record: CollectionRecord, among found: [CollectionInfo]) -> CollectionInfo? {
        let same = found.filter { $0.kinds == record.kinds }
        let segments = same.filter { $0.href.lastSegment == record.href.lastSegment }
        if segments.count == 1 { return segments[0] }
        let names = same.filter { $0.displayName == record.displayName }
        return segments.isEmpty && names.count == 1 ? names[0] : nil
    }
}
