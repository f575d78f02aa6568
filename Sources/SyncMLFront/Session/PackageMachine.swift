/// Where a session stands in the six packages of OMA DS section 5 and what a message leads to.
///
///     1 device: Alerts, Final      2 server: Statuses, Alerts, Final
///     3 device: Sync, Final        4 server: Statuses, Sync, Final
///     5 device: Statuses, Map, Final   6 server: Statuses, Final
///
/// A package may take several messages; only its last has Final. Devices may send packages 1 and 3 together.
public struct PackageMachine: Hashable, Sendable, Codable {
    private enum State: String, Codable, Sendable {
        case initialization
        case deviceChanges
        case settling
        case serverChanges
        case closing
        case ended
        case suspended
    }

    /// What the answer to a message consists of, beside the statuses.
    public enum Turn: Hashable, Sendable {
        /// Statuses alone and no Final: the device's package goes on.
        case acknowledge
        /// Package 2 ends here: Final.
        case finishInitialization
        /// The device has sent all its changes: bring them upstream, then serve.
        case settle
        /// Send (more of) the server's changes.
        case serve
        /// The last message of the session: Final.
        case end
        /// The device suspends the session: statuses alone, and Final.
        case suspend
    }

    private var state: State = .initialization
    /// The device has sent a Final that came too early; nil: it has not.
    private var hasEndedEarly: Bool?

    /// Messages that ended a package in which the device was to show what it has, before it began; nil: none.
    private var endedUnbegun: Int?

    /// So many of those are waited out.
    private static let patience = 4

    /// A session before its first message.
    public init() {}

    /// True once the last message was answered.
    public var isEnded: Bool { state == .ended || state == .suspended }

    /// True once the device has suspended the session (Alert 224): another one may resume it.
    public var isSuspended: Bool { state == .suspended }

    /// True when the server's changes are on their way or delivered.
    public var isPastDeviceChanges: Bool {
        switch state {
        case .initialization, .deviceChanges, .settling, .suspended: false
        case .serverChanges, .closing, .ended: true
        }
    }

    /// A message was read. `opens`: it holds an Alert that opens a datastore; `syncs`: it holds a Sync command; `owesFinal`: the
    /// end of the server's package was not sent yet; `suspends`: it holds Alert 224, after which nothing is sent but statuses. `brings`: its
    /// Sync commands hold changes; `isShort`: the device has announced more changes than have come so far, or may bring more
    /// although it says that this was all. Then a message ends the package that brings nothing. `isUnbegun`: the device is to show all
    /// that it has, and has not begun with it; `isFilled`: the message may have had no room for that beside the device's information.
    ///
    /// Some clients of Funambol's end every message with Final: then the package goes on with changes that come afterwards.
    public mutating func received(
        opens: Bool, syncs: Bool, isFinal: Bool, owesFinal: Bool = false, suspends: Bool = false, brings: Bool = false,
        isShort: Bool = false, isUnbegun: Bool = false, isFilled: Bool = false
    ) -> Turn {
        if suspends, state != .ended {
            state = .suspended
            return .suspend
        }
        switch state {
        case .initialization, .deviceChanges:
            // It asks for the rest of package 2 (Alert 222), and many devices end that message, too.
            if state == .deviceChanges, owesFinal, !syncs { return .acknowledge }
            if state == .initialization || opens, !syncs {
                guard isFinal else { return .acknowledge }
                state = .deviceChanges
                return .finishInitialization
            }
            if isFinal, isUnbegun, isFilled || endedUnbegun != nil, (endedUnbegun ?? 0) < Self.patience {
                // Its package 1 took several messages, or its package 3 begins with the next.
                endedUnbegun = (endedUnbegun ?? 0) + 1
                state = .deviceChanges
                return .finishInitialization
            }
            // The first of them may have had no room for any change.
            if isFinal, isShort, brings || hasEndedEarly == nil {
                hasEndedEarly = true
                state = .deviceChanges
                return .acknowledge
            }
            let ends = isFinal || hasEndedEarly == true && !brings
            state = ends ? .settling : .deviceChanges
            return ends ? .settle : .acknowledge
        case .settling:
            return .settle
        case .serverChanges:
            if brings { state = .settling }
            return brings ? .settle : .serve
        case .closing where brings:
            state = .settling
            return .settle
        case .closing, .ended:
            guard isFinal else { return .acknowledge }
            state = .ended
            return .end
        case .suspended:
            return .acknowledge
        }
    }

    /// Everything the device sent is settled.
    public mutating func settled() {
        if state == .settling { state = .serverChanges }
    }

    /// The last of the server's changes is in the message being answered, which therefore carries Final.
    public mutating func servedEverything() {
        if state == .serverChanges { state = .closing }
    }
}
