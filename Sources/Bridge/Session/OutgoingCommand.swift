import Mapping
import SyncMLFront
import SyncTypes

/// An Add or Replace with a text, or a chunk of one.
struct OutgoingCommand: Sendable {
    let operation: SessionState.Operation
    let link: Link
    let format: ItemFormat
    /// What was done to the data; nil: nothing.
    var coding: ContentFormat?

    /// The command. An Add names the item by our GUID, a Replace by the device's LUID.
    func command(_ commandID: String, data: [UInt8], size: Int?, moreData: Bool) -> Command {
        var meta = Meta(type: format.contentType.mediaType)
        meta.format = coding?.text
        meta.size = size
        var command = ItemCommand(commandID: commandID, meta: meta)
        var item = Item(data: .bytes(data))
        item.moreData = moreData
        switch operation {
        case .add:
            item.source = Location(uri: link.guid.description)
            command.items = [item]
            return .add(command)
        case .replace, .ask, .delete:
            item.target = Location(uri: link.luid?.rawValue ?? "")
            command.items = [item]
            return .replace(command)
        }
    }
}

/// Cuts a text between characters, so that each chunk is valid UTF-8 by itself.
enum TextCut {
    /// The longest prefix of at most so many bytes that does not end inside a UTF-8 sequence.
    static func prefix(_ bytes: ArraySlice<UInt8>, atMost count: Int) -> [UInt8] {
        guard count < bytes.count else { return Array(bytes) }
        var end = bytes.startIndex + count
        while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(end > bytes.startIndex ? bytes[..<end] : bytes.prefix(count))
    }
}

extension Exchange {
    /// The Size that a large object's first chunk announces.
    func announcedSize(of data: [UInt8], as format: ItemFormat) -> Int {
        guard profile.quirks.countsPicturesLonger else { return data.count }
        switch format {
        case .vCard21, .vCard30, .vCard40:
            let hasPicture = data.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: Array("PHOTO".utf8)) }
            return data.count + (hasPicture ? 1 : 0)
        case .vCalendar10, .iCalendar20, .vNote11, .plainText, .sifC, .sifE, .sifT, .sifN: return data.count
        }
    }

    /// True when what both sides have otherwise waits for the next sync.
    func postponesReplaces(of index: Int) -> Bool {
        profile.quirks.crashesOnSlowReplace && state.datastores[index].mode.matches
    }

    /// True when the device takes items in chunks.
    var takesLargeObjects: Bool {
        guard message.header.version != .v10, !profile.quirks.noLargeObjects else { return false }
        return profile.largeObjects || state.maxObjectSize != nil
    }
}
