import Markup

/// A long 207 body read piece by piece (RFC 4918 section 14.16): memory holds one piece and its responses.
enum MultistatusStream {
    /// Hands out each `DAV:response` in the order of the reply; returns the `DAV:sync-token` (RFC 6578 section 6.4), if any.
    ///
    /// A reply that is no multistatus, or breaks off, is `.badReply`, possibly after some responses were taken; one of a
    /// cancelled task ends as `.cancelled`. What `take` throws passes through.
    static func read(
        _ answer: Upstream.Answer, _ take: (MultistatusResponse) throws -> Void
    ) throws -> String? {
        // The transport has limited the whole already.
        let limits = XMLStreamLimits(maxBytes: answer.reply.bodyCount)
        let stream = try inWords(of: answer) { () throws(MarkupError) in try XMLElementStream(limits: limits) }
        var chunks = answer.reply.chunks
        var token: String?
        func pass(_ children: [Element]) throws {
            try check(stream.root, answer)
            for child in children {
                switch child.name {
                case "response": try take(MultistatusResponse(from: child))
                case "sync-token": token = token ?? child.text.trimmed()
                default: continue
                }
            }
        }
        while let chunk = try next(&chunks) {
            if Task.isCancelled { throw DAVError(.cancelled, "\(answer.call): cancelled while reading the reply") }
            try pass(try inWords(of: answer) { () throws(MarkupError) in try stream.push(chunk) })
        }
        try pass(try inWords(of: answer) { () throws(MarkupError) in try stream.finish() })
        return token?.isEmpty == true ? nil : token
    }

    private static func check(_ root: Element?, _ answer: Upstream.Answer) throws(DAVError) {
        guard let root, root.name != "multistatus" else { return }
        throw DAVError(.badReply, "\(answer.call): expected a multistatus, got <\(root.name)>", status: 207)
    }

    private static func next(_ chunks: inout HTTPChunks) throws(DAVError) -> ArraySlice<UInt8>? {
        do {
            return try chunks.next()
        } catch {
            throw DAVError(error)
        }
    }

    private static func inWords<Result>(
        of answer: Upstream.Answer, _ work: () throws(MarkupError) -> Result
    ) throws(DAVError) -> Result {
        do {
            return try work()
        } catch {
            throw DAVError(.badReply, "\(answer.call): the reply is no XML (\(error.reason))", status: 207)
        }
    }
}
