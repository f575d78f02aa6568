import DAVClient
import Markup

extension DAVWorld {
    /// PROPFIND (RFC 4918 section 9.1) for named properties; Depth infinity is refused, a missing Depth is that.
    func propfind(_ request: HTTPRequest, _ path: String, user: String) -> HTTPReply {
        guard let depth = request.header("Depth"), depth == "0" || depth == "1" else {
            return DAVXML.error(403, DAVXML.element("propfind-finite-depth"))
        }
        guard let root = try? XMLReader.read(request.body), let names = root[child: "prop"]?.elements else {
            return HTTPReply(status: 400)
        }
        if path == "/", behaviour.root != "/" { return HTTPReply(status: 405) }
        guard let own = properties(of: path, user: user) ?? properties(of: path + "/", user: user) else {
            if !behaviour.hidesMissing { return HTTPReply(status: 404) }
            return DAVXML.multistatus([DAVXML.element("response", DAVXML.dav, [DAVXML.href(path), DAVXML.status(404)])])
        }
        let folder = path.hasSuffix("/") || member(path) != nil ? path : path + "/"
        var responses = [DAVWorld.response(folder, names, own)]
        if depth == "1", folder.hasSuffix("/") {
            for child in children(of: folder, user: user) {
                guard let known = properties(of: child, user: user) else { continue }
                responses.append(DAVWorld.response(child, names, known))
            }
        }
        return DAVXML.multistatus(responses)
    }

    /// One response: what is known under 200, the rest under 404.
    static func response(_ path: String, _ wanted: [Element], _ known: [Element]) -> Element {
        var found: [Element] = []
        var missing: [Element] = []
        for name in wanted {
            let match = known.first { $0.name == name.name && $0.namespace == name.namespace }
            if let match { found.append(match) } else { missing.append(DAVXML.element(name.name, name.namespace)) }
        }
        func propstat(_ properties: [Element], _ status: Int) -> [Element] {
            if properties.isEmpty { return [] }
            return [
                DAVXML.element(
                    "propstat", DAVXML.dav, [DAVXML.element("prop", DAVXML.dav, properties), DAVXML.status(status)])
            ]
        }
        return DAVXML.element(
            "response", DAVXML.dav, [DAVXML.href(path)] + propstat(found, 200) + propstat(missing, 404))
    }

    /// Members of a collection, collections of a home, in order of their names.
    private func children(of path: String, user: String) -> [String] {
        if let collection = collections[path] { return collection.members.keys.sorted().map { path + $0 } }
        return collections.keys.sorted().filter { key in
            key != path && key.hasPrefix(path) && !key.dropFirst(path.count).dropLast().contains("/")
        }
    }

    /// The live properties of a place; nil where nothing lies.
    func properties(of path: String, user: String) -> [Element]? {
        if let collection = collections[path] { return properties(collection, path, user) }
        if var member = member(path) {
            // As WsgiDAV: the property has no quotes, the header has.
            let isFile = DAVWorld.split(path).map { collections[$0.collection]?.isFolder == true } ?? false
            if isFile { member.etag = member.etag?.replacing("\"", with: "") }
            return DAVWorld.properties(member)
        }
        let homes = [calendarHome(user), addressBookHome(user)]
        let isPrincipal = path == principal(user)
        guard isPrincipal || homes.contains(path) || path == behaviour.root else { return nil }
        var types = [DAVXML.element("collection")]
        if isPrincipal { types.append(DAVXML.element("principal")) }
        var all = [DAVXML.element("resourcetype", DAVXML.dav, types), currentUser(user)]
        if isPrincipal { all.append(DAVXML.text("displayname", DAVXML.dav, user)) }
        if isPrincipal || behaviour.tellsHomesAtRoot && path == behaviour.root {
            let (calendars, books) = (DAVXML.href(calendarHome(user)), DAVXML.href(addressBookHome(user)))
            all.append(DAVXML.element("calendar-home-set", DAVXML.calDAV, [calendars]))
            all.append(DAVXML.element("addressbook-home-set", DAVXML.cardDAV, [books]))
        }
        return all
    }

    private func currentUser(_ user: String) -> Element {
        DAVXML.element("current-user-principal", DAVXML.dav, [DAVXML.href(principal(user))])
    }

    static func properties(_ member: Member) -> [Element] {
        var all = [
            DAVXML.element("resourcetype"),
            DAVXML.text("getlastmodified", DAVXML.dav, DAVXML.date(member.modified)),
            DAVXML.text("getcontentlength", DAVXML.dav, String(member.body.count)),
        ]
        if let etag = member.etag { all.append(DAVXML.text("getetag", DAVXML.dav, etag)) }
        return all
    }

    private func properties(_ collection: Collection, _ path: String, _ user: String) -> [Element] {
        var types = [DAVXML.element("collection")]
        if collection.isAddressBook { types.append(DAVXML.element("addressbook", DAVXML.cardDAV)) }
        if collection.components != nil { types.append(DAVXML.element("calendar", DAVXML.calDAV)) }
        let rights = collection.isWritable ? ["read", "write"] : ["read"]
        var all = [
            DAVXML.element("resourcetype", DAVXML.dav, types), currentUser(user),
            DAVXML.text("displayname", DAVXML.dav, collection.displayName),
            DAVXML.element(
                "current-user-privilege-set", DAVXML.dav,
                rights.map { DAVXML.element("privilege", DAVXML.dav, [DAVXML.element($0)]) }),
        ]
        if collection.isFolder { return all }
        all.append(supportedReports(collection))
        if let components = collection.components {
            let comps = components.map {
                Element("comp", namespace: DAVXML.calDAV, attributes: [Attribute(name: "name", value: $0)])
            }
            all.append(DAVXML.element("supported-calendar-component-set", DAVXML.calDAV, comps))
        }
        if behaviour.hasCTag {
            all.append(DAVXML.text("getctag", DAVXML.calendarServer, ctag(collection)))
        }
        if behaviour.supportsSync {
            all.append(DAVXML.text("sync-token", DAVXML.dav, tokenProperty(collection)))
        }
        return all
    }

    private func supportedReports(_ collection: Collection) -> Element {
        var reports = [
            collection.isAddressBook
                ? DAVXML.element("addressbook-multiget", DAVXML.cardDAV)
                : DAVXML.element("calendar-multiget", DAVXML.calDAV)
        ]
        if behaviour.supportsSync { reports.append(DAVXML.element("sync-collection")) }
        let wrapped = reports.map {
            DAVXML.element("supported-report", DAVXML.dav, [DAVXML.element("report", DAVXML.dav, [$0])])
        }
        return DAVXML.element("supported-report-set", DAVXML.dav, wrapped)
    }
}
