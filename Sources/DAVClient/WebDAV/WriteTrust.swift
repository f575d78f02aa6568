/// Whether a server's conditional writes can be trusted, told by where it lives.
///
/// A condition is a lock on most servers and a wish on SOGo: it overwrites despite `If-None-Match: *`, makes events despite
/// `If-Match` and deletes despite a stale `If-Match`. There a look comes before the write; the moment between the two stays.
enum WriteTrust: Hashable, Sendable {
    /// The server keeps the conditions of PUT.
    case conditions
    /// Look first whether the condition holds.
    case lookFirst

    /// SOGo serves DAV under `/SOGo/` wherever it is installed, with and without a proxy before it.
    static func of(_ url: WebURL) -> WriteTrust {
        url.path.split(separator: "/").first == "SOGo" ? .lookFirst : .conditions
    }
}
