import Mapping
import SyncTypes
import Translation

/// A text that waited upstream's return, and those that the device had sent before it meanwhile.
extension Upload {
    /// The body with the device's text in it. Each of the texts before it is merged first, as if it had gone upstream when it came: only
    /// they tell that the device held what the last one lacks. What upstream says meanwhile the device has seen in none of them.
    func merged(_ text: [UInt8], of link: Link, into resource: ResourceRecord) throws -> PutResult {
        var (held, sent) = (link.held, link.sent)
        var result = PutResult(body: resource.body, changed: false)
        for earlier in try earlierTexts(of: link) {
            // One that cannot be merged has told nothing.
            guard let next = lens.sent(after: earlier, held: held, sent: sent),
                let step = try? lens.put(
                    earlier, held: held, sent: sent, part: link.part, into: result.body, rule: rule)
            else { continue }
            result = result.followed(by: step)
            (held, sent) = (earlier, next)
        }
        let last = try lens.put(text, held: held, sent: sent, part: link.part, into: result.body, rule: rule)
        result = result.followed(by: last)
        result.changed = result.body != resource.body
        return result
    }

    /// Lines about what never stood upstream: texts that brought something which the last one has no more.
    func passedOver(
        _ earlier: [[UInt8]], of link: Link, by text: [UInt8], _ saved: ResourceRecord
    ) -> [JournalEntry] {
        guard !earlier.isEmpty else { return [] }
        let last = Set(lens.values(of: text))
        var before = Set(link.held.map(lens.values) ?? [])
        return earlier.compactMap { text in
            let values = Set(lens.values(of: text))
            defer { before = values }
            guard !values.subtracting(before).isSubset(of: last) else { return nil }
            return line(
                .note, saved, after: text, detail: "waited, and was changed again on the device before it was upstream")
        }
    }

    /// What the device sent before the text that waits, oldest first.
    func earlierTexts(of link: Link) throws -> [[UInt8]] { try store.read { try $0.earlierTexts(link) } }
}

extension PutResult {
    /// Both, one behind the other.
    fileprivate func followed(by next: PutResult) -> PutResult {
        PutResult(
            body: next.body, changed: changed || next.changed, conflicts: conflicts + next.conflicts,
            doubts: doubts + next.doubts)
    }
}
