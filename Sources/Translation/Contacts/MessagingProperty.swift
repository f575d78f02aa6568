import Versit

/// Instant messaging: IMPP (RFC 4770) and the X- properties from before it, each a service and a name there.
struct MessagingProperty: ContactProperty {
    let name = "IMPP"
    let isRepeatable = true
    let names = ["IMPP"] + MessagingProperty.services.map(\.property)

    /// Property and URI scheme of each service.
    private static let services: [(property: String, scheme: String)] = [
        ("X-AIM", "aim"), ("X-ICQ", "icq"), ("X-JABBER", "xmpp"), ("X-MSN", "msnim"), ("X-YAHOO", "ymsgr"),
        ("X-SKYPE", "skype"), ("X-SKYPE-USERNAME", "skype"), ("X-GADUGADU", "gg"), ("X-GROUPWISE", "groupwise"),
        ("X-SIP", "sip"),
    ]

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = LineEnds.trimmed(line.text(dialect))
        guard !text.isEmpty else { return [] }
        let marks = ContactTypes.marks(line)
        var handle = text
        var scheme = MessagingProperty.services.first { $0.property == line.key }?.scheme ?? ""
        if line.key == "IMPP", let colon = text.firstIndex(of: ":") {
            scheme = String(text[..<colon]).lowercased()
            handle = String(text[text.index(after: colon)...])
        }
        return [
            ContactValue(
                types: ContactTypes.meaning(marks), canon: [scheme, handle.lowercased()], parts: [handle, scheme],
                marks: marks, name: line.key, group: line.group)
        ]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        values.compactMap { value in
            let same = MessagingProperty.services.filter { $0.scheme == value.part(1) }.map(\.property)
            let wanted = [value.name, "IMPP"] + same
            guard let key = fields.map({ $0.pick(wanted) }) ?? upstreamName(value, dialect) else { return nil }
            let types = ContactTypes.parameters(value.marks, name, dialect, fields)
            if key == "IMPP" { return ContentLine(key, parameters: types, raw: uri(value)) }
            return ContentLine(key, parameters: types, text: value.text, dialect)
        }
    }

    /// vCard 4.0 has IMPP; older cards keep the name they came with.
    private func upstreamName(_ value: ContactValue, _ dialect: Dialect) -> String? {
        dialect == .vCard40 && !value.part(1).isEmpty ? "IMPP" : value.name
    }

    private func uri(_ value: ContactValue) -> String {
        value.part(1).isEmpty ? value.text : value.part(1) + ":" + value.text
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        ContactTypes.apply(edit, to: &line, dialect)
        guard mine.canon != edit.base.canon else { return line }
        if line.key == "IMPP" { line.setRaw(uri(mine)) } else { line.setText(mine.text, dialect) }
        return line
    }

    /// Names of one service are versions of each other.
    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int {
        guard a.part(1) == b.part(1) else { return 0 }
        return a.types == b.types ? 4 : 2
    }

    /// Kinds of messaging addresses are dropped by most devices.
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        kept.canon == full.canon && ContactTypes.isLoss(kept, of: full, name, evidence)
    }

    func observations(_ value: ContactValue) -> [Observation] {
        [Observation(property: name, qualifier: value.qualifier, length: value.length)]
    }
}
