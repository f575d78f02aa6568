import Mapping
import SyncTypes
import Translation

/// A device whose clock shifts every start tells the same shift of most events at once in a slow sync: that is no
/// edit of each of them. The shifted text becomes the base, so that only what else changed in it counts.
struct ClockHabit: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession

    private static let page = 64
    /// Events that must agree, and more than half of all that could.
    private static let least = 3

    /// Takes the shift out of the texts that known items came with. Runs when the device's package is complete and before
    /// anything of it goes upstream.
    func settleKnown() throws {
        guard context.datastore.kind == .event else { return }
        var tally: [Int: Int] = [:]
        try forEachPending { link, text, held in
            if let shift = lens.timeShift(of: text, from: held) { tally[shift, default: 0] += 1 }
        }
        guard let habit = ClockHabit.habit(tally, among: try store.read({ try $0.linkCount(session.row) })) else {
            return
        }
        try forEachPending { link, text, held in
            guard lens.timeShift(of: text, from: held) == habit else { return }
            var link = link
            link.held = lens.shifted(held, by: habit)
            link.heldFromDevice = true
            if link.sent == nil { link.sent = held }
            try store.write { [link] in try $0.update(link) }
        }
    }

    /// The shift that the matched pairs of one tier agree in; nil when they do not.
    func habitOfPairs() throws -> Int? {
        var tally: [Int: Int] = [:]
        var count = 0
        var after: StagedRow?
        while true {
            let page = try store.read { try $0.pairs(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return ClockHabit.habit(tally, among: count) }
            count += page.count
            for pair in page {
                guard let text = try store.read({ try $0.staged(pair.staged) })?.text,
                    let view = try view(of: pair), let shift = lens.timeShift(of: text, from: view)
                else { continue }
                tally[shift, default: 0] += 1
            }
            after = last.staged
        }
    }

    /// What the device would be shown of a pair's resource.
    func view(of pair: MatchPair) throws -> [UInt8]? {
        guard let resource = try store.read({ try $0.resource(pair.resource) }), !resource.isGone else { return nil }
        return try? lens.view(of: pair.part, in: resource.body, held: nil).text
    }

    /// The shift that enough of all events agree in.
    static func habit(_ tally: [Int: Int], among all: Int) -> Int? {
        tally.first { shift, count in
            count >= least && count * 2 > all && isOfAClock(shift)
        }?.key
    }

    /// A clock is wrong by quarters of an hour, and by no more than a day. In seconds.
    static func isOfAClock(_ shift: Int) -> Bool { shift % 900 == 0 && abs(shift) <= 86_400 }

    private var lens: Lens { context.lens(for: .event) }

    private func forEachPending(_ body: (Link, _ text: [UInt8], _ held: [UInt8]) throws -> Void) throws {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            for link in page {
                guard link.resource != nil, let text = link.pending, let held = link.held,
                    context.kind(of: text) == .event
                else { continue }
                try body(link, text, held)
            }
            after = last.id
        }
    }
}
