import SyncTypes

/// What other clients do upstream. Each typing goes into the log.
extension Simulation {
    /// What another client does.
    mutating func work(_ action: Plan.ThirdPartyAction, _ pick: UInt64) -> String {
        let kind = plan.kinds[Int(pick % UInt64(plan.kinds.count))]
        // One in four goes to the shared address book, where there is one.
        let isShared = kind == .contact && (pick >> 40) % 4 == 0
        guard let folder = isShared ? shared ?? collections[kind] : collections[kind] else { return "nothing" }
        switch action {
        case .addSeries: return addSeries(pick)
        case .addBirthday: return addBirthday(pick)
        case .addCrowd: return addCrowd(pick)
        case .duplicate: return duplicate(pick)
        case .dedupe: return dedupe(pick)
        case .repaint: return repaint(pick)
        case .add, .edit, .editSeveral, .clear, .delete, .touch, .reorder, .move, .purge: break
        }
        let members = server.members(of: folder).sorted { $0.key.canonical < $1.key.canonical }
        guard action != .add, !members.isEmpty else { return addUpstream(kind, folder, pick) }
        let (href, body) = members[Int((pick >> 4) % UInt64(members.count))]
        var text = ItemText(body)
        guard let identity = text.identity else { return "nothing" }
        switch action {
        case .add, .addSeries, .addBirthday, .addCrowd, .duplicate, .dedupe, .repaint: return ""
        case .edit, .editSeveral:
            var words: [String] = []
            for field in fields(kind, pick >> 8, count: action == .edit ? 1 : 3, blind: []) {
                if text.bare != nil, hasTroubledWrite(identity) {
                    log.doubt(identity, field, seen: text.values(of: field))
                }
                let value = log.type(
                    identity, field, seen: text.values(of: field), flavour: pick >> 16, author: "third party")
                text.type(value, into: field)
                words.append("\(field)=\(value.prefix(40).debugDescription)")
            }
            server.put(href, body: text.bytes)
            return "edits \(identity): \(words.joined(separator: ", "))"
        case .clear:
            let shown = text.shown.keys.filter { !$0.isNeeded }.sorted()
            guard !shown.isEmpty else { return "nothing to clear" }
            let field = shown[Int((pick >> 8) % UInt64(shown.count))]
            if text.bare != nil, hasTroubledWrite(identity) { log.doubt(identity, field, seen: text.values(of: field)) }
            log.clear(identity, field, seen: text.values(of: field), author: "third party")
            text.type(nil, into: field)
            server.put(href, body: text.bytes)
            return "clears \(field) of \(identity)"
        case .delete:
            discard(identity, text, href)
            return "deletes \(identity)"
        case .purge:
            let all = members.compactMap { ItemText($0.value).identity }
            if !isShared { purges.append(Purge(kind: kind, members: Set(all), gone: Set(all.dropFirst()))) }
            for (href, body) in members.dropFirst() {
                let text = ItemText(body)
                guard let identity = text.identity else { continue }
                discard(identity, text, href)
            }
            return "deletes all but \(ItemText(members[0].value).identity ?? 0)"
        case .touch:
            log.touches += 1
            log.release(identity)
            if text.bare != nil {
                server.put(href, body: text.bytes)
                return "touches \(identity)"
            }
            text.lines.insert(ItemText.line("X-TOUCHED:\(log.touches)", isOld: false), at: text.lines.count - 1)
            if kind != .contact { text.lines.swapAt(text.lines.count - 2, text.lines.count - 3) }
            text.lines.removeAll { $0.name == "X-TOUCHED" && $0.raw != "\(log.touches)" }
            server.put(href, body: text.bytes)
            return "touches \(identity)"
        case .reorder:
            log.release(identity)
            server.put(href, body: text.bare == nil ? BodyRewriting.reorder(text.bytes) : text.bytes)
            return "reorders the lines of \(identity)"
        case .move:
            log.release(identity)
            log.touches += 1
            server.delete(href)
            let name = "moved-\(log.touches)" + (text.bare != nil ? ".txt" : kind == .contact ? ".vcf" : ".ics")
            server.put(Href(folder.rawValue + name), body: text.bytes)
            log.move(identity)
            return "moves \(identity) to \(name)"
        }
    }

    private mutating func duplicate(_ pick: UInt64) -> String {
        guard let folder = collections[.contact] else { return "nothing" }
        let members = server.members(of: folder).sorted { $0.key.canonical < $1.key.canonical }
        guard !members.isEmpty else { return "nothing to put there twice" }
        let (href, body) = members[Int(pick % UInt64(members.count))]
        guard let identity = ItemText(body).identity else { return "nothing" }
        log.release(identity)
        log.addCopy(of: identity)
        let other = Href(folder.rawValue + "twin-\(identity).vcf")
        var copy = ItemText(body)
        // A server that checks UIDs would not have taken it under the same one.
        if !server.keepsCardTwins, let line = copy.lines.firstIndex(where: { $0.name == "UID" }) {
            copy.lines[line] = ItemText.line("UID:twin-\(identity)-\(log.serial)", isOld: copy.isOld)
        }
        server.put(other, body: copy.bytes)
        twin = (identity, [href, other])
        return "puts \(identity) there twice"
    }

