import Markup

/// PROPFIND (RFC 4918 section 9.1) for named properties.
enum Propfind {
    /// The call; Depth is always said, since servers differ in what its absence means.
    static func call(_ properties: [PropertyName], depth: String, timeoutSeconds: Double = 30) -> Upstream.Call {
        let prop = PropertyName(XMLNamespace.dav, "prop").element(properties.map { $0.element() })
        let root = PropertyName(XMLNamespace.dav, "propfind").element([prop])
        return .xml("PROPFIND", root, depth: depth, timeoutSeconds: timeoutSeconds)
    }
}

extension Upstream.Call {
    /// A call with an XML body. Cyrus refuses one without Content-Type.
    static func xml(
        _ method: String, _ root: Element, depth: String?, timeoutSeconds: Double = 30
    ) -> Upstream.Call {
        Upstream.Call(
            method: method, depth: depth, body: XMLWriter.write(root),
            contentType: "application/xml; charset=utf-8", timeoutSeconds: timeoutSeconds)
    }
}

extension Upstream {
    /// The properties of one resource. Missing resources are `.notFound`, also where a 207 hides the 404 inside.
    func properties(
        _ names: [PropertyName], of url: WebURL
    ) async throws(DAVError) -> (response: MultistatusResponse, answer: Answer) {
        let (multistatus, answer) = try await multistatus(Propfind.call(names, depth: "0"), to: url)
        guard let response = multistatus.responses.first else {
            throw DAVError(.badReply, "\(answer.call): no response inside the multistatus", status: 207)
        }
        if response.isMissing { throw DAVError(.notFound, "\(answer.call): not there", status: response.status) }
        if let status = response.status, status >= 400 {
            throw DAVError(unexpected: HTTPReply(status: status), of: answer.call)
        }
        return (response, answer)
    }

    /// A collection and what is directly inside (Depth 1). A listing that is cut or lacks everything is `.badReply`: it
    /// must not look like an empty collection. Neither must one of a collection that is not there.
    func listing(
        _ names: [PropertyName], of url: WebURL
    ) async throws(DAVError) -> (responses: [MultistatusResponse], answer: Answer) {
        let (multistatus, answer) = try await multistatus(
            Propfind.call(names, depth: "1", timeoutSeconds: 120), to: url)
        let responses = multistatus.responses
        guard !responses.isEmpty, !responses.contains(where: { $0.status == 507 }) else {
            throw DAVError(.badReply, "\(answer.call): the listing is not whole", status: 207)
        }
        // Xandikos 0.2.8 names a missing collection by a mangled href, so a lone refusal counts as the collection's.
        for response in responses {
            guard let status = response.status, status >= 400, let wire = response.hrefs.first else { continue }
            let isOwn = answer.url.resolve(wire).map { href($0.asCollection) } == href(answer.url.asCollection)
            guard isOwn || responses.count == 1 else { continue }
            throw DAVError(unexpected: HTTPReply(status: status), of: answer.call)
        }
        return (responses, answer)
    }
}
