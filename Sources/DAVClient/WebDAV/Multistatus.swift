import Markup

/// A 207 body (RFC 4918 section 14.16), with the token of RFC 6578 section 6.4.
struct Multistatus {
    var responses: [MultistatusResponse]
    /// `DAV:sync-token`, when present.
    var syncToken: String?

    /// Reads a 207 reply; anything else that is no multistatus is `.badReply`.
    static func read(_ body: [UInt8], of call: String) throws(DAVError) -> Multistatus {
        let root: Element
        do {
            // Carriage returns are content here: item bodies stand inside as text.
            root = try XMLReader.read(body, limits: limits, keepsCarriageReturns: true)
        } catch {
            throw DAVError(.badReply, "\(call): the reply is no XML (\(error.reason))", status: 207)
        }
        guard root.name == "multistatus" else {
            throw DAVError(.badReply, "\(call): expected a multistatus, got <\(root.name)>", status: 207)
        }
        let token = root[child: "sync-token"]?.text.trimmed()
        return Multistatus(
            responses: root.all("response").map(MultistatusResponse.init(from:)),
            syncToken: token?.isEmpty == true ? nil : token)
    }

    /// A tree takes many times the memory of its bytes. Long listings are not read here.
    private static let limits = XMLLimits(maxBytes: 16 << 20, maxElements: 200_000)
}

/// `DAV:response` (RFC 4918 section 14.24): one resource, and what is known about it.
struct MultistatusResponse {
    /// As the server spells them; one, except where only statuses are told.
    var hrefs: [String]
    /// The status of the whole resource, when it is told without properties.
    var status: Int?
    /// Properties with a 2xx status.
    var properties: [Element]
    /// The statuses of the other properties.
    var refusals: [Int]
    /// Conditions of `DAV:error` inside.
    var conditions: [Element]

    init(from element: Element) {
        (hrefs, status, properties, refusals, conditions) = ([], nil, [], [], [])
        for case .element(let child) in element.children {
            switch child.name {
            case "href": hrefs.append(child.text.trimmed())
            case "status": status = MultistatusResponse.code(child.text)
            case "propstat": take(child)
            case "error": conditions += child.elements
            default: continue
            }
        }
    }

    /// `DAV:propstat` (RFC 4918 section 14.22); one without status is taken for a success.
    private mutating func take(_ propstat: Element) {
        let code = propstat[child: "status"].flatMap { MultistatusResponse.code($0.text) } ?? 200
        if let error = propstat[child: "error"] { conditions += error.elements }
        guard (200..<300).contains(code) else {
            refusals.append(code)
            return
        }
        for case .element(let prop) in propstat.children where prop.name == "prop" { properties += prop.elements }
    }

    /// The property, when the server gave it.
    subscript(name: PropertyName) -> Element? { properties.first(where: name.matches) }

    /// The property's text, trimmed; nil when absent or empty.
    func text(_ name: PropertyName) -> String? {
        guard let text = self[name]?.text.trimmed(), !text.isEmpty else { return nil }
        return text
    }

    /// The href elements inside a property (RFC 4791 section 6.2.1 and others).
    func hrefs(in name: PropertyName) -> [String] {
        self[name]?.all("href").map { $0.text.trimmed() }.filter { !$0.isEmpty } ?? []
    }

    /// True when the resource is not there: some servers say so inside a 207.
    var isMissing: Bool { status == 404 || status == 410 }

    /// "HTTP/1.1 404 Not Found" (RFC 4918 section 14.28): the second word, or the only one.
    private static func code(_ text: String) -> Int? {
        let words = text.utf8.split(maxSplits: 3, whereSeparator: \.isBlank)
        guard let word = words.count > 1 ? words[1] : words.first else { return nil }
        return Int(Substring(word))
    }
}
