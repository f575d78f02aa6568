/// The two kinds of reasons for which a text waits on its link; the kind decides whether it is tried again by itself.
enum PendingReason {
    private static let rejectedMark = "rejected: "

    /// The server refuses this text: tried again when the device changes it.
    static func rejected(_ why: String) -> String { rejectedMark + why }

    /// Something else was in the way: tried again in the next session.
    static func waiting(_ why: String) -> String { "waiting: " + why }

    /// True when trying the same text again is pointless.
    static func isFinal(_ reason: String?) -> Bool { reason?.hasPrefix(rejectedMark) == true }
}
