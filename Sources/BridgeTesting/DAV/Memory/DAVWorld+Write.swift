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
        let isRacing = isRacing(request, path, now)
        guard isRacing || allowsPut(request, current, collection) else { return conditionFailed(request) }
        if !collection.isFolder, let refusal = refusal(of: request.body, collection) { return refusal }
        if !collection.isFolder, let twin = twin(of: request.body, in: folder, except: name) {
            if let refusal = refusal(twin: twin, collection) { return refusal }
        }
        if !isRacing { race = Race(path: path, replaced: current?.etag, second: now) }
        keep(request.body, at: path, now: now)
        let isTold = behaviour.putTellsETag && (behaviour.putTellsCardETag || !collection.isAddressBook)
        let etag = isTold ? member(path)?.etag : nil
        return HTTPReply(
            status: current == nil ? 201 : 204, headers: etag.map { [HTTPField("ETag", $0)] } ?? [])
    }

    /// DELETE (RFC 4918 section 9.6), of members and collections.
    mutating func delete(_ request: HTTPRequest, _ path: String, now: Int64) -> HTTPReply {
        if collections[path] != nil {
            collections[path] = nil
            return HTTPReply(status: 204)
        }
        guard let member = member(path), let (folder, _) = DAVWorld.split(path) else { return HTTPReply(status: 404) }
        guard collections[folder]?.isWritable == true else { return HTTPReply(status: 403) }
        guard allowsDelete(request, member) else { return conditionFailed(request) }
        remove(path, now: now)
        return HTTPReply(status: 204)
    }

    /// MKCALENDAR (RFC 4791 section 5.3.1) and extended MKCOL (RFC 5689).
    mutating func make(_ request: HTTPRequest, _ path: String, user: String, now: Int64) -> HTTPReply {
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
            let asked = set?.compactMap { $0.attributes.first?.value } ?? ["VEVENT", "VTODO", "VJOURNAL"]
            components = behaviour.fixedComponents ?? asked
        }
        counter += 1
        let isNameless = request.method == "MKCOL" && behaviour.ignoresMkcolName
        let name =
            isNameless ? String(folder.dropFirst(home.count).dropLast()) : properties?[child: "displayname"]?.text
        collections[folder] = Collection(
            owner: user, displayName: name ?? "", components: components, generation: counter, changedAt: now)
        return HTTPReply(status: 201)
    }

    private func refusal(twin: String, _ collection: Collection) -> HTTPReply? {
        if collection.isAddressBook, behaviour.allowsCardTwins { return nil }
        let namespace = collection.isAddressBook ? DAVXML.cardDAV : DAVXML.calDAV
        let condition = DAVXML.element("no-uid-conflict", namespace, [DAVXML.href(twin)])
        switch behaviour.uidTwin {
        case .allowed: return nil
        case .conflict: return DAVXML.error(409, condition)
        case .bareConflict: return HTTPReply(status: 409, body: Array("Event UID already in use.".utf8))
        case .uniqueToUser:
            guard !collection.isAddressBook else { return nil }
            let unique = DAVXML.element("unique-scheduling-object-resource", DAVXML.calDAV, [DAVXML.href(twin)])
            return DAVXML.error(403, unique)
        case .hiddenConflict:
            let error = DAVXML.element("error", DAVXML.dav, [condition])
            let response = [DAVXML.href(twin), DAVXML.status(412), error]
            return DAVXML.multistatus([DAVXML.element("response", DAVXML.dav, response)])
        }
    }

    /// The answer to a body that does not belong here; nil for one that does.
    private func refusal(of body: [UInt8], _ collection: Collection) -> HTTPReply? {
        let begin = collection.isAddressBook ? "BEGIN:VCARD" : "BEGIN:VCALENDAR"
        let lines = DAVWorld.lines(body)
        guard lines.first?.uppercased() == begin else {
            let condition =
                collection.isAddressBook
                ? DAVXML.element("valid-address-data", DAVXML.cardDAV)
                : DAVXML.element("valid-calendar-data", DAVXML.calDAV)
            switch behaviour.garbage {
            case .named: return DAVXML.error(400, condition)
            case .missing: return HTTPReply(status: 404)
            case .bareConflict: return collection.isAddressBook ? nil : HTTPReply(status: 412)
            }
        }
        if behaviour.wantsLaterEnd, !collection.isAddressBook, !Self.endsLater(lines) {
            return DAVXML.error(403, DAVXML.element("valid-calendar-data", DAVXML.calDAV))
        }
        guard let fixed = behaviour.fixedComponents, !collection.isAddressBook else { return nil }
        let kinds = ["VEVENT", "VTODO", "VJOURNAL"].filter { lines.contains("BEGIN:" + $0[...]) }
        return fixed.contains(where: kinds.contains) ? nil : HTTPReply(status: 404)
    }

    /// The path of the member that has the body's UID already: in the collection, or in any calendar of its user.
    private func twin(of body: [UInt8], in folder: String, except name: String) -> String? {
        guard let uid = DAVWorld.uid(body), let collection = collections[folder] else { return nil }
        let isWide = behaviour.uidTwin == .uniqueToUser && !collection.isAddressBook
        let others = collections.filter { path, other in
            path == folder || isWide && other.owner == collection.owner && !other.isAddressBook && !other.isFolder
        }
        for (path, other) in others.sorted(by: { $0.key < $1.key }) {
            let found = other.members.filter { $0.value.uid == uid && (path != folder || $0.key != name) }.keys.min()
            if let found { return path + found }
        }
        return nil
    }

    /// False for a timed event that does not end after it begins.
    private static func endsLater(_ lines: [Substring]) -> Bool {
        var (isEvent, start, end) = (false, "", "")
        for line in lines {
            switch line {
            case "BEGIN:VEVENT": (isEvent, start, end) = (true, "", "")
            case "END:VEVENT":
                isEvent = false
                if start.contains("T"), end.isEmpty || end <= start { return false }
            default:
                guard isEvent, let colon = line.firstIndex(of: ":") else { continue }
                let name = line[..<colon].prefix { $0 != ";" }
                let value = String(line[line.index(after: colon)...])
                if name == "DTSTART" { start = value }
                if name == "DTEND" { end = value }
                // A length is later enough.
                if name == "DURATION" { end = "later" }
            }
        }
        return true
    }

    static func uid(_ body: [UInt8]) -> String? {
        lines(body).first { $0.uppercased().hasPrefix("UID:") }.map { String($0.dropFirst(4)) }
    }

    static func lines(_ body: [UInt8]) -> [Substring] {
        String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline)
    }
}
