import SyncTypes

/// Both sides agree: phones, bridge and server, when all is said.
extension Invariants {
    /// Each phone shows what upstream has, as far as its model can.
    static func views(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        let upstream = seen.byIdentity
        for phone in seen.phones {
            let here = Dictionary(grouping: phone.items) { $0.text.identity ?? 0 }
            for identity in Set(here.keys).union(upstream.keys).sorted() {
                let all = upstream[identity] ?? []
                let items = here[identity] ?? []
                // What is near an edge of the phone's window may be there or not.
                let places = all.map { phone.window?.place(of: $0) ?? .inside }
                let most = places.count { $0 != .outside }
                let least = places.count { $0 == .inside }
                let there = zip(all, places).filter { $1 != .outside }.map(\.0)
                if items.count < there.count, items.count >= least { continue }
                if items.count < there.count, phone.isFull { continue }
                if items.count < there.count, seen.log.items[identity]?.hidden.contains(phone.name) == true { continue }
                if seen.isRefused(identity, on: phone) || seen.isKeptBack(there, from: phone) { continue }
                // A copy typed on it looks like an edit of what it was sent and never named.
                if phone.model.neverMaps, (seen.log.items[identity]?.copies ?? 1) > 1 { continue }
                guard items.count == most else {
                    let there = all.count == most ? "\(most)" : "\(most) of \(all.count)"
                    violations.append(
                        Violation(.views, "\(phone.name) has \(items.count) of \(identity), upstream \(there)"))
                    continue
                }
                guard items.count == 1, let item = items.first, let text = there.first else { continue }
                // One that grew beyond what the phone wants stays as it was.
                if phone.window?.isTooLong(text) == true { continue }
                for field in Field.all(of: item.kind) {
                    let shown = item.text.values(of: field)
                    let real = text.values(of: field)
                    if phone.agrees(shown, real, field, isLossy: phone.isLossy(item, field)) { continue }
                    // Cleared, sent back, and cleared once more: the bridge cannot tell that from a phone that drops it.
                    let clearings = seen.log.items[identity]?.values[field]?.filter { value in
                        value.text == nil && value.author == phone.name
                    }
                    let isRestored = seen.log.items[identity]?.restored[field]?.contains(0) == true
                    if (clearings ?? []).count + (isRestored ? 1 : 0) > 1, shown.isEmpty { continue }
                    violations.append(
                        Violation(
                            .views,
                            "\(field) of \(identity): \(phone.name) shows \(shown.map { $0.prefix(60) }), upstream has \(real.map { $0.prefix(60) })"
                        ))
                }
            }
        }
        return violations
    }

    /// When all is said, nobody has anything to say.
    static func moves(_ seen: Observation) -> [Violation] { seen.movedAtRest.map { Violation(.moves, $0) } }

    /// No phone loses most of its items at the server's word before somebody approves that.
    static func massVanish(_ seen: Observation) -> [Violation] {
        seen.unapproved.map { Violation(.massVanish, $0) }
    }

    /// Every session comes to its end.
    static func ends(_ seen: Observation) -> [Violation] { seen.endless.map { Violation(.ends, $0) } }

    /// The mirror is what the server has, byte for byte.
    static func mirror(_ seen: Observation) -> [Violation] {
        Set(seen.mirror.keys).union(seen.upstream.keys).sorted().compactMap { path in
            let isSame =
                if let file = seen.upstream[path]?.text.bare, let mirrored = seen.mirror[path] {
                    ItemText(mirrored).fileText == file
                } else {
                    seen.mirror[path] == seen.upstream[path]?.bytes
                }
            return isSame ? nil : Violation(.mirror, "the mirror of \(path) differs")
        }
    }

    /// The lines in which a device has a say: a Replace of the same words whose answer was lost may have brought it our UID.
    private static func said(_ text: ItemText) -> ItemText {
        var text = text
        text.lines.removeAll { $0.name == "UID" || Observation.bookkeeping.contains($0.name) }
        return text
    }

    /// What a device has again is no item whose deletion waits for an answer.
    static func heldInVain(_ seen: Observation) -> [Violation] {
        seen.heldInVain.map { Violation(.held, "\($0) is linked, and its deletion is held") }
    }

    /// Each item of a phone has a link, and the link knows what the phone holds.
    static func held(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        for phone in seen.phones {
            // It makes new items of our Replaces and never says how it calls them.
            if phone.model.hidesCopies { continue }
            let links = seen.links.filter { $0.device == phone.deviceID && $0.luid != nil && $0.state == "linked" }
            for item in phone.items {
                if phone.model.neverMaps, (seen.log.items[item.text.identity ?? 0]?.copies ?? 1) > 1 { continue }
                let matching = links.filter { $0.luid == item.luid && $0.kind == item.kind.rawValue }
                // What was never upstream is known by the text that waits.
                if matching.count == 1, matching[0].held == nil, matching[0].pending != nil { continue }
                guard matching.count == 1, let link = matching.first, let held = link.held else {
                    violations.append(Violation(.held, "\(phone.name) \(item.luid) has \(matching.count) links"))
                    continue
                }
                if link.pending != nil || link.isPendingDelete { continue }
                let text = ItemText(held)
                let isSame =
                    link.isHeldFromDevice
                    ? said(text) == said(item.text)
                    : Field.all(of: item.kind).allSatisfy { field in
                        phone.agrees(
                            item.text.values(of: field), text.values(of: field), field,
                            isLossy: phone.isLossy(item, field))
                    }
                if !isSame { violations.append(Violation(.held, "\(phone.name) \(item.luid): held is another text")) }
            }
            // A text that upstream refuses for good is kept, whatever becomes of the phone's item.
            for link in links
            where link.pending == nil
                && !phone.items.contains(where: { $0.luid == link.luid && $0.kind.rawValue == link.kind })
            {
                violations.append(Violation(.held, "\(phone.name) does not have \(link.luid ?? ""), which is linked"))
            }
        }
        return violations
    }
}
