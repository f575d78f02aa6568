import SyncTypes

extension DAVCollection {
    /// All members (PROPFIND Depth 1), without the collections among them, in batches of at most 256.
    ///
    /// `take` is called in the caller's task once the whole reply has arrived; a long one waits on disk, so memory does not
    /// grow with the collection. A server that tells a member twice makes it come twice: store by `Href` (not by its
    /// spelling). Throws `DAVError`, or what `take` throws. **A listing that threw is not to be used**: a reply that breaks
    /// off, or turns out to be cut (507), shows only after some batches were taken.
    public nonisolated(nonsending) func list(_ take: ([Member]) throws -> Void) async throws {
        let names: [PropertyName] = [.resourceType, .getETag, .getLastModified, .getContentLength]
        var call = Propfind.call(names, depth: "1", timeoutSeconds: 120)
        call.spoolsReply = true
        let answer = try await upstream.send(call, to: try collectionURL())
        guard answer.reply.status == 207 else { throw DAVError(unexpected: answer.reply, of: answer.call) }
        let own = ownHrefs(answer.url)
        var check = ListingCheck(answer, upstream)
        var count = MemberCount(most: mostMembers)
        var batches = Batches<Member>()
        _ = try MultistatusStream.read(answer) { response in
            try check.take(response)
            guard let wire = response.hrefs.first, response.status == nil || response.status == 200,
                let member = upstream.memberHref(wire, in: answer.url), DAVCollection.isMember(member, own),
                !ResourceType(response[.resourceType]).isCollection
            else { return }
            try count.add(of: answer)
            try batches.add(self.member(member, response), take)
        }
        try check.finish()
        try batches.flush(take)
    }

    /// What changed since a token of an earlier report; nil for the first time (RFC 6578), in batches of at most 256.
    ///
    /// `take` is called in the caller's task once a page has arrived; a long one waits on disk, so memory does not grow with
    /// the report. **The latest word on an `Href` wins**: it may come again in a later batch. Tombstones that servers put
    /// into the first report are left out on its first page; on a later page they take back what an earlier page told.
    ///
    /// What was taken counts only with `.complete`: a server without the report may show it at the end of its reply, and a
    /// reply that breaks off throws after some batches. Throws `DAVError` (`.badReply` also when the pages do not end), or
    /// what `take` throws.
    public nonisolated(nonsending) func changes(
        since token: SyncToken?, _ take: ([MemberChange]) throws -> Void
    ) async throws -> SyncEnd {
        let url = try collectionURL()
        var cursor = token
        var count = MemberCount(most: mostMembers)
        for _ in 0..<10_000 {
            let answer = try await upstream.send(SyncCollection.call(since: cursor), to: url)
            if let end = try SyncCollection.refusal(answer, since: cursor) { return end }
            let page = try page(answer, isFirst: cursor == nil, &count, take)
            guard let next = page.token else { return cursor == nil ? .unsupported : .tokenRejected }
            guard page.isCut else { return .complete(token: next) }
            guard next != cursor else {
                throw DAVError(.badReply, "\(answer.call): a page repeats its own token", status: 207)
            }
            cursor = next
        }
        throw DAVError(.badReply, "REPORT \(url): more than 10,000 pages")
    }

    /// One page. A 207 without a token is no sync at all (Calypso), so its last batch stays back.
    private func page(
        _ answer: Upstream.Answer, isFirst: Bool, _ count: inout MemberCount, _ take: ([MemberChange]) throws -> Void
    ) throws -> (token: SyncToken?, isCut: Bool) {
        let own = ownHrefs(answer.url)
        var isCut = false
        var batches = Batches<MemberChange>()
        let token = try MultistatusStream.read(answer) { response in
            // RFC 6578 section 3.6: the collection itself with 507 says that more is to come.
            if response.status == 507 { return isCut = true }
            for wire in response.hrefs {
                guard let href = upstream.memberHref(wire, in: answer.url), DAVCollection.isMember(href, own),
                    let change = SyncCollection.change(member(href, response), response)
                else { continue }
                if isFirst, change.isVanishing { continue }
                try count.add(of: answer)
                try batches.add(change, take)
            }
        }
        if token != nil { try batches.flush(take) }
        return (token.map { SyncToken($0) }, isCut)
    }
}
