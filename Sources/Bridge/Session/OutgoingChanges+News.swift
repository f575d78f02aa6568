import Mapping
import SyncTypes
import Translation

/// Whether a device would be told something, without telling it: nothing is written, no link made, no name given.
extension OutgoingChanges {
    /// True when a resource that the mirror lists as changed would send an Add, a Replace or a Delete.
    func isNews(_ head: ResourceHead) throws -> Bool {
        let (links, resource) = try store.read { store in
            try (store.links(session.row, head.id), store.resource(head.id))
        }
        let place = try store.read { try context.place(of: head, $0) }
        guard place == .inside, let kind = head.kind, let resource else {
            return links.contains { tells(planned($0, place, resource: resource, revision: head.revision)) }
        }
        let body = try? UpstreamBody(resource.body)
        let parts = body.flatMap { try? ResourceReader.parts(of: $0, kind: kind).parts } ?? [PartKey(uid: head.uid)]
        for part in parts {
            guard let link = links.first(where: { $0.part == part }) else {
                if try heldDeletion(of: part, head)?.stands != true { return true }
                continue
            }
            if tells(planned(link, .inside, resource: resource, body, revision: head.revision)) { return true }
        }
        return links.contains { link in
            !parts.contains(link.part) && tells(planned(link, .gone, resource: nil, revision: head.revision))
        }
    }

    private func tells(_ planned: Planned?) -> Bool {
        switch planned {
        case .add, .replace, .delete: true
        case .acknowledge, .forget, .unshowable, .unmapped, nil: false
        }
    }
}
