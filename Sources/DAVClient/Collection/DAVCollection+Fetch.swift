import Markup
import SyncTypes

extension DAVCollection {
    /// The members at some hrefs with their bodies, in the order asked for, each once.
    ///
    /// By multiget in batches of 50 (RFC 4791, RFC 6352); one by one with GET for plain files, and where the server
    /// answers the report as a whole with a refusal, says nothing of a member, or gives no body.
    public func fetch(_ hrefs: [Href]) async throws(DAVError) -> [Fetched] {
        var seen: Set<Href> = []
        let wanted = hrefs.filter { seen.insert($0).inserted }
        guard !wanted.isEmpty else { return [] }
        var results: [Fetched] = []
        switch try await knownFlavour() {
        case .files:
            for href in wanted { results.append(try await get(href)) }
        case .items(let items):
            var rest = wanted[...]
            while !rest.isEmpty {
                var tooLarge = 0
                results += try await multiget(Array(rest.prefix(Multiget.batch)), items, tooLarge: &tooLarge)
                rest = rest.dropFirst(Multiget.batch)
            }
        }
        return results
    }

    private func knownFlavour() async throws(DAVError) -> CollectionFlavour {
        if let flavour { return flavour }
        let (response, _) = try await upstream.properties([.resourceType], of: try collectionURL())
        return CollectionFlavour(ResourceType(response[.resourceType]))
    }

    /// Members that are too long for one reply together are asked for in two halves, down to one. More than two in a batch that
    /// are too long alone are no items: the server's replies do not end.
    private func multiget(
        _ hrefs: [Href], _ items: CollectionFlavour.Items, tooLarge: inout Int
    ) async throws(DAVError) -> [Fetched] {
        let call = Multiget.call(hrefs, flavour: items)
        let answer: Upstream.Answer
        do {
            answer = try await upstream.send(call, to: try collectionURL())
        } catch  where error.code == .tooLarge {
            guard hrefs.count > 1 else {
                tooLarge += 1
                guard tooLarge <= 2 else { throw error }
                return hrefs.map { .unreadable($0, status: 413) }
            }
            let middle = hrefs.count / 2
            let head = try await multiget(Array(hrefs[..<middle]), items, tooLarge: &tooLarge)
            return head + (try await multiget(Array(hrefs[middle...]), items, tooLarge: &tooLarge))
        }
        var found: [Href: Fetched] = [:]
        switch answer.reply.status {
        case 207:
            let multistatus = try Multistatus.read(answer.reply.body, of: answer.call)
            for response in multistatus.responses {
                for wire in response.hrefs {
                    guard let href = upstream.memberHref(wire, in: answer.url) else { continue }
                    found[href] = read(response, href, items)
                }
            }
        case 400, 403, 404, 405, 409, 415, 501: break
        default: throw DAVError(unexpected: answer.reply, of: answer.call)
        }
        var results: [Fetched] = []
        for href in hrefs {
            switch found[href] {
            case .found(var resource):
                resource.href = href
                results.append(.found(resource))
            case .missing: results.append(.missing(href))
            case .unreadable: results.append(try await get(href))
            // DAViCal leaves missing resources out, sabre/dav answers the whole report with 404, and a reply may have been cut:
            // only an answer about the resource itself says that it is not there.
            case nil: results.append(try await get(href))
            }
        }
        return results
    }

    private func read(_ response: MultistatusResponse, _ href: Href, _ items: CollectionFlavour.Items) -> Fetched {
        if response.isMissing { return .missing(href) }
        let name: PropertyName =
            switch items {
            case .calendar: .calendarData
            case .addressBook: .addressData
            }
        guard let data = response[name]?.bytes, !data.isEmpty else {
            let status = response.status ?? response.refusals.first ?? 200
            let isBare = response.properties.isEmpty && (response.refusals.allSatisfy { $0 == 404 })
            return isBare && !response.refusals.isEmpty ? .missing(href) : .unreadable(href, status: status)
        }
        let member = Member(href: href, response: response)
        return .found(
            Resource(
                href: href, etag: member.etag, lastModified: member.lastModified,
                contentLength: member.contentLength, body: Multiget.body(data)))
    }

    /// GET of one resource (RFC 9110 section 9.3.1), unpacked: the ETag of a packed reply names something else.
    func get(_ href: Href) async throws(DAVError) -> Fetched {
        let answer: Upstream.Answer
        do {
            answer = try await upstream.send(
                Upstream.Call(method: "GET", timeoutSeconds: 120), to: try upstream.url(href))
        } catch  where error.code == .tooLarge {
            return .unreadable(href, status: 413)
        }
        let reply = answer.reply
        switch reply.status {
        case 200:
            let coding = reply.header("Content-Encoding")?.lowercased() ?? "identity"
            guard coding == "identity" else {
                throw DAVError(.badReply, "\(answer.call): packed as \(coding) although identity was asked for")
            }
            if ForeignPage.isNoItem(reply, flavour) { return .unreadable(href, status: reply.status) }
            return .found(
                Resource(
                    href: href, etag: reply.header("ETag").map { ETag($0) },
                    lastModified: reply.header("Last-Modified"), contentLength: reply.body.count, body: reply.body))
        case 404, 410: return .missing(href)
        case 401, 423, 429, 502, 503, 504: throw DAVError(unexpected: reply, of: answer.call)
        default: return .unreadable(href, status: reply.status)
        }
    }
}
