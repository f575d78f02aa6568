extension DAVWorld {
    /// From where on a sync report tells changes.
    enum LookBack: Sendable {
        /// Everything, with or without what is gone.
        case beginning(tombstones: Bool)
        /// Changes above a counter.
        case sequence(Int)
        /// Changes after a second.
        case second(Int64)

        func includes(_ member: Member) -> Bool {
            switch self {
            case .beginning: true
            case .sequence(let last): member.sequence > last
            case .second(let last): member.modified > last
            }
        }

        func includes(_ tombstone: Tombstone) -> Bool {
            switch self {
            case .beginning(let tombstones): tombstones
            case .sequence(let last): tombstone.sequence > last
            case .second(let last): tombstone.second > last
            }
        }
    }

    /// `getctag` (CalendarServer's extension); seconds make one of all changes of a second.
    func ctag(_ collection: Collection) -> String {
        switch behaviour.marks {
        case .counter: "\(collection.generation)-\(collection.sequence)"
        case .seconds: "\(collection.changedAt)"
        }
    }

    /// The `sync-token` property (RFC 6578 section 4).
    func tokenProperty(_ collection: Collection) -> String {
        switch behaviour.marks {
        case .counter: token(collection, collection.sequence)
        case .seconds: "\(collection.changedAt)"
        }
    }

    /// The token at the end of a report. Made of seconds it is one older than the last change, which comes again therefore;
    /// one of the future comes back as it was.
    func nextToken(_ collection: Collection, after since: LookBack) -> String {
        switch (behaviour.marks, since) {
        case (.counter, _): token(collection, collection.sequence)
        case (.seconds, .second(let given)): "\(max(given, collection.changedAt - 1))"
        case (.seconds, .beginning), (.seconds, .sequence): "\(collection.changedAt - 1)"
        }
    }

    /// "http://dav.example/sync/3/17": collection's generation and counter.
    func token(_ collection: Collection, _ sequence: Int) -> String {
        "\(origin)/sync/\(collection.generation)/\(sequence)"
    }

    /// What a token stands for; nil for a dead one.
    func lookBack(_ token: String, _ collection: Collection) -> LookBack? {
        switch behaviour.marks {
        case .seconds: return Int64(token).map { .second($0) }
        case .counter:
            let prefix = "\(origin)/sync/\(collection.generation)/"
            guard token.hasPrefix(prefix), let number = Int(token.dropFirst(prefix.count)),
                number >= collection.oldestToken, number <= collection.sequence
            else { return nil }
            return .sequence(number)
        }
    }

    /// Ends the life of all tokens, or what comes nearest to it.
    mutating func expireTokens(now: Int64) {
        for path in collections.keys.sorted() {
            guard var collection = collections.removeValue(forKey: path) else { continue }
            collection.sequence += 1
            switch behaviour.marks {
            case .counter: collection.oldestToken = collection.sequence
            case .seconds:
                collection.changedAt = max(now, collection.changedAt)
                collection.tombstones = [:]
                collection.members = collection.members.mapValues { member in
                    var member = member
                    member.modified = collection.changedAt
                    return member
                }
            }
            collections[path] = collection
        }
    }
}
