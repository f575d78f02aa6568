import DAVClient
import Markup

extension DAVWorld {
    /// PUT (RFC 9110 section 9.3.4) with the conditions of RFC 4791 section 5.3.2.1.
    mutating func put(_ request: HTTPRequest, _ path: String, now: Int64) -> HTTPReply {
        guard let (folder, name) = DAVWorld.split(path), let collection = collections[folder] else {
            return HTTPReply(status: collections[path] == nil ? 409 : 405)
        }
        guard collection.isWritable else { return DAVXML.error(403, DAVXML.element("need-privileges")) }
        if let limit = behaviour.sizeLimit, request.body.count > limit { return HTTPReply(status: 412) }
        let current = collection.members[name]
        guard behaviour.ignoresConditions || holds(request, current) else { return HTTPReply(status: 412) }
        let begin = collection.isAddressBook ? "BEGIN:VCARD" : "BEGIN:VCALENDAR"
        guard DAVWorld.lines(request.body).first?.uppercased() == begin else {
            let condition =
                collection.isAddressBook
                ? DAVXML.element("valid-address-data", DAVXML.cardDAV)
                : DAVXML.element("valid-calendar-data", DAVXML.calDAV)
            return DAVXML.error(400, condition)
        }
        if let twin = twin(of: request.body, in: collection, except: name) {
            if let refusal = refusal(twin: folder + twin, collection) { return refusal }
        }
        store(behaviour.rewrite(request.body), at: path, now: now)
        let etag = behaviour.putTellsETag ? member(path)?.etag : nil
        return HTTPReply(
            status: current == nil ? 201 : 204, headers: etag.map { [HTTPField("ETag", $0)] } ?? [])
    }

    /// DELETE (RFC 4918 section 9.6), of members and collections.
    mutating func delete(_ request: HTTPRequest, _ path: String) -> HTTPReply {
        if collections[path] != nil {
            collections[path] = nil
            return HTTPReply(status: 204)
        }
        guard let member = member(path), let (folder, _) = DAVWorld.split(path) else { return HTTPReply(status: 404) }
        guard collections[folder]?.isWritable == true else { return HTTPReply(status: 403) }
        guard behaviour.ignoresConditions || holds(request, member) else { return HTTPReply(status: 412) }
        remove(path)
        return HTTPReply(status: 204)
    }

    /// MKCALENDAR (RFC 4791 section 5.3.1) and extended MKCOL (RFC 5689).
    mutating func make(_ request: HTTPRequest, _ path: String, user: String) -> HTTPReply {
        let folder = path.hasSuffix("/") ? path : path + "/"
        guard collections[folder] == nil else {
            return DAVXML.error(405, DAVXML.element("resource-must-be-null"))
        }
        let home = String(folder.dropLast()).lastIndex(of: "/").map { String(folder[...$0]) } ?? "/"
        guard [calendarHome(user), addressBookHome(user)].contains(home) else { return HTTPReply(status: 409) }
        let properties = (try? XMLReader.read(request.body))?[child: "set"]?[child: "prop"]
        let types = properties?[child: "resourcetype"]?.elements.map(\.name) ?? []
        guard request.method == "MKCALENDAR" || types.contains("calendar") || types.contains("addressbook") else {
            return HTTPReply(status: 403)
        }
        var components: [String]?
        if !types.contains("addressbook") {
            let set = properties?[child: "supported-calendar-component-set"]?.all("comp")
            components = set?.compactMap { $0.attributes.first?.value } ?? ["VEVENT", "VTODO", "VJOURNAL"]
        }
        counter += 1
        collections[folder] = Collection(
            owner: user, displayName: properties?[child: "displayname"]?.text ?? "", components: components,
            generation: counter)
        return HTTPReply(status: 201)
    }

    /// If-Match and If-None-Match (RFC 9110 section 13.1); lists are not understood, like Radicale.
    private func holds(_ request: HTTPRequest, _ current: Member?) -> Bool {
        if let wanted = request.header("If-Match") {
            guard let current, wanted == current.etag else { return false }
        }
        if let unwanted = request.header("If-None-Match"), let current {
            if unwanted == "*" || unwanted == current.etag { return false }
        }
        return true
    }

    private func refusal(twin: String, _ collection: Collection) -> HTTPReply? {
        let namespace = collection.isAddressBook ? DAVXML.cardDAV : DAVXML.calDAV
        let condition = DAVXML.element("no-uid-conflict", namespace, [DAVXML.href(twin)])
        switch behaviour.uidTwin {
        case .allowed: return nil
        case .conflict: return DAVXML.error(409, condition)
        case .hiddenConflict:
            let error = DAVXML.element("error", DAVXML.dav, [condition])
            let response = [DAVXML.href(twin), DAVXML.status(412), error]
            return DAVXML.multistatus([DAVXML.element("response", DAVXML.dav, response)])
        }
    }

    /// The member that has the body's UID already.
    private func twin(of body: [UInt8], in collection: Collection, except name: String) -> String? {
        guard let uid = DAVWorld.uid(body) else { return nil }
        return collection.members.first { $0.key != name && $0.value.uid == uid }?.key
    }

    static func uid(_ body: [UInt8]) -> String? {
        lines(body).first { $0.uppercased().hasPrefix("UID:") }.map { String($0.dropFirst(4)) }
    }

    private static func lines(_ body: [UInt8]) -> [Substring] {
        String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline)
    }
}
