import SyncTypes

extension DAVCollection {
    /// Writes one resource under a condition. Read it back afterwards: servers rewrite bodies.
    ///
    /// A connection that drops is followed by a look: still as before, the PUT is repeated once; otherwise `.dropped` is thrown,
    /// and what lies there may be this very write. Time-outs and 5xx are thrown, not repeated.
    /// A 412 while the condition holds is asked about once more, and a page in place of an answer is no proof: then what lies there
    /// tells, and `.badReply` is thrown where nothing has changed.
    /// Where conditions are no locks (`WriteTrust`), a look comes first. A weak ETag holds as a condition on servers that are lax (Cyrus),
    /// and never on others (RFC 9110 section 13.1.1; mod_dav gives one to a file that was written within the last second): where it was
    /// refused, a look takes its place.
    /// - Parameter contentType: with charset, such as "text/calendar; charset=utf-8".
    public func put(
        _ href: Href, body: [UInt8], contentType: String, precondition: WritePrecondition
    ) async throws(DAVError) -> PutOutcome {
        let url = try upstream.url(href)
        if WriteTrust.of(url) == .lookFirst, try await !presence(of: href).satisfies(precondition) {
            return .preconditionFailed
        }
        var call = Upstream.Call(
            method: "PUT", body: body, contentType: contentType, conditions: [precondition.field],
            timeoutSeconds: 60 + Double(body.count) / 100_000)
        let answer: Upstream.Answer
        do {
            answer = try await upstream.send(call, to: url)
        } catch  where error.code == .dropped {
            guard try await presence(of: href).satisfies(precondition) else { throw error }
            answer = try await upstream.send(call, to: url)
        }
        if try await isForeign(answer, href, precondition) { throw ForeignPage.error(answer) }
        let meaning = PutReply.read(answer) { upstream.memberHref($0, in: answer.url) }
        guard case .suspect = meaning else { return try meaning.settled() }
        guard try await presence(of: href).satisfies(precondition) else { return .preconditionFailed }
        // The condition still holds, so it was not the condition that failed; unless no server can compare it.
        if precondition.isIncomparable { call.conditions = [] }
        let again = try await upstream.send(call, to: url)
        return try PutReply.read(again) { upstream.memberHref($0, in: again.url) }.settled()
    }

    /// True when a page came in place of an answer and the write has not happened.
    private func isForeign(
        _ answer: Upstream.Answer, _ href: Href, _ condition: WritePrecondition
    ) async throws(DAVError) -> Bool {
        guard ForeignPage.isPossible(answer.reply) else { return false }
        return try await presence(of: href).satisfies(condition)
    }

    /// Removes one resource; with an ETag only if it still has that one. 404 and 410 count as done.
    ///
    /// A delete cannot be taken back, so the ETag is compared before it on every server, not only by the condition.
    public func delete(_ href: Href, ifMatch etag: ETag?) async throws(DAVError) -> DeleteOutcome {
        let url = try upstream.url(href)
        let condition = etag.map { WritePrecondition.matches($0) }
        if let condition {
            let now = try await presence(of: href)
            if now == .absent { return .gone }
            guard now == .present(nil) || now.satisfies(condition) else { return .preconditionFailed }
        }
        var call = Upstream.Call(
            method: "DELETE", conditions: condition.map { [$0.field] } ?? [], timeoutSeconds: 60)
        let answer: Upstream.Answer
        do {
            answer = try await upstream.send(call, to: url)
        } catch  where error.code == .dropped {
            let now = try await presence(of: href)
            if now == .absent { return .gone }
            guard condition.map(now.satisfies) ?? true else { return .preconditionFailed }
            answer = try await upstream.send(call, to: url)
        }
        if ForeignPage.isPossible(answer.reply) {
            guard try await presence(of: href) == .absent else { throw ForeignPage.error(answer) }
        }
        let outcome = try DeleteReply.read(answer)
        guard outcome == .preconditionFailed else { return outcome }
        // A condition on something that is not there fails too.
        let now = try await presence(of: href)
        if now == .absent { return .gone }
        guard condition.map(now.satisfies) ?? true else { return .preconditionFailed }
        if condition?.isIncomparable == true { call.conditions = [] }
        let again = try await upstream.send(call, to: url)
        let meaning = try DeleteReply.read(again)
        return meaning == .preconditionFailed
            ? .rejected(status: 412, reason: DAVErrorBody.words(again.reply)) : meaning
    }
}
