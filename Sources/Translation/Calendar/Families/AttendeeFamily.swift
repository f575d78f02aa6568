import Versit

/// Somebody invited, as far as both grammars tell; nil: not said.
struct Attendee: Hashable, Sendable {
    /// The address without `mailto:`, lower case; the name where there is no address.
    var key: String
    /// CN.
    var name: String?
    /// PARTSTAT in iCalendar's words.
    var status: String?
    /// RSVP.
    var isAsked: Bool?
    /// The line of an iCalendar device, for a new attendee; no part of equality.
    var line: ContentLine?

    static func == (left: Attendee, right: Attendee) -> Bool {
        left.key == right.key && left.name == right.name && left.status == right.status && left.isAsked == right.isAsked
    }

    func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// ATTENDEE and ORGANIZER (RFC 5545 sections 3.8.4.1 and 3.8.4.3); vCalendar 1.0 has
/// `ATTENDEE;ROLE=ORGANIZER;STATUS=NEEDS ACTION;RSVP=YES:Name <address>`. Parameters that a device does not know survive.
struct AttendeeFamily: CalendarFamily {
    enum Role {
        case attendee
        case organizer
    }

    let role: Role
    let scene: CalendarScene

    var property: String {
        switch role {
        case .attendee: "ATTENDEE"
        case .organizer: "ORGANIZER"
        }
    }
    var isRepeatable: Bool {
        switch role {
        case .attendee: true
        case .organizer: false
        }
    }

    func upstream(_ component: Component) -> [Placed<Attendee>] {
        component.entries.enumerated().compactMap { place, entry in
            guard case .line(let line) = entry, line.key == property else { return nil }
            return Placed(value: read(line, component.dialect), place: place)
        }
    }

    func device(_ component: Component) -> [Attendee] {
        let isOrganizer = property == "ORGANIZER"
        var found: [Attendee] = []
        for line in component.lines {
            let isLine: Bool =
                if component.dialect.isOld, line.key == "ATTENDEE" {
                    (line.parameter("ROLE")?.values.first?.uppercased() == "ORGANIZER") == isOrganizer
                } else {
                    line.key == property
                }
            guard isLine else { continue }
            let attendee = component.dialect.isOld ? readOld(line) : read(line, component.dialect)
            if !attendee.key.isEmpty, !found.contains(where: { $0.key == attendee.key }) { found.append(attendee) }
        }
        return found
    }

    private func read(_ line: ContentLine, _ dialect: Dialect) -> Attendee {
        let status = line.parameterText("PARTSTAT", dialect)?.uppercased()
        return Attendee(
            key: AttendeeFamily.address(line.raw), name: line.parameterText("CN", dialect),
            status: status, isAsked: line.parameter("RSVP").map { $0.values.first?.uppercased() == "TRUE" }, line: line)
    }

    /// `Name <address>`, `address`, `mailto:address` or a name alone.
    private func readOld(_ line: ContentLine) -> Attendee {
        let text = LineEnds.trimmed(line.text(.vCalendar10))
        var name = line.parameterText("CN", .vCalendar10)
        var address = text
        if let open = text.lastIndex(of: "<"), text.last == ">" {
            name = LineEnds.trimmed(String(text[..<open]).filter { $0 != "\"" })
            address = String(text[text.index(after: open)...].dropLast())
        } else if !text.contains("@") {
            name = name ?? text
        }
        let status = line.parameters.first { $0.name == "STATUS" }?.values.first.map {
            $0.uppercased() == "NEEDS ACTION" || $0.uppercased() == "SENT" ? "NEEDS-ACTION" : $0.uppercased()
        }
        let asked = line.parameter("RSVP")?.values.first?.uppercased()
        return Attendee(
            key: AttendeeFamily.address(address), name: name?.isEmpty == true ? nil : name,
            status: status == "CONFIRMED" ? "ACCEPTED" : status, isAsked: asked.map { $0 == "YES" || $0 == "TRUE" })
    }

