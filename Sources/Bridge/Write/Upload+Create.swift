import DAVClient
import Mapping
import SyncTypes
import Translation

/// A new resource for an item of the device. A verdict of nil means that somebody was faster: plan again.
extension Upload {
    func create(
        _ nameless: Link, _ text: [UInt8], in collection: CollectionRecord, _ href: Href, _ body: [UInt8], _ uid: String
    ) async throws -> WriteVerdict? {
        // By its UID the resource is found again should nobody hear the answer and somebody move it meanwhile.
        var link = nameless
        link.part = PartKey(uid: uid, recurrenceID: link.part.recurrenceID)
        // A file's name is no such thing: somebody else may give it to another note.
        let intent = try open(.put, link, collection, href, body: body, base: nil, naming: !collection.isFolder)
        let outcome = try await put(href, body, .absent, in: collection, intent)
        switch outcome {
        case .stored:
            guard let saved = try await readBack(href, wrote: body, in: collection) else {
                try close(intent)
                // Calypso calls resources by their UIDs, whatever name they were given.
                if try await finds(uid, for: link, in: collection) { return nil }
                return try park(link, .rejected("the server accepted the item and does not have it"))
            }
            guard try makesRoom(for: link, at: saved, uid) else {
                try close(intent)
                return nil
            }
            try bringAlong(saved)
            _ = try acknowledge(link, text, saved, wrote: body, wasCurrent: true, intent: intent, before: nil)
            return .stored
        case .preconditionFailed:
            // Our own PUT of an earlier try, or a name taken: what is there is now this link's resource. Of files only the former.
            guard let saved = try await fetch(href, in: collection),
                !collection.isFolder || ResourceMerge.isSame(saved.body, body)
            else {
                try close(intent)
                return nil
            }
            guard try makesRoom(for: link, at: saved, uid) else {
                try close(intent)
                return nil
            }
            try adopt(saved.id, part(of: saved, uid, for: link), for: link, closing: intent)
            return nil
        case .uidConflict(let other):
            if let other, let saved = try await fetch(other, in: collection),
                try store.read({ try $0.links(link.datastore, saved.id) }).isEmpty
            {
                try adopt(saved.id, part(of: saved, uid, for: link), for: link, closing: intent)
                return nil
            }
            try close(intent)
            if try await finds(uid, for: link, in: collection) { return nil }
            if try leaves(uid, link) { return nil }
            return try park(link, .rejected("another item upstream has the same UID"))
        case .rejected(let status, let reason):
            try close(intent)
            // SOGo refuses a second event of one UID without saying why.
            if status == 409 {
                if try await finds(uid, for: link, in: collection) { return nil }
                if try leaves(uid, link) { return nil }
            }
            return try park(link, .rejected("\(status) \(reason)"))
        }
    }

    /// What was deleted upstream and made again is the same item to the other devices, too.
    private func bringAlong(_ saved: ResourceRecord) throws {
        try store.write { store in
            try MoveDetection(account: account.id, store: store, marks: marks).arrived(saved, isComplete: false)
        }
    }

    /// True when the mirror, brought up to date, has a resource of this UID that the device's item may become.
    private func finds(_ uid: String, for link: Link, in collection: CollectionRecord) async throws -> Bool {
        try await refresh(collection.id, .changes)
        return try twin(of: PartKey(uid: uid, recurrenceID: link.part.recurrenceID), for: link) != nil
    }

    /// True for a UID that another item of the device has by now: this one takes a name and a UID of its own.
    private func leaves(_ uid: String, _ link: Link) throws -> Bool {
        guard link.part.recurrenceID == nil, try double(of: PartKey(uid: uid), for: link) != nil else { return false }
        try store.write { store in
            var link = link
            link.generation += 1
            link.part = PartKey(uid: "")
            try store.update(link)
        }
        return true
    }

    /// An own earlier PUT may have gone to the device as a new item. One that it has not named gives way; false when it has.
    private func makesRoom(for link: Link, at saved: ResourceRecord, _ uid: String) throws -> Bool {
        let part = part(of: saved, uid, for: link)
        return try store.write { store in
            for other in try store.links(link.datastore, saved.id) where other.part == part && other.id != link.id {
                guard other.luid == nil, other.pending == nil else { return false }
                try store.remove(other.id)
            }
            return true
        }
    }

    /// The part of a resource that is a link's own; `uid` where the server keeps none.
    func part(of resource: ResourceRecord, _ uid: String, for link: Link) -> PartKey {
        PartKey(uid: resource.uid.isEmpty ? uid : resource.uid, recurrenceID: link.part.recurrenceID)
    }
}
