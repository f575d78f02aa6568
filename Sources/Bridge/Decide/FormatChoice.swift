import SyncTypes

/// Which family of formats an account or device wishes for (`format=`).
enum FormatWish: String, Hashable, Sendable, Codable, CaseIterable {
    /// What the device's information says.
    case get
    /// Funambol's XML, else vCard and iCalendar.
    case sif
    /// vCard, vCalendar, iCalendar and bare text, else SIF.
    case vob
}

/// In which format a device gets items of a kind.
enum FormatChoice {
    /// What is wished for, unless the device has refused it; else the device's preferred receiving type that we can write; else
    /// what it sends; else the version's minimum, which every device must take (OMA DS section 10: vCard 2.1, vCalendar 1.0,
    /// text/plain).
    static func format(
        for kind: ItemKind, datastore: DatastoreProfile?, observed: ItemFormat?, wish: FormatWish = .get,
        refused: Set<ItemFormat> = []
    ) -> ItemFormat {
        let sif = ItemFormat.sif(for: kind)
        // A calendar of events and tasks has a format for each.
        let seen = observed.map { $0.isSIF ? sif : $0 }.flatMap {
            ItemFormat.candidates(for: kind).contains($0) ? $0 : nil
        }
        let announced = ((datastore?.receives ?? []) + (datastore?.sends ?? [])).compactMap {
            ItemFormat($0, kind: kind)
        }
        let choices = [datastore == nil ? seen : nil].compactMap { $0 } + announced + [seen].compactMap { $0 }
        let plain = choices.first { !$0.isSIF } ?? .minimum(for: kind)
        switch wish {
        case .sif: return refused.contains(sif) ? plain : sif
        case .vob: return refused.contains(plain) ? sif : plain
        case .get: return choices.first ?? .minimum(for: kind)
        }
    }

    /// The formats that are announced to a device: SIF and vNote to one that speaks them, or has not said what it speaks; vCard 4.0,
    /// which few speak, to one that does. Others need not find room for them in their small messages.
    static func announced(for kind: ItemKind, to profile: DeviceProfile, wish: FormatWish) -> [ItemFormat] {
        let types = profile.datastores.flatMap { $0.receives + $0.sends }
        let formats = types.compactMap { type in
            ItemKind.allCases.lazy.compactMap { ItemFormat(type, kind: $0) }.first
        }
        let all = ItemFormat.candidates(for: kind).filter { format in
            switch format {
            case .vCard40: formats.contains(format)
            case .vNote11: formats.contains(format) || types.isEmpty
            case .vCard21, .vCard30, .vCalendar10, .iCalendar20, .plainText, .sifC, .sifE, .sifT, .sifN: true
            }
        }
        if formats.contains(where: \.isSIF) || wish == .sif { return all.filter(\.isSIF) + all.filter { !$0.isSIF } }
        return types.isEmpty ? all : all.filter { !$0.isSIF }
    }
}

/// What a text itself says of its format: devices mislabel (Sony Ericsson's P900 sends vCalendar 1.0 as text/calendar).
enum FormatSniffer {
    /// The format by its root element or its VERSION line; nil when there is none.
    static func format(of text: [UInt8], kind: ItemKind) -> ItemFormat? {
        if let format = ItemFormat.sif(of: text) { return kind == .note && format != .sifN ? nil : format }
        switch kind {
        case .contact:
            if contains(text, "VERSION:2.1") { return .vCard21 }
            if contains(text, "VERSION:3.0") { return .vCard30 }
            return contains(text, "VERSION:4.0") ? .vCard40 : nil
        case .event, .task:
            if contains(text, "VERSION:1.0") { return .vCalendar10 }
            return contains(text, "VERSION:2.0") ? .iCalendar20 : nil
        case .note:
            return ItemFormat.isVNote(text) ? .vNote11 : nil
        }
    }

    /// True for a task, whatever the datastore is called.
    static func isTask(_ text: [UInt8]) -> Bool {
        ItemFormat.sif(of: text).map { $0 == .sifT } ?? contains(text, "BEGIN:VTODO")
    }

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