    private static func address(_ text: String) -> String {
        let trimmed = LineEnds.trimmed(text).lowercased()
        return trimmed.hasPrefix("mailto:") ? String(trimmed.dropFirst(7)) : trimmed
    }

    /// An address alone is what some devices leave; NEEDS-ACTION and no RSVP are what they write of their own.
    func isLoss(_ kept: Attendee, of full: Attendee, _ evidence: Evidence?) -> Bool {
        kept.key == full.key && (kept.name == nil || kept.name == full.name || kept.name?.lowercased() == kept.key)
            && (kept.status == nil || kept.status == full.status || kept.status == "NEEDS-ACTION")
            && (kept.isAsked == nil || kept.isAsked == full.isAsked || kept.isAsked == false)
    }

    func affinity(_ a: Attendee, _ b: Attendee) -> Int { a.key == b.key || !isRepeatable ? 1 : 0 }

    func description(of value: Attendee) -> String { value.name.map { "\($0) <\(value.key)>" } ?? value.key }

    func canonical(_ device: Component) -> [String] {
        self.device(device).map { "\(property):\($0.key);\($0.status ?? "NEEDS-ACTION")" }
    }

    func change(_ upstream: Placed<Attendee>, from base: Attendee, to mine: Attendee, in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place) else { return }
        if mine.key != base.key { line.setRaw(AttendeeFamily.uri(mine.key)) }
        if let name = mine.name, name != base.name { line.setParameter("CN", [name]) }
        if let status = mine.status, status != base.status { line.setParameter("PARTSTAT", [status]) }
        if let isAsked = mine.isAsked, isAsked != base.isAsked {
            line.setParameter("RSVP", [isAsked ? "TRUE" : "FALSE"])
        }
        draft.replace(at: place, with: line)
    }

    func remove(_ upstream: Placed<Attendee>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: Attendee, in draft: inout Draft) {
        if let line = value.line { return draft.add(line) }
        var line = ContentLine(property, raw: AttendeeFamily.uri(value.key))
        if let name = value.name { line.setParameter("CN", [name]) }
        if let status = value.status, role == .attendee { line.setParameter("PARTSTAT", [status]) }
        if let isAsked = value.isAsked, role == .attendee { line.setParameter("RSVP", [isAsked ? "TRUE" : "FALSE"]) }
        draft.add(line)
    }

    /// RFC 5545 section 3.3.3: a calendar address is a URI; who has no address gets one that leads nowhere.
    private static func uri(_ key: String) -> String {
        if key.contains(":") { return key }
        if key.contains("@") { return "mailto:" + key }
        let name = key.utf8.map { byte -> String in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
            return isPlain ? String(UnicodeScalar(byte)) : "-"
        }
        return "invalid:" + name.joined()
    }

    func render(_ upstream: Component, into view: inout Component) {
        for attendee in self.upstream(upstream).map(\.value) {
            var parameters: [Parameter] = []
            switch role {
            case .organizer: parameters.append(Parameter("ROLE", "ORGANIZER"))
            case .attendee:
                parameters.append(Parameter("ROLE", "ATTENDEE"))
                if let status = attendee.status.flatMap(AttendeeFamily.oldStatus) {
                    parameters.append(Parameter("STATUS", status))
                }
                if let isAsked = attendee.isAsked { parameters.append(Parameter("RSVP", isAsked ? "YES" : "NO")) }
            }
            let text = attendee.name.map { "\($0) <\(attendee.key)>" } ?? attendee.key
            view.entries.append(.line(ContentLine("ATTENDEE", parameters: parameters, text: text, view.dialect)))
        }
    }

    private static func oldStatus(_ status: String) -> String? {
        switch status {
        case "NEEDS-ACTION": "NEEDS ACTION"
        case "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED": status
        default: nil
        }
    }
}
