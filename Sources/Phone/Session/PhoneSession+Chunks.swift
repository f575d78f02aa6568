import SyncMLFront
import SyncTypes

/// Large objects on their way out (Representation Protocol, MoreData and Size).
extension PhoneSession {
    /// Writes as much of a large item as the message still takes (Representation Protocol, MoreData and Size).
    mutating func addChunk(_ index: Int, _ draft: inout Draft) -> Bool {
        guard let transfer = exchanges[index].transfer else { return true }
        let rest = Array(transfer.text[transfer.offset...])
        let frame = draft.cost(chunkCommand(index, transfer, [], isLast: false))
        // No byte is shorter on the wire than itself.
        var count = draft.room.map { PhoneSession.boundary(rest, atMost: min(rest.count, $0)) } ?? rest.count
        while count > 0 {
            let chunk = chunkCommand(index, transfer, Array(rest[..<count]), isLast: count == rest.count)
            let cost = draft.cost(chunk)
            if let room = draft.room, cost > room {
                // Escapes make chunks longer on the wire than they are: shrink in proportion and try again.
                let fitting = count * max(0, room - frame) / max(1, cost - frame)
                count = PhoneSession.boundary(rest, atMost: min(fitting, count - 1))
                continue
            }
            let isLast = count == rest.count
            if !isLast, count < PhoneSession.smallestChunk, draft.commands.count > 3 { return false }
            changesWritten += 1
            let id = draft.append(chunk)
            awaited.expect(.change(index, transfer.change, isWhole: isLast), message: messageID, command: id)
            exchanges[index].transfer?.offset += count
            if isLast { exchanges[index].transfer = nil }
            return isLast
        }
        return false
    }

    private func chunkCommand(
        _ index: Int, _ transfer: StoreExchange.Transfer, _ chunk: [UInt8], isLast: Bool
    ) -> Command {
        let meta = transfer.offset == 0 ? Meta(size: transfer.text.count) : nil
        let item = Item(
            source: Location(uri: transfer.change.luid.rawValue), meta: meta, data: .bytes(chunk), moreData: !isLast)
        return wrapped(index, transfer.change, item)
    }

    private static var smallestChunk: Int { 128 }

    /// The largest count at which a text can be cut: XML cannot carry half of a UTF-8 character.
    private static func boundary(_ bytes: [UInt8], atMost count: Int) -> Int {
        guard count > 0, count < bytes.count else { return max(0, count) }
        var cut = count
        while cut > 0, cut > count - 4, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
        return bytes[cut] & 0xC0 == 0x80 ? count : cut
    }
}
