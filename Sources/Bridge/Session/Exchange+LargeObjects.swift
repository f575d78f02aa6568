import Mapping
import SyncMLFront
import SyncTypes

/// Large objects of the device, put together from their chunks (SyncML Representation section 5.1.9, MoreData), also over a session
/// that was suspended within one (OMA DS 1.2, suspend and resume).
extension Exchange {
    /// Puts the chunks of a large object together. Returns a status code while there is no whole item.
    mutating func assemble(
        _ item: inout Item, _ items: ItemCommand, _ command: Command, _ luid: String, in index: Int
    ) throws -> Int? {
        let key = IncomingObject.Key(
            datastore: state.datastores[index].serverName, command: command.name, luid: luid)
        if state.incoming.isInterrupted(by: key) {
            state.incoming.drop()
            dropPieces()
            let alert = Alert(commandID: "", code: AlertCode.noEndOfData)
            answers.append(OwedCommand(command: .alert(alert), purpose: .initialization))
        } else if item.moreData, state.incoming.isOther(than: key) {
            forgetFinished()
        }
        let content = item.data?.content ?? []
        let isResumed = state.incoming.isResumed(key)
        let step = state.incoming.received(
            key, length: content.count, moreData: item.moreData, size: item.meta?.size ?? items.meta?.size,
            meta: item.meta ?? items.meta, limit: service.settings.maxObjectSize,
            position: isResumed ? try position(of: content, isLast: !item.moreData, item.meta ?? items.meta) : nil)
        switch step {
        case .whole:
            if isResumed { dropPieces() }
            return nil
        case .buffer(let start):
            try cut(to: start)
            keep(content)
            return StatusCode.chunkAccepted
        case .complete(let start, let meta):
            try cut(to: start)
            keep(content)
            item.data = .bytes(try kept())
            // The first chunk's Meta tells of the whole object; those of the others may be silent.
            if item.meta?.type == nil {
                let format = item.meta?.format
                item.meta = meta
                if item.meta?.format == nil { item.meta?.format = format }
            }
            return nil
        case .tooLarge:
            dropPieces()
            return StatusCode.requestedSizeTooBig
        case .sizeMismatch:
            dropPieces()
            return StatusCode.sizeMismatch
        case .sizeMissing:
            return StatusCode.sizeRequired
        }
    }

    /// Where the first chunk of a resumed session belongs. Synthesis' clients say so.
    private func position(of chunk: [UInt8], isLast: Bool, _ meta: Meta?) throws -> Int? {
        let said = meta?.emi.lazy.compactMap { word -> Int? in
            word.hasPrefix(Self.positionWord) ? Int(word.dropFirst(Self.positionWord.count)) : nil
        }.first
        if let said, said >= 0 { return said }
        return state.incoming.place(of: chunk, isLast: isLast, in: try kept())
    }

    private static let positionWord = "datapos="

    /// The device has gone on, or begins another object: it has had the status for the end of the last one.
    mutating func forgetFinished() {
        guard !state.incoming.isWaiting else { return }
        state.incoming.drop()
        dropPieces()
    }

    // MARK: - What lies there

    /// What has come of the object so far.
    private func kept() throws -> [UInt8] {
        let session = record.id
        return (isChunkDropped ? [] : try store.read { try $0.chunk(session) }) + pieces
    }

    /// Keeps the first so many bytes of it; nil: all.
    private mutating func cut(to length: Int?) throws {
        guard let length else { return }
        let kept = try kept()
        guard length < kept.count else { return }
        dropPieces()
        if length > 0 { keep(Array(kept.prefix(length))) }
    }

    /// What is on its way goes into the store together with the reply and the state that counts it: a message that is repeated
    /// after its process died finds the object as it was before.
    private mutating func keep(_ piece: [UInt8]) {
        let session = record.id
        pieces += piece
        commits.append { try $0.appendChunk(session, piece) }
    }

    private mutating func dropPieces() {
        let session = record.id
        pieces = []
        isChunkDropped = true
        commits.append { try $0.clearChunk(session) }
    }
}
