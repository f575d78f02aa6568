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

    /// A collection and what is directly inside (Depth 1), held as a whole: for homes. See `ListingCheck`.
    func listing(
        _ names: [PropertyName], of url: WebURL
    ) async throws(DAVError) -> (responses: [MultistatusResponse], answer: Answer) {
        let (multistatus, answer) = try await multistatus(
            Propfind.call(names, depth: "1", timeoutSeconds: 120), to: url)
        var check = ListingCheck(answer, self)
        for response in multistatus.responses { try check.take(response) }
        try check.finish()
        return (multistatus.responses, answer)
    }
}