    private mutating func dedupe(_ pick: UInt64) -> String {
        guard let twin else { return "nothing is there twice" }
        let bodies = twin.hrefs.compactMap(server.get).map { ItemText($0) }
        guard bodies.count == 2 else { return "nothing is there twice" }
        // What only this one of them has goes with it.
        let (gone, left) = (Int(pick % 2), Int((pick + 1) % 2))
        log.perish(
            twin.identity,
            shown: bodies[gone].shown.mapValues { texts in
                texts.filter { text in !bodies[left].shown.values.contains { $0.contains(text) } }
            })
        server.delete(twin.hrefs[gone])
        return "deletes one of the two \(twin.identity)"
    }

    private mutating func repaint(_ pick: UInt64) -> String {
        guard let twin, let href = twin.hrefs.last, let body = server.get(href) else { return "nothing is there twice" }
        var text = ItemText(body)
        let value = log.type(
            twin.identity, .photo, seen: text.values(of: .photo), flavour: pick, author: TypedLog.thirdParty)
        text.type(value, into: .photo)
        server.put(href, body: text.bytes)
        return "gives one of the two \(twin.identity) another picture"
    }

    private mutating func addCrowd(_ pick: UInt64) -> String {
        let kind = plan.kinds[0]
        guard let folder = collections[kind] else { return "nothing" }
        var random = SplitMix(seed: pick)
        return "adds a crowd: " + (0..<24).map { _ in addUpstream(kind, folder, random.next()) }.joined(separator: "; ")
    }

    /// Every hour, which no phone of vCalendar 1.0 can be told.
    private mutating func addSeries(_ pick: UInt64) -> String {
        guard let folder = collections[.event] else { return "nothing" }
        return addUpstream(.event, folder, pick, rule: "RRULE:FREQ=HOURLY;COUNT=3")
    }

    private mutating func addBirthday(_ pick: UInt64) -> String {
        guard let folder = collections[.event] else { return "nothing" }
        return addUpstream(.event, folder, pick, rule: ItemText.yearlyRule, year: 1930 + Int(pick >> 40 % 50))
    }

    private mutating func addUpstream(
        _ kind: ItemKind, _ folder: Href, _ pick: UInt64, rule: String? = nil, year: Int? = nil
    ) -> String {
        let identity = log.add(kind, isReadOnly: folder == shared)
        let isFile = kind == .note && plan.hasNoteFolder
        var text = isFile ? ItemText.file(identity) : ItemText.upstream(kind, identity: identity, serial: identity)
        if let rule, let end = text.lines.firstIndex(where: { $0.name == "SUMMARY" }) {
            text.lines.insert(ItemText.line(rule, isOld: false), at: end)
        }
        var words: [String] = []
        for field in Set(fields(kind, pick >> 8, count: 5, blind: []) + (kind == .event ? [.start] : [])).sorted() {
            let value = log.type(identity, field, seen: [], flavour: pick >> 16, author: "third party")
            text.type(value, into: field)
            words.append("\(field)=\(value.prefix(40).debugDescription)")
        }
        if let year { text.move(toYear: year) }
        let own = "other-\(identity)" + (kind == .contact ? ".vcf" : ".ics")
        // People call a file as the bridge would.
        let name = isFile ? ItemText.title(identity).replacing(" ", with: "%20") + ".txt" : own
        server.put(Href(folder.rawValue + name), body: text.bytes)
        return "adds \(identity): \(words.joined(separator: ", "))"
    }

    /// Another client deletes an item. What a phone wrote into it in a sync that broke off may come once more, and then it is a change
    /// of what is gone.
    private mutating func discard(_ identity: Int, _ text: ItemText, _ href: Href) {
        log.delete(identity, shown: text.shown, blind: [], isOnPhone: false, author: TypedLog.thirdParty)
        server.delete(href)
        if hasTroubledWrite(identity) { log.forgetDeletion(identity, (log.items[identity]?.deletions.count ?? 1) - 1) }
    }

    /// True when the bridge may not know that what lies there is its own: a file has no stamp that would tell what was made of it.
    private func hasTroubledWrite(_ identity: Int) -> Bool {
        upstream.writes.last { write in write.after.flatMap { ItemText($0).identity } == identity }?.isTroubled == true
    }
}
