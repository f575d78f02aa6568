import SyncTypes

/// Questions that several invariants ask.
extension Observation {
    /// True for texts of which a phone's window leaves one out.
    func leavesPhones(_ texts: [ItemText]) -> Bool {
        phones.contains { phone in texts.contains { phone.window?.place(of: $0) ?? .inside != .inside } }
    }

    /// True for an item that is gone from a phone that did not say so, by its user's hand or with a backup, and whose deletion the
    /// administrator approved when asked.
    func wasLetGo(_ identity: Int, _ item: TypedLog.Item) -> Bool {
        guard item.isMissed || !item.hidden.isEmpty else { return false }
        return writes.contains { write in
            write.method == "DELETE" && write.after == nil && write.step >= approvedFrom
                && write.before.flatMap { ItemText($0).identity } == identity
        }
    }

    /// True for a note in a file of which nobody could see that it is the same one: its name and its text were changed at once, or
    /// somebody has changed what a PUT had made of which nobody heard.
    func isAnotherFile(_ identity: Int, _ item: TypedLog.Item) -> Bool {
        guard hasFiles, item.kind == .note else { return false }
        let hasOtherText = item.values.values.joined().contains { $0.author == TypedLog.thirdParty }
        return item.wasMoved
            || hasOtherText
                && writes.contains { write in
                    write.isTroubled && write.method == "PUT" && write.before == nil
                        && write.after.flatMap { ItemText($0).identity } == identity
                }
    }

    /// How many more files such a note may have become: one, or one for each phone that has changed what was gone, since nothing
    /// tells that they mean the same. Nil for all else.
    func filesMade(of identity: Int, _ item: TypedLog.Item) -> Int? {
        guard isAnotherFile(identity, item) else { return nil }
        let authors = Set(item.values.values.joined().map(\.author)).subtracting([TypedLog.thirdParty])
        return item.deletions.isEmpty ? 1 : max(1, authors.count)
    }

    /// The texts upstream by the item they are.
    var byIdentity: [Int: [ItemText]] {
        Dictionary(grouping: upstream.sorted { $0.key < $1.key }.map(\.value.text)) { $0.identity ?? 0 }
    }

    /// True when a text of the item waits on a link or in a slow sync.
    func isWaiting(_ identity: Int) -> Bool {
        (links.compactMap(\.pending) + staged).contains { ItemText($0).identity == identity }
    }

    /// True when a value that does not stand is in the journal as a conflict's loser, or waits. What a backup brought back or
    /// pushed aside may be in any journal line.
    func isAccounted(_ token: String, _ field: Field, _ item: TypedLog.Item) -> Bool {
        // A conflict names a picture by its size; the picture itself stands in the texts of the write.
        let isPicture = field == .photo && journal.contains { $0.action == "conflict" && $0.detail.hasSuffix("bytes") }
        let isLoose = item.isRestored || isPicture
        // Who does not see a field deletes the item whatever stands in it, and another phone's edit may bring it back without.
        let isBlind = item.deletions.contains { $0.isOnPhone && $0.blind.contains(field) }
        for line in journal
        where isLoose || line.action == "conflict" || line.action == "rejected" || isBlind && line.action == "deleted" {
            if line.detail.contains(token) { return true }
            for text in line.texts where Observation.shows(text, token, field) { return true }
        }
        return (links.compactMap(\.pending) + staged).contains { Observation.shows($0, token, field) }
    }

    /// True when the journal names a value as the loser of a conflict.
    func hasLost(_ token: String) -> Bool {
        journal.contains { $0.action == "conflict" && $0.detail.hasPrefix("server kept") && $0.detail.contains(token) }
    }

    /// True when the server refused a phone's text of the item for good: it waits on its link, with the server's reason.
    func isRefused(_ identity: Int, on phone: Observation.Phone) -> Bool {
        links.contains { link in
            guard let pending = link.pending, link.reason?.contains("507") == true else { return false }
            return link.device == phone.deviceID && ItemText(pending).identity == identity
        }
    }

