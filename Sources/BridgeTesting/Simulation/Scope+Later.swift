/// What joined the world after its first seeds were found: each draws from a stream of its own, so that a seed means the same
/// life as before with some of it added, and narrowing one away leaves the others as they were.
public enum Later: String, Sendable, Hashable, CaseIterable {
    /// Upstream servers like SOGo and DAViCal.
    case servers
    /// Conflict rules that the administrator chose.
    case rules
    /// A second address book that may only be read.
    case shared
    /// The server refuses texts for good.
    case refusals
    /// Series that old formats cannot hold.
    case series
    /// More than twenty items, of which a user deletes half at once.
    case crowd
    /// Refreshes that a user asks for (203, 205).
    case refreshes
    /// Identical text typed twice on purpose.
    case copies
    /// A full phone gets room again.
    case room
    /// Deletions that only free the phone (SftDel).
    case archive
    /// The administrator takes changes back.
    case undo
    /// Items that another client moves to another href.
    case moves
    /// Listings that lack members, errors inside a report, sync tokens not known any more; servers without sync reports.
    case listings
    /// Phones that ask for a two-way sync without an anchor, and backups older than two syncs.
    case anchors
    /// Another client that deletes most of a collection.
    case purge
    /// Phones that keep a session's anchor before it is over.
    case hasty
    /// Multiget reports that lack a member.
    case shortReplies
    /// An administrator who decides about held deletions while life goes on.
    case decisions
    /// States that are lost, or replaced by a backup of them.
    case states
    /// Contacts that another client puts there twice, and of which it deletes one.
    case twins
    /// Time windows for events, events of many days, and clocks that jump by months.
    case windows
    /// Phones that hold SIF.
    case sif
    /// Phones that hold vCard 4.0, or vNote.
    case forms
    /// Notes as text files of a folder.
    case folders
    /// A phone that never names what it was sent, and drops the pictures by which alone two copies differ.
    case unnamed
    /// Phones of makers that want items otherwise.
    case makers
    /// URLs that ask for another mode.
    case wishes
    /// Phones that ask for a part of a datastore, by dates or by what items say.
    case filters
    /// Phones of SyncML 1.2 that suspend sessions, and resume them.
    case suspensions
    /// URLs that ask for a backup.
    case backups
    /// Phones whose filter leaves what they have, or that want no more than so many items.
    case partial
    /// Phones that want no item beyond a size, or none with attachments.
    case sizes
    /// Phones that end every message with Final, and phones that do not say again what a challenged message asked for.
    case manners
    /// Upstream servers like sabre/dav and Cyrus.
    case furtherServers
    /// Servers that are away for whole syncs, and an account that lets changes wait for them.
    case outages
    /// Pages of somebody else in place of a server's answers, and conditions that fail although they hold.
    case strayAnswers
    /// Birthdays of long ago, and phones whose calendar begins in 1980.
    case birthdays
    /// An upstream server like Calypso.
    case worstServer
}

extension Scope {
    /// The world as it was before anything joined it.
    public static var early: Scope {
        var scope = Scope()
        scope.later = []
        return scope
    }

    /// The busy world with some of what joined it.
    public static func busy(with some: Set<Later>) -> Scope {
        var scope = Scope.busy
        scope.later = some
        return scope
    }

    /// The busy world as it was before something joined it.
    public static func busy(before one: Later) -> Scope {
        var scope = Scope.busy
        scope.later = Set(Later.allCases.prefix { $0 != one })
        return scope
    }

    /// The busy world as it was when something had joined it.
    public static func busy(through one: Later) -> Scope {
        var scope = Scope.busy(before: one)
        scope.later.insert(one)
        return scope
    }
}
