import Crypto
import Mapping
import SyncTypes

/// The name and UID of a resource made from a device's item.
///
/// Derived from device, LUID with its generation, and content: the same item sent again after a crash finds its own earlier
/// PUT, and no two items share a name.
enum NewResource {
    /// 32 lower-case hexadecimal digits.
    static func name(device: DeviceID, link: Link, text: [UInt8]) -> String {
        name(of: [device.rawValue, link.luid?.rawValue ?? "", String(link.generation)], text: text)
    }

    /// The name of a text under some others.
    static func name(of fields: [String], text: [UInt8]) -> String {
        var hash = SHA256()
        for field in fields {
            hash.update(data: Array(field.utf8) + [0])
        }
        hash.update(data: text)
        return HexDigits.of(hash.finalize().prefix(16))
    }

    /// The UID: the item's own when it can be taken for unique in the world, else one made of the name.
    ///
    /// Phones number their entries ("UID:667"); such a number would collide with the next phone's.
    static func uid(own: String?, name: String) -> String {
        guard let own, own.utf8.count >= 16, own.utf8.count <= 200, own.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return name }
        return own
    }

    /// The href in a collection.
    static func href(in collection: Href, name: String, kind: ItemKind) -> Href {
        let base = collection.rawValue.hasSuffix("/") ? collection.rawValue : collection.rawValue + "/"
        switch kind {
        case .contact: return Href(base + name + ".vcf")
        case .event, .task, .note: return Href(base + name + ".ics")
        }
    }

    /// The media type of the body upstream.
    static func contentType(_ kind: ItemKind) -> String {
        switch kind {
        case .contact: "text/vcard; charset=utf-8"
        case .event, .task, .note: "text/calendar; charset=utf-8"
        }
    }
}

extension PartKey {
    /// Reads `UID` or `UID/RECURRENCE-ID`, the form of `MatchKeys.uid`. A UID may hold slashes; a RECURRENCE-ID is a date.
    init(matchKey key: String) {
        if let slash = key.lastIndex(of: "/") {
            let tail = key[key.index(after: slash)...]
            if tail.utf8.count >= 8, tail.utf8.prefix(8).allSatisfy({ (0x30...0x39).contains($0) }) {
                self.init(uid: String(key[..<slash]), recurrenceID: String(tail))
                return
            }
        }
        self.init(uid: key)
    }
}
