import DAVClient
import Mapping
import SyncTypes
import Translation

/// What a pending text means against the mirror of this moment.
extension Upload {
    enum Plan {
        case create(CollectionRecord, Href, body: [UInt8], uid: String)
        case update(ResourceRecord, CollectionRecord, PutResult)
        /// The item is a resource we have already, recognised by its UID.
        case adopt(ResourceRow, PartKey)
        case readOnly(ResourceRecord?)
        /// What the device was sent twice, as after a move: the other link of the device has the resource.
        case double(Link)
        /// Another item of the device has the resource that the name of this one stands for.
        case nameTaken
        /// Deleted upstream, and the device's text differs only by what the device has lost.
        case gone
    }

    func plan(_ link: Link, _ text: [UInt8]) throws -> Plan {
        if let row = link.resource, let resource = try store.read({ try $0.resource(row) }), !resource.isGone {
            // One that the datastore does not show any more is not this device's to write.
            guard let collection = collections.first(where: { $0.id == resource.collection }) else {
                return .readOnly(resource)
            }
            var result = try merged(text, of: link, into: resource)
            if collection.isFolder { result = try result.asFile(at: resource) }
            if let marks { result.marks.forEach(marks) }
            if result.changed, !collection.isWritable { return .readOnly(resource) }
            return .update(resource, collection, result)
        }
        if link.resource != nil, link.luid != nil, link.part.recurrenceID == nil, let held = link.held,
            lens.saysNothingNew(text, held: held, sent: link.sent)
        {
            return .gone
        }
        // New, or deleted upstream while the device changed it: the change stands, and the item is made again.
        let keys = lens.matchKeys(of: text)
        let identity = link.part.uid.isEmpty ? keys.uid.map { PartKey(matchKey: $0) } : link.part
        if let identity, let twin = try twin(of: identity, for: link) { return .adopt(twin, identity) }
        if link.resource != nil, link.luid != nil, let identity, let other = try double(of: identity, for: link) {
            return .double(other)
        }
        if link.resource == nil, let held = try heldTwin(Int64(bitPattern: keys.identical), link) {
            return .adopt(held.resource, held.part)
        }
        guard let collection = collections.first(where: { $0.isWritable && $0.kinds.contains(kind) }) else {
            return .readOnly(nil)
        }
        if collection.isFolder { return try planFile(link, text, in: collection) }
        let name = NewResource.name(device: device.deviceID, link: link, text: text)
        let href = NewResource.href(in: collection.href, name: name, kind: kind)
        if let plan = try planForOwn(href, in: collection, link) { return plan }
        // Deleted here and changed on two devices: the second finds what the first made again.
        let own = try keys.uid.flatMap { try isTaken(PartKey(matchKey: $0).uid) ? nil : $0 }
        let uid = link.part.uid.isEmpty ? NewResource.uid(own: own, name: name) : link.part.uid
        let body = try lens.create(from: text, uid: uid)
        return .create(collection, href, body: body, uid: uid)
    }

    /// What is to be done when upstream has a resource of the name already. Nobody else makes that name: this item was written
    /// before, by a PUT that nobody heard of or under a state that is lost, and may have gone to the device as a new one since.
    private func planForOwn(_ href: Href, in collection: CollectionRecord, _ link: Link) throws -> Plan? {
        guard let own = try store.read({ try $0.resource(collection.id, href) }), !own.isGone else { return nil }
        let part = part(of: own, link.part.uid, for: link)
        let others = try store.read { try $0.links(link.datastore, own.id) }
        let other = others.first { other in
            other.part == part && other.id != link.id && (other.luid != nil || other.pending != nil)
        }
        guard let other else { return .adopt(own.id, part) }
        return other.heldFromDevice ? .nameTaken : .double(other)
    }

    /// A live resource of the datastore's collections with this UID that the device does not hold yet; for a detached
    /// occurrence the resource of its series.
    func twin(of part: PartKey, for link: Link) throws -> ResourceRow? {
        try store.read { store in
            for head in try store.resources(withUID: part.uid, account: account.id) {
                guard collections.contains(where: { $0.id == head.collection }) else { continue }
                // What only waits to be deleted has come back with this item.
                let taken = try store.links(link.datastore, head.id).contains { other in
                    other.part == part && other.id != link.id && (other.luid != nil || !other.pendingDelete)
                }
                if !taken { return head.id }
            }
            return nil
        }
    }

    /// The device's other link to the resource that has this UID now.
    func double(of part: PartKey, for link: Link) throws -> Link? {
        try store.read { store in
            for head in try store.resources(withUID: part.uid, account: account.id) {
                let others = try store.links(link.datastore, head.id)
                if let other = others.first(where: { $0.part == part && $0.id != link.id }) { return other }
            }
            return nil
        }
    }

    /// True when a UID is that of an item this device holds already: its user has copied that one, and a copy is an item of its
    /// own.
    private func isTaken(_ uid: String) throws -> Bool {
        try store.read { store in
            try store.resources(withUID: uid, account: account.id).contains { head in
                collections.contains { $0.id == head.collection }
            }
        }
    }

    /// The same item that this device deleted, while the deletion is held.
    func heldTwin(_ viewKey: Int64, _ link: Link) throws -> HeldDeletion? {
        try store.read { store in
            guard let held = try store.heldDeletion(link.datastore, viewKey: viewKey),
                try store.head(held.resource)?.isGone == false
            else { return nil }
            return held
        }
    }

    /// True when upstream has nothing that the device has not been shown.
    func isCurrent(_ link: Link, _ resource: ResourceRecord) throws -> Bool {
        if resource.revision == link.revision { return true }
        guard let sent = link.sent else { return false }
        let view = try lens.view(of: link.part, in: resource.body, held: link.held)
        return lens.isSame(view.text, sent)
    }
}
