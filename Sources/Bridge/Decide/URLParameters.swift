/// What the query of a device's URL asks for (MDaemon's and IceWarp's SyncML servers): `sync=1..9`, `format=get|sif|vob`, `reset`,
/// `push`, `backup[=prefix]`; in any case, between `&`, `#`, `,&` or `,#`.
struct URLParameters: Hashable, Sendable, Codable {
    /// `sync=`, or 9 for `reset`.
    var mode: NumberedMode?
    /// `format=`.
    var format: FormatWish?
    /// `push`: the device wants to be alerted; nil: it does not say.
    var push: Bool?
    /// `backup`: what the device sends is kept as files, and nothing is synchronised; the prefix of their names, which may be empty. Nil:
    /// it does not ask for that.
    var backup: String?
    /// Words that mean nothing, as they were written; for the log.
    var unknown: [String] = []

    /// Reads a query. The session's own `s=` of a RespURI says nothing of this.
    init(query: String) {
        for word in query.split(whereSeparator: { $0 == "&" || $0 == "#" }) {
            let text = String(word).trimmingCommas
            guard !text.isEmpty else { continue }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if !read(parts[0].lowercased(), parts.count > 1 ? parts[1] : nil) { unknown.append(text) }
        }
    }

    /// Takes one parameter; false for one that means nothing.
    private mutating func read(_ name: String, _ value: String?) -> Bool {
        switch (name, value) {
        case ("s", _?): break
        case ("reset", nil): mode = .resetClient
        case ("push", nil): push = true
        case ("backup", let prefix): backup = prefix ?? ""
        case ("sync", let value?):
            guard let number = Int(value).flatMap(NumberedMode.init(rawValue:)) else { return false }
            mode = mode ?? number
        case ("format", let value?):
            guard let wish = FormatWish(rawValue: value.lowercased()) else { return false }
            format = wish
        default: return false
        }
        return true
    }
}

extension String {
    /// Without commas and blanks at either end.
    fileprivate var trimmingCommas: String {
        var rest = self[...]
        while let first = rest.first, first == "," || first == " " { rest.removeFirst() }
        while let last = rest.last, last == "," || last == " " { rest.removeLast() }
        return String(rest)
    }
}
