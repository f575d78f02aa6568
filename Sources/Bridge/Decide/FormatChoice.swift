import SyncTypes

/// In which format a device gets items of a kind.
enum FormatChoice {
    /// The device's preferred receiving type that we can write; else what it sends; else the version's minimum, which every
    /// device must take (OMA DS section 10: vCard 2.1, vCalendar 1.0, text/plain).
    static func format(for kind: ItemKind, datastore: DatastoreProfile?, observed: ItemFormat?) -> ItemFormat {
        if let observed, ItemFormat.candidates(for: kind).contains(observed), datastore == nil { return observed }
        let announced = (datastore?.receives ?? []) + (datastore?.sends ?? [])
        for type in announced {
            if let format = ItemFormat(type, kind: kind) { return format }
        }
        if let observed, ItemFormat.candidates(for: kind).contains(observed) { return observed }
        switch kind {
        case .contact: return .vCard21
        case .event, .task: return .vCalendar10
        case .note: return .plainText
        }
    }
}

/// What a text itself says of its format: devices mislabel (Sony Ericsson's P900 sends vCalendar 1.0 as text/calendar).
enum FormatSniffer {
    /// The format by its VERSION line; nil when there is none.
    static func format(of text: [UInt8], kind: ItemKind) -> ItemFormat? {
        switch kind {
        case .contact:
            if contains(text, "VERSION:2.1") { return .vCard21 }
            return contains(text, "VERSION:3.0") ? .vCard30 : nil
        case .event, .task:
            if contains(text, "VERSION:1.0") { return .vCalendar10 }
            return contains(text, "VERSION:2.0") ? .iCalendar20 : nil
        case .note:
            return nil
        }
    }

    /// True for a task, whatever the datastore is called.
    static func isTask(_ text: [UInt8]) -> Bool { contains(text, "BEGIN:VTODO") }

    private static func contains(_ text: [UInt8], _ word: String) -> Bool {
        let word = Array(word.utf8)
        guard text.count >= word.count else { return false }
        var start = 0
        while start <= text.count - word.count {
            if text[start] == word[0], text[start..<start + word.count].elementsEqual(word) { return true }
            start += 1
        }
        return false
    }
}
