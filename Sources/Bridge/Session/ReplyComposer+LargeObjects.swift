import Mapping
import SyncMLFront
import SyncTypes

/// Items larger than a message go out in chunks (OMA DS section 6.10: MoreData and Size).
extension ReplyComposer {
    /// A chunk smaller than this waits for the next message.
    private static let leastChunk = 128

    /// What did not fit into the rest of this message: into a fresh one whole, or in chunks. True when it is settled.
    mutating func placeLarge(
        _ whole: OutgoingCommand, _ view: [UInt8], _ data: [UInt8], _ revision: Int64, _ index: Int,
        _ exchange: inout Exchange
    ) -> Bool {
        let command = whole.command(packer.nextCommandID(), data: data, size: nil, moreData: false)
        guard packer.size(of: command) > packer.emptyRoom else { return false }
        guard exchange.takesLargeObjects else {
            keepBack(whole.link, reason: "larger than the device's messages, and it takes no chunks", index, &exchange)
            return true
        }
        guard packer.free > Self.leastChunk * 4 else {
            guard packer.isFreshSync else { return false }
            keepBack(whole.link, reason: "no piece of it fits into the device's messages", index, &exchange)
            return true
        }
        offer(whole.operation, whole.link, view, revision, index, &exchange)
        exchange.state.outgoing = OutgoingObject(
            link: whole.link.id, datastore: index, operation: whole.operation, offset: 0, format: whole.format)
        _ = placeChunk(of: data, whole.coding, whole.link, &exchange)
        return false
    }

    /// The next chunk of the object on its way. True when that was its last.
    mutating func continueObject(_ index: Int, _ exchange: inout Exchange) throws -> Bool {
        guard let object = exchange.state.outgoing, object.datastore == index else { return true }
        guard let link = try exchange.store.read({ try $0.link(object.link) }), let view = link.offered else {
            exchange.state.outgoing = nil
            return true
        }
        let (data, coding) = exchange.wire(view, as: object.format, in: index)
        return placeChunk(of: data, coding, link, &exchange)
    }

    private mutating func placeChunk(
        of view: [UInt8], _ coding: ContentFormat?, _ link: Link, _ exchange: inout Exchange
    ) -> Bool {
        guard let object = exchange.state.outgoing else { return true }
        let source = OutgoingCommand(operation: object.operation, link: link, format: object.format, coding: coding)
        let commandID = packer.nextCommandID()
        let size = object.offset == 0 ? exchange.announcedSize(of: view, as: object.format) : nil
        let rest = view[object.offset...]
        var length = rest.count
        while length > 0 {
            let isLast = length == rest.count
            let chunk = isLast ? Array(rest) : TextCut.prefix(rest, atMost: length)
            let command = source.command(commandID, data: chunk, size: size, moreData: !isLast)
            let needed = packer.size(of: command)
            if needed <= packer.free, packer.addToSync(command) {
                exchange.state.outgoing?.offset += chunk.count
                if isLast { exchange.state.outgoing = nil }
                note(
                    isLast ? .change(datastore: object.datastore, link: link.id, object.operation) : .chunk, commandID,
                    &exchange)
                return isLast
            }
            // Escapes make a chunk longer than its bytes: cut in proportion.
            let around = packer.size(of: source.command(commandID, data: [], size: size, moreData: true))
            length = min(length - 1, chunk.count * max(0, packer.free - around) / max(1, needed - around))
            if length < Self.leastChunk { break }
        }
        return false
    }
}
