import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// What a device must be told about one resource or link, with the text it gets: rows in, planned commands out.
struct OutgoingChanges: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession
    let record: SessionRow
    let logger: Logger

    /// One thing to do for a link.
    enum Planned: Hashable, Sendable {
        /// Send an Add. The link has its GUID already.
        case add(Link, view: [UInt8], format: ItemFormat, revision: Int64)
        /// Send a Replace.
        case replace(Link, view: [UInt8], format: ItemFormat, revision: Int64)
        /// Send a Delete.
        case delete(Link)
        /// Only write down that the device has seen the revision.
        case acknowledge(Link)
        /// Remove the link.
        case forget(Link)
        /// The part cannot be shown to this device; kept upstream, tried again when it changes.
        case unshowable(Link, reason: String)
        /// An earlier Add was never mapped: the next session must be slow.
        case unmapped(Link)

        /// True when a text goes to the device.
        var hasText: Bool {
            switch self {
            case .add, .replace: true
            case .delete, .acknowledge, .forget, .unshowable, .unmapped: false
            }
        }
    }

    /// The changes of all parts of a resource that the mirror lists as changed.
    func changes(of head: ResourceHead) throws -> [Planned] {
        let links = try store.read { try $0.links(session.row, head.id) }
        let place = try store.read { try context.place(of: head, $0) }
        switch place {
        case .gone:
            return links.compactMap { planned($0, .gone, resource: nil, revision: head.revision) }
        case .outside:
            guard !links.isEmpty, let resource = try store.read({ try $0.resource(head.id) }) else { return [] }
            return links.compactMap { planned($0, .outside, resource: resource, revision: head.revision) }
        case .kept where links.isEmpty: return []
        case .inside, .kept: break
        }
        if links.contains(where: { $0.revision != head.revision || !isQuiet($0) }) || links.isEmpty {
            return try changes(of: head, at: place, links)
        }
        return []
    }

    /// The change of an open link.
    func change(of link: Link) throws -> [Planned] {
        if isSentAlready(link) { return [] }
        // Gone upstream long ago, and back on a device that was restored.
        if link.resource == nil, link.state == .deleting, link.pending == nil { return [.delete(link)] }
        guard let id = link.resource, let head = try store.read({ try $0.head(id) }) else { return [] }
        return try changes(of: head).filter { $0.link.id == link.id }
    }

    // MARK: - Parts

    private func changes(
        of head: ResourceHead, at place: ServerChange.Place, _ links: [Link]
    ) throws -> [Planned] {
        guard let kind = head.kind, let resource = try store.read({ try $0.resource(head.id) }) else { return [] }
        let body = try? UpstreamBody(resource.body)
        let parts = body.flatMap { try? ResourceReader.parts(of: $0, kind: kind).parts } ?? [PartKey(uid: head.uid)]
        var planned: [Planned] = []
        for part in parts {
            if let link = links.first(where: { $0.part == part }) {
                if let one = self.planned(link, place, resource: resource, body, revision: head.revision) {
                    planned.append(one)
                }
            } else if place == .inside, try !isHeld(part, of: head), try !isOwn(part) {
                let link = try newLink(resource, part)
                if let one = self.planned(link, place, resource: resource, body, revision: head.revision) {
                    planned.append(one)
                }
            }
        }
        // A part that the resource no longer has: the device's item goes.
        for link in links where !parts.contains(link.part) {
            if let one = self.planned(link, .gone, resource: nil, revision: head.revision) {
                planned.append(one)
            }
        }
        return planned
    }

    /// True while the device's own deletion of the part waits. A change upstream that the device would see releases it.
    private func isHeld(_ part: PartKey, of head: ResourceHead) throws -> Bool {
        guard let (held, stands) = try heldDeletion(of: part, head) else { return false }
        if !stands { try store.write { try $0.remove(held.id) } }
        return stands
    }

    /// True for the device's own new item that lies under a name which nobody asked for (Calypso), and whose writing nobody heard of:
    /// the text that waits finds it by its UID.
    private func isOwn(_ part: PartKey) throws -> Bool {
        try !part.uid.isEmpty && store.read { try $0.isUnwritten(session.row, uid: part.uid) }
    }

    /// The device's own deletion of a part that waits, and whether what there is now is what it deleted.
    func heldDeletion(of part: PartKey, _ head: ResourceHead) throws -> (deletion: HeldDeletion, stands: Bool)? {
        guard let held = try store.read({ try $0.heldDeletion(session.row, head.id, part) }) else { return nil }
        if held.revision == head.revision { return (held, true) }
        guard let kind = head.kind, let resource = try store.read({ try $0.resource(head.id) }) else {
            return (held, false)
        }
        return (held, held.covers(resource, context.lens(for: kind)))
    }

    /// A link's row, made before its Add goes out, since the Add carries its GUID. Until the reply is committed it says
    /// "not on the device".
    private func newLink(_ resource: ResourceRecord, _ part: PartKey) throws -> Link {
        try store.write { store in
            var link = Link(
                datastore: session.row, resource: resource.id, part: part,
                guid: try store.allocateGUID(session.row), state: .refused(code: 0))
            link.id = try store.insert(link)
            return link
        }
    }

    // MARK: - One link

    func planned(
        _ link: Link, _ place: ServerChange.Place, resource: ResourceRecord?, _ body: UpstreamBody? = nil,
        revision: Int64
    ) -> Planned? {
        // An unwritten change of the device comes first: it is merged before anything is shown again.
        if link.pending != nil || (link.pendingDelete && !link.isAsked) || isSentAlready(link) { return nil }
        let device = onDevice(link)
        let change = ServerChange.decide(.init(revision: revision, place: place), device)
        context.marks?(change.mark)
        switch change {
        case .nothing:
            switch device {
            case .unmapped: return .unmapped(link)
            case .absent, .holds, .leaving, .released, .doubted: return nil
            }
        case .forget: return .forget(link)
        case .delete, .leave: return .delete(link)
        case .acknowledge: return acknowledged(link, revision, view: nil)
        case .add:
            return rendered(link, resource, body) { .add(link, view: $0.text, format: $0.format, revision: revision) }
        case .replace:
            return rendered(link, resource, body) { replacing(link, $0, revision) }
        case .needsView:
            let lens = context.lens(for: resource?.kind ?? session.kind)
            return rendered(link, resource, body) { view in
                // A Replace that was never answered may have arrived: then the device holds that text, not the one before.
                let isAsSent =
                    !link.isAsked && link.sent.map { lens.isSame(view.text, $0) } ?? false
                    && (!link.isOffered || link.offered.map { lens.isSame(view.text, $0) } ?? true)
                let seen = ServerChange.afterRendering(viewIsAsSent: isAsSent)
                context.marks?(seen.mark)
                switch seen {
                case .replace: return replacing(link, view, revision)
                case .acknowledge, .nothing, .needsView, .add, .delete, .leave, .forget:
                    return acknowledged(link, revision, view: view.text)
                }
            }
        }
    }

    /// A Replace of what the device holds; one that was never answered may have arrived.
    private func replacing(_ link: Link, _ view: View, _ revision: Int64) -> Planned {
        let texts = (link.held.map { [$0] } ?? []) + (link.offered.map { [$0] } ?? [])
        let view = context.lens(for: context.kind(of: view.text)).replacing(texts, by: view)
        return .replace(link, view: view.text, format: view.format, revision: revision)
    }

    /// `body`: the resource's, where it was read already.
    private func rendered(
        _ link: Link, _ resource: ResourceRecord?, _ body: UpstreamBody?, _ make: (View) -> Planned?
    ) -> Planned? {
        guard let resource else { return nil }
        if case .refused(let code) = link.state {
            // Found unshowable before, and unchanged since.
            if Self.isOurRefusal(code), link.revision == resource.revision { return nil }
        }
        do {
            let lens = context.lens(for: resource.kind ?? session.kind)
            let body = if let body { body } else { try UpstreamBody(resource.body) }
            let planned = make(try lens.view(of: link.part, in: body, held: link.held))
            if let planned, planned.hasText, let reason = lens.shortfall(of: link.part, in: body) {
                logger.notice(
                    "an item is shown otherwise than it is",
                    metadata: ["item": "\(resource.href.rawValue)", "reason": "\(reason)"])
            }
            return planned
        } catch {
            var refused = link
            refused.state = .refused(code: StatusCode.unsupportedMediaType)
            refused.revision = resource.revision
            return .unshowable(refused, reason: error.reason)
        }
    }

    /// Codes with which we keep an item from a device ourselves.
    static func isOurRefusal(_ code: Int) -> Bool {
        code == StatusCode.unsupportedMediaType || code == StatusCode.entityTooLarge
    }

    private func acknowledged(_ link: Link, _ revision: Int64, view: [UInt8]?) -> Planned {
        var link = link
        link.revision = revision
        if let view { link.sent = view }
        link.dropOffer()
        return .acknowledge(link)
    }

    private func onDevice(_ link: Link) -> ServerChange.OnDevice {
        switch link.state {
        // Taken off this device by its user.
        case .refused(StatusCode.deletedWithoutArchive): .released
        case .refused: .absent
        case .offered, .delivered, .storedAnew: .unmapped
        case .deleting: .leaving
        case .linked: link.pendingDelete ? .doubted : .holds(revision: link.revision)
        }
    }

    private func isQuiet(_ link: Link) -> Bool {
        link.state == .linked && link.offered == nil && link.pending == nil && !link.pendingDelete
    }

    /// True when this session has told the device already.
    private func isSentAlready(_ link: Link) -> Bool {
        guard link.touchedIn == record else { return false }
        switch link.state {
        case .offered, .delivered, .deleting, .storedAnew: return true
        case .linked, .refused: return link.isOffered
        }
    }
}

extension OutgoingChanges.Planned {
    /// The link it is about.
    var link: Link {
        switch self {
        case .add(let link, _, _, _), .replace(let link, _, _, _), .delete(let link), .acknowledge(let link),
            .forget(let link), .unshowable(let link, _), .unmapped(let link):
            link
        }
    }
}