    /// True when the server ever refused a text of the item for good, or one that waited went with its item.
    func wasRefused(_ identity: Int) -> Bool {
        journal.contains { line in
            line.action == "rejected" && (line.detail.contains("507") || line.detail.hasPrefix("deleted on the device"))
                && line.texts.contains { ItemText($0).identity == identity }
        }
    }

    /// True when the bridge said that it cannot show an item to a phone.
    func isKeptBack(_ texts: [ItemText], from phone: Observation.Phone) -> Bool {
        let names = texts.compactMap { text in text.lines.first { $0.name == "UID" }?.raw }
        return journal.contains { line in
            line.action == "note" && line.device == phone.deviceID && line.detail.hasPrefix("not shown to the device")
                && names.contains { $0 == line.uid }
        }
    }

    private static func shows(_ text: [UInt8], _ token: String, _ field: Field) -> Bool {
        ItemText(text).values(of: field).contains { $0.contains(token) }
    }

    /// True when a standing text is what was typed; a phone that cuts notes may leave a hidden rest behind a new beginning.
    func isFaithful(_ text: String, _ field: Field) -> Bool {
        if log.typed[text] != nil { return true }
        return (field == .note || field == .details) && phones.contains { $0.model.longestNote != nil }
    }

    /// Lines that are in one text and not in the other, counted.
    static func difference(_ old: ItemText, _ new: ItemText) -> [ItemText.Line] {
        func key(_ line: ItemText.Line) -> String {
            line.written.utf8.contains(LineOctets.lineFeed) ? line.written.replacing("\n ", with: "") : line.written
        }
        var counts: [String: Int] = [:]
        let (before, after) = (old.comparable, new.comparable)
        for line in before { counts[key(line), default: 0] += 1 }
        for line in after { counts[key(line), default: 0] -= 1 }
        var seen: Set<String> = []
        return (before + after).filter { line in
            counts[key(line)] != 0 && seen.insert(key(line)).inserted
        }
    }

    /// Lines that say when and by whom a text was written.
    static let bookkeeping: Set<String> = ["REV", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "PRODID"]

    /// The field a line belongs to; nil for lines of no field.
    static func field(of line: ItemText.Line, _ kind: ItemKind) -> Field? {
        if line.name == "DTEND" { return .start }
        return Field.all(of: kind).first { ItemText.isLine(line, of: $0) }
    }
}

extension ItemText {
    /// True when a line behind the first one is in both.
    func sharesLine(with text: String, in field: Field) -> Bool {
        let lines = Set(text.split(separator: "\n").dropFirst())
        return values(of: field).contains { !lines.isDisjoint(with: $0.split(separator: "\n").dropFirst()) }
    }
}

extension Observation.Phone {
    /// True when a store of it has no room.
    var isFull: Bool {
        guard let capacity else { return false }
        return Dictionary(grouping: items, by: \.kind).contains { $0.value.count >= capacity }
    }

    /// True when an item may show less of a field than upstream has: it lost some of it, or has all the numbers it can hold.
    func isLossy(_ item: Observation.Held, _ field: Field) -> Bool {
        if item.lost.contains(field) { return true }
        // SIF has places for so many, and shows what finds none elsewhere or not at all.
        if model.holdsSIF, field.isRepeatable {
            return item.text.values(of: field).count >= ItemText.elements(of: field, in: "contact").count
        }
        guard let most = model.mostNumbers, Field.numbers.contains(field) else { return false }
        return Field.numbers.reduce(0) { $0 + item.text.values(of: $1).count } >= most
    }

    /// True when what is shown is what is there, or what the model leaves of it.
    func agrees(_ shown: [String], _ real: [String], _ field: Field, isLossy: Bool) -> Bool {
        if shown.sorted() == real.sorted() { return true }
        guard isLossy || model.longestNote != nil else { return false }
        return shown.allSatisfy { part in real.contains { $0.hasPrefix(part) } }
    }
}

extension TypedLog {
    /// The typing of a text: of all of it, or of the beginning that names it.
    func find(_ text: String, _ field: Field) -> (item: Int, field: Field, serial: Int)? {
        if let exact = typed[text] { return exact }
        return tokens[Field.token(of: text, field)]
    }
}
