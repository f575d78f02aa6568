import DAVClient
import Markup
import SyncTypes

extension DAVWorld {
    /// REPORT (RFC 3253 section 3.6): sync-collection and the two multigets.
    func report(_ request: HTTPRequest, _ path: String, user: String) -> HTTPReply {
        let folder = path.hasSuffix("/") ? path : path + "/"
        guard let collection = collections[folder] else { return HTTPReply(status: 404) }
        guard let root = try? XMLReader.read(request.body) else { return HTTPReply(status: 400) }
        if collection.isFolder { return DAVXML.error(403, DAVXML.element("supported-report")) }
        switch (root.name, root.namespace, collection.isAddressBook) {
        case ("sync-collection", DAVXML.dav, _) where behaviour.supportsSync:
            guard request.header("Depth") == "0" else { return HTTPReply(status: 400) }
            return sync(root, folder, collection)
        case ("calendar-multiget", DAVXML.calDAV, false): return multiget(root)
        case ("addressbook-multiget", DAVXML.cardDAV, true): return multiget(root)
        default: return DAVXML.error(403, DAVXML.element("supported-report"))
        }
    }

    /// RFC 6578 section 3.2, with pages of section 3.6.
    private func sync(_ root: Element, _ path: String, _ collection: Collection) -> HTTPReply {
        var since = LookBack.beginning(tombstones: behaviour.listsTombstonesFirst)
        if let given = root[child: "sync-token"]?.text, !given.isEmpty {
            if let known = lookBack(given, collection) {
                since = known
            } else {
                switch behaviour.deadToken {
                case .forbidden: return DAVXML.error(403, DAVXML.element("valid-sync-token"))
                case .preconditionFailed: return DAVXML.error(412, DAVXML.element("valid-sync-token"))
                case .serverError: return HTTPReply(status: 500)
                case .listsEverything: break
                case .listsEverythingAndTombstones: since = .beginning(tombstones: true)
                }
            }
        }
        let names = root[child: "prop"]?.elements ?? []
        var changes: [(sequence: Int, element: Element)] = collection.members
            .filter { since.includes($0.value) }
            .map { name, member in
                (member.sequence, DAVWorld.response(path + name, names, DAVWorld.properties(member)))
            }
        // Between pages of a first report a token is not empty; its tombstones are harmless.
        changes += collection.tombstones.filter { since.includes($0.value) }.map { name, tombstone in
            let href = DAVXML.href(path + name, isRaw: behaviour.tellsRawTombstones)
            return (tombstone.sequence, DAVXML.element("response", DAVXML.dav, [href, DAVXML.status(404)]))
        }
        changes.sort { $0.sequence < $1.sequence }
        guard let size = behaviour.pageSize, behaviour.marks == .counter, changes.count > size else {
            let end = DAVXML.text("sync-token", DAVXML.dav, nextToken(collection, after: since))
            return DAVXML.multistatus(changes.map(\.element) + [end])
        }
        let page = changes.prefix(max(size, 1))
        let more = DAVXML.element("response", DAVXML.dav, [DAVXML.href(path), DAVXML.status(507)])
        let next = DAVXML.text("sync-token", DAVXML.dav, token(collection, page.last?.sequence ?? collection.sequence))
        return DAVXML.multistatus(page.map(\.element) + [more, next])
    }

    /// RFC 4791 section 7.9, RFC 6352 section 8.7. Answers in order of names, each once, like Radicale.
    private func multiget(_ root: Element) -> HTTPReply {
        let names = root[child: "prop"]?.elements ?? []
        let paths = Set(root.all("href").map { Href($0.text).canonical }).sorted()
        var responses: [Element] = []
        for path in paths {
            if let member = member(path) {
                let text = String(decoding: member.body, as: UTF8.self)
                let data = [
                    DAVXML.text("calendar-data", DAVXML.calDAV, text),
                    DAVXML.text("address-data", DAVXML.cardDAV, text),
                ]
                responses.append(DAVWorld.response(path, names, DAVWorld.properties(member) + data))
                continue
            }
            switch behaviour.missingInMultiget {
            case .told:
                responses.append(DAVXML.element("response", DAVXML.dav, [DAVXML.href(path), DAVXML.status(404)]))
            case .omitted: continue
            case .refusesReport: return HTTPReply(status: 404)
            }
        }
        return DAVXML.multistatus(responses)
    }
}
