import SyncTypes

/// How the session that is cut runs: as its phone asks, or as its URL and an administrator want.
public struct CutMode: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// What the phone asks for.
    public var asked: SyncMode
    /// `sync=` of the phone's URL; nil: it has none.
    public var wanted: Int?
    /// An administrator has approved what the URL wants (`footbridge device once`).
    public var isApproved = false
    /// The phone's URL asks for a backup.
    public var isBackup = false

    /// What the phone's URL ends in; nil: it says nothing.
    var query: String? { isBackup ? "backup" : wanted.map { "sync=\($0)" } }

    /// A way to run.
    public init(asked: SyncMode, wanted: Int? = nil, isApproved: Bool = false, isBackup: Bool = false) {
        self.asked = asked
        self.wanted = wanted
        self.isApproved = isApproved
        self.isBackup = isBackup
    }

    /// The six modes that a phone can ask for, the three that only others can want, what runs instead of those that erase when
    /// nobody has approved them, and a backup.
    public static let allCases: [CutMode] =
        SyncMode.asked.map { CutMode(asked: $0) }
        + [7, 8, 9].map { CutMode(asked: .twoWay, wanted: $0, isApproved: true) }
        + [7, 8].map { CutMode(asked: .twoWay, wanted: $0) } + [CutMode(asked: .twoWay, isBackup: true)]

    /// "slow", "sync=7 approved".
    public var description: String {
        guard let query else { return asked.rawValue }
        return query + (isApproved ? " approved" : "")
    }
}
