import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// What becomes of a link whose text is not written: it gets another resource, waits, or gives the device its item back.
extension Upload {
    /// Makes a resource of the mirror this link's own. The device has it again: a held deletion of it ends, and an Add that it has
    /// not named gives way.
    func adopt(_ resource: ResourceRow, _ part: PartKey, for link: Link, closing intent: IntentRow? = nil) throws {
        try store.write { store in
            var link = link
            for other in try store.links(link.datastore, resource) where other.part == part && other.id != link.id {
                // What the device deleted it replaces: every difference is its own.
                if other.pendingDelete, other.luid == nil, let deleted = try store.resource(resource),
                    let view = try? lens.view(of: part, in: deleted.body, held: nil)
                {
                    link.held = view.text
                    link.sent = view.text
                    link.revision = deleted.revision
                }
                try store.remove(other.id)
            }
            link.resource = resource
            link.part = part
            try store.update(link)
            if let held = try store.heldDeletion(link.datastore, resource, part) { try store.remove(held.id) }
            if let intent { try store.close(intent) }
        }
    }

    /// The device has one item twice, and its user changed the copy whose resource has gone: that one is linked to the living
    /// resource, and the other is told to leave.
    func swapPlaces(of link: Link, with other: Link) throws {
        try store.write { store in
            var (own, twin) = (link, other)
            own.resource = nil
            try store.update(own)
            twin.resource = link.resource
            // Its resource may have gone long ago.
            twin.showAgain()
            if twin.resource == nil { twin.state = .deleting }
            try store.update(twin)
            own.resource = other.resource
            own.revision = 0
            try store.update(own)
        }
    }

    /// The text stays on its link with the reason.
    func park(_ link: Link, _ verdict: WriteVerdict) throws -> WriteVerdict {
        var link = link
        let reason: String
        let action: JournalAction
        switch verdict {
        case .rejected(let why): (reason, action) = (PendingReason.rejected(why), .rejected)
        case .waiting(let why): (reason, action) = (PendingReason.waiting(why), .pending)
        case .stored, .unchanged, .merged, .returned, .deviceWon, .serverWon, .duplicated, .deleted, .kept:
            return verdict
        }
        let isNews = link.pendingReason != reason
        link.pendingReason = reason
        if link.pendingSince == nil { link.pendingSince = clock() }
        try store.write { [link] store in
            try store.update(link)
            guard isNews else { return }
            try store.append(line(action, link, text: link.pending, detail: reason))
        }
        logger.notice(
            "device change not written", metadata: ["reason": "\(reason)", "luid": "\(link.luid?.rawValue ?? "")"])
        return verdict
    }

    /// The item is gone upstream and the text is no change: the device is told to delete it.
    func letGo(_ link: Link, _ text: [UInt8]) throws {
        var link = link
        link.held = text
        link.heldFromDevice = true
        link.pending = nil
        link.pendingReason = nil
        link.pendingSince = nil
        link.showAgain()
        try store.write { [link] in try $0.update(link) }
    }

    /// A change to what may not be written: the device gets the server's version back.
    func handBack(_ link: Link, _ text: [UInt8], _ resource: ResourceRecord?) throws -> WriteVerdict {
        guard let resource else { return try park(link, .rejected("no writable collection for this kind of item")) }
        let isShown = collections.contains { $0.id == resource.collection }
        let detail =
            isShown
            ? "the collection is read-only; the device gets its item back"
            : "the device does not show the collection of this item any more; it leaves the device"
        try store.write { store in
            for each in try store.earlierTexts(link) + [text] {
                try store.append(line(.rejected, link, text: each, detail: detail))
            }
            var link = link
            link.pending = nil
            link.pendingReason = nil
            link.held = text
            link.heldFromDevice = true
            link.sent = text
            link.stayDue()
            try store.update(link)
        }
        return .serverWon
    }
}
