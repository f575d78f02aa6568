import DAVClient
import Mapping
import SyncTypes
import Translation

/// What a link says once the device's text is upstream.
extension Upload {
    /// The device's text is upstream (or was there already).
    ///
    /// The link takes over the resource's revision only if the device's change alone explains what the server now has:
    /// otherwise the revision stays behind, and the view goes out in this session.
    func acknowledge(
        _ known: Link, _ text: [UInt8], _ saved: ResourceRecord, wrote body: [UInt8], wasCurrent: Bool,
        intent: IntentRow?, before: [UInt8]?, conflicts: [FieldConflict] = [], doubts: [DoubtfulLoss] = []
    ) throws -> [String] {
        var link = known
        let earlier = try earlierTexts(of: known)
        link.resource = saved.id
        if link.part.uid.isEmpty || link.part.uid != saved.uid, !saved.uid.isEmpty {
            link.part = PartKey(uid: saved.uid, recurrenceID: link.part.recurrenceID)
        }
        link.held = text
        link.heldFromDevice = true
        link.pending = nil
        link.pendingReason = nil
        link.pendingSince = nil
        // A text whose item has left the device meanwhile: the resource is new to it.
        link.state = link.luid == nil ? .refused(code: 0) : .linked
        let isAsked = link.isAsked
        link.dropOffer()
        let view = try lens.view(of: link.part, in: saved.body, held: text).text
        let isExpected: Bool
        if wasCurrent {
            let expected = body == saved.body ? view : try lens.view(of: link.part, in: body, held: text).text
            isExpected = lens.isSame(view, expected) && conflicts.isEmpty
        } else {
            isExpected = lens.isSame(view, text)
        }
        // What the device no longer has and the resource has kept goes back once.
        let returned =
            link.luid == nil
            ? []
            : ([known.held] + earlier).flatMap {
                lens.unprovenRemovals(text: text, held: $0, view: view, sentBack: &link.sentBack)
            }
        if isExpected, returned.isEmpty {
            link.revision = saved.revision
            link.sent = view
        } else {
            link.showAgain()
            link.sent = text
        }
        if isAsked { link.ask() }
        if let scope, link.luid != nil, try store.read({ try $0.verdict(on: saved.head, in: scope) }) == .leaves {
            // It leaves the device as soon as it may be told, though no edge of the window passes over it.
            link.showAgain()
        }
        if link.luid == nil {
            // The device does not have it any more: it gets it as a new item.
            link.state = .refused(code: 0)
            link.held = nil
            link.sent = nil
            link.dropOffer()
        }
        // Where the server's value stands, the device's is nowhere else any more: a picture cannot be told in words.
        var entries = conflicts.map { conflict in
            line(
                .conflict, saved, summary: conflict.property, after: conflict.winner == .server ? text : nil,
                detail: conflict.told)
        }
        // What a doubt dropped is nowhere else: the line keeps the device's text.
        entries += doubts.map { line(.conflict, saved, summary: $0.property, after: text, detail: $0.told) }
        if before != nil || intent != nil {
            let action: JournalAction = before == nil ? .created : .updated
            entries.insert(line(action, saved, before: before, after: saved.body), at: 0)
        }
        entries += passedOver(earlier, of: known, by: text, saved)
        try store.write { [link, entries] store in
            try store.update(link)
            for entry in entries { try store.append(entry) }
            if let intent { try store.close(intent) }
        }
        return returned
    }
}

extension FieldConflict {
    /// What the journal says of it.
    fileprivate var told: String { "\(winner.rawValue) kept, lost: \(loser)" }
}

extension DoubtfulLoss {
    /// What the journal says of it.
    fileprivate var told: String {
        "the \(kept) upstream stay: the device has not shown that it keeps as much, so what it sent may be what it makes of them; "
            + "the text it sent is kept with this line, lost: \(dropped)"
    }
}

extension PutResult {
    /// What loses by the write, one line each.
    var losers: [String] {
        conflicts.map { "\($0.property): \($0.told)" } + doubts.map { "\($0.property): \($0.told)" }
    }
}
