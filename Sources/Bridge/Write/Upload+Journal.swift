import Mapping
import SyncTypes

/// Journal lines of a session's writes.
extension Upload {
    /// A line about a resource. `summary`: nil for the resource's name.
    func line(
        _ action: JournalAction, _ resource: ResourceRecord, summary: String? = nil, before: [UInt8]? = nil,
        after: [UInt8]? = nil, detail: String = ""
    ) -> JournalEntry {
        JournalEntry(
            at: clock(), account: account.id, device: device.id, session: session,
            collection: collections.first { $0.id == resource.collection }?.href, href: resource.href,
            uid: resource.uid, action: action, summary: summary ?? ItemName.of(resource.body, kind: resource.kind),
            before: before, after: after, detail: detail)
    }

    /// A line about a text of the device that has not become a resource's.
    func line(_ action: JournalAction, _ link: Link, text: [UInt8]?, detail: String) -> JournalEntry {
        JournalEntry(
            at: clock(), account: account.id, device: device.id, session: session, uid: link.part.uid, action: action,
            after: text, detail: detail)
    }
}
