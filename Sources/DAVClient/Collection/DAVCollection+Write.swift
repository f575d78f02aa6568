import SyncTypes

extension DAVCollection {
    /// Writes one resource under a condition. Read it back afterwards: servers rewrite bodies.
    ///
    /// A connection that drops is followed by a look: still as before, the PUT is repeated once; otherwise `.dropped` is thrown,
    /// and what lies there may be this very write. Time-outs and 5xx are thrown, not repeated.
    /// Where conditions are no locks (`WriteTrust`), a look comes first.
    /// - Parameter contentType: with charset, such as "text/calendar; charset=utf-8".
    public func put(
        _ href: Href, body: [UInt8], contentType: String, precondition: WritePrecondition
    ) async throws(DAVError) -> PutOutcome {
        let url = try upstream.url(href)
        if WriteTrust.of(url) == .lookFirst, try await !presence(of: href).satisfies(precondition) {
            return .preconditionFailed
        }
        let call = Upstream.Call(
            method: "PUT", body: body, contentType: contentType, conditions: [precondition.field],
            timeoutSeconds: 60 + Double(body.count) / 100_000)
        let answer: Upstream.Answer
        do {
            answer = try await upstream.send(call, to: url)
        } catch  where error.code == .dropped {
            guard try await presence(of: href).satisfies(precondition) else { throw error }
            answer = try await upstream.send(call, to: url)
        }
        let meaning = PutReply.read(answer) { upstream.memberHref($0, in: answer.url) }
        switch meaning {
        case .outcome(let outcome): return outcome
        case .failure(let error): throw error
        case .suspect(let reason):
            // The condition still holds, so it was not the condition that failed.
            let holds = try await presence(of: href).satisfies(precondition)
            return holds ? .rejected(status: 412, reason: reason) : .preconditionFailed
        }
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
        let call = Upstream.Call(
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
        let outcome = try DeleteReply.read(answer)
        guard outcome == .preconditionFailed else { return outcome }
        // A condition on something that is not there fails too.
        let now = try await presence(of: href)
        if now == .absent { return .gone }
        let holds = condition.map(now.satisfies) ?? true
        return holds ? .rejected(status: 412, reason: DAVErrorBody.words(answer.reply)) : .preconditionFailed
    }
}
