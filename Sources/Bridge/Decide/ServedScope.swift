/// What the store keeps of what a device was last served (`Datastore.scope`): between which edges, and by which filter of its own.
enum ServedScope: Hashable, Sendable {
    /// These. Everything is the empty text, which is also what stands there before anything was ever served. `isCut`: the device was
    /// not given all of it, because it wants no more items.
    case served(TimeWindow, ItemFilter? = nil, isCut: Bool = false)
    /// Nobody knows what the device has: everything is looked at once.
    case unknown

    /// Reads the column: `window START END`, with a filter ` filter WORDS`, and ` cut` behind it.
    init(scope: String) {
        guard !scope.isEmpty else {
            self = .served(.all)
            return
        }
        var words = scope.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let isCut = words.last == "cut"
        if isCut { words.removeLast() }
        guard words.count >= 3, words[0] == "window", let window = TimeWindow(words: words[1...2]) else {
            self = .unknown
            return
        }
        guard words.count > 3 else {
            self = .served(window, isCut: isCut)
            return
        }
        guard words[3] == "filter", let filter = ItemFilter(words: Array(words[4...])) else {
            self = .unknown
            return
        }
        self = .served(window, filter, isCut: isCut)
    }

    /// The column's text.
    var scope: String {
        switch self {
        case .served(.all, nil, false): ""
        case .served(let window, let filter, let isCut):
            (["window"] + window.words + (filter.map { ["filter"] + $0.words } ?? []) + (isCut ? ["cut"] : []))
                .joined(separator: " ")
        case .unknown: "unknown"
        }
    }

    /// The filter, where one was served.
    var filter: ItemFilter? {
        switch self {
        case .served(_, let filter, _): filter
        case .unknown: nil
        }
    }

    /// True when the device was not given all.
    var isCut: Bool {
        switch self {
        case .served(_, _, let isCut): isCut
        case .unknown: false
        }
    }

    /// What has to be looked at to serve another window and filter; nil: everything.
    ///
    /// - Parameter hasRoom: true when the device may be given more items than it has.
    func crossings(to window: TimeWindow, _ filter: ItemFilter?, hasRoom: Bool) -> [TimeWindow.Crossing]? {
        guard case .served(let served, let old, let isCut) = self, !(isCut && hasRoom) else { return nil }
        let (before, after) = (old ?? .everything, filter ?? .everything)
        guard before.key == after.key else { return nil }
        return window.crossings(since: served) + after.strict.window.crossings(since: before.strict.window)
            + after.lenient.window.crossings(since: before.lenient.window)
    }
}
