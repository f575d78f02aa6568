import DAVClient
import Mapping
import Phone
import SyncTypes

/// One canonical session, one cut, one way of going on: what was wrong in the end.
public struct InterruptedSession: Hashable, Sendable, CustomStringConvertible {
    /// The mode of the session.
    public var mode: CutMode
    /// Where it is cut.
    public var cut: CutPoint
    /// What the phone does then.
    public var habit: RetryHabit

    /// A case.
    public init(_ mode: CutMode, _ cut: CutPoint, _ habit: RetryHabit) {
        self.mode = mode
        self.cut = cut
        self.habit = habit
    }

    /// "slow, afterCommit(12), newSession".
    public var description: String { "\(mode), \(cut), \(habit.rawValue)" }

    /// What came of a case.
    struct Outcome: Sendable {
        var ending: Ending
        /// The phone knew before its retry that its deletion of these had arrived.
        var deletionsTold: Set<ItemKind>
        /// Something moved when all should have been still.
        var unrest: String?
        /// One line a session.
        var log: [String]
    }

    /// Without any cut: the ending that must be.
    static func undisturbed(_ mode: CutMode, database: Store) async throws -> Ending {
        var session = try await CanonicalSession(mode, repeats: 0, database: database)
        var log: [String] = []
        await InterruptedSession.sync(&session, CanonicalSession.modes(mode.asked), &log)
        session.forgetWish()
        let unrest = await InterruptedSession.settle(&session, &log)
        let ending = Ending(session.world, session.phone)
        guard unrest == nil, ending.faults.isEmpty else {
            let story = (ending.faults + [unrest].compactMap { $0 } + log).joined(separator: "\n")
            throw PhoneError(.misuse, "the undisturbed \(mode) ended badly:\n\(story)")
        }
        return ending
    }

    /// Runs the case.
    func run(database: Store) async throws -> Outcome {
        var session = try await CanonicalSession(mode, repeats: habit == .sameMessage ? 2 : 0, database: database)
        var log: [String] = []
        session.phone.line.plan(cut.events)
        session.world.prepare(cut.death)
        let isWhole = await InterruptedSession.sync(
            &session, CanonicalSession.modes(mode.asked), suspendsAfter: cut.suspension, &log)
        let wasCut = cut.death == nil ? !isWhole || habit == .sameMessage : session.world.deaths == 1
        session.phone.line.plan([:])
        session.world.prepare(nil)
        var told: Set<ItemKind> = []
        for kind in CanonicalSession.kinds {
            let memory = session.phone.store.memory.stores[kind.store]
            if memory?.lastAnchor != nil, memory?.known["own-2"] == nil { told.insert(kind) }
        }
        if !isWhole {
            switch habit {
            case .sameMessage, .newSession:
                await InterruptedSession.sync(&session, CanonicalSession.modes(mode.asked), &log)
            case .resume, .resumeAnew:
                session.phone.configuration.habits.resumesWithNewAnchor = habit == .resumeAnew
                await InterruptedSession.sync(&session, CanonicalSession.modes(mode.asked), resumes: true, &log)
            case .slowSync:
                await InterruptedSession.sync(&session, CanonicalSession.modes(.slow), &log)
            }
        }
        session.forgetWish()
        var unrest = await InterruptedSession.settle(&session, &log)
        if !wasCut { unrest = "the session was not cut" }
        if habit == .sameMessage, !isWhole { unrest = "the same message again did not heal the session" }
        return Outcome(
            ending: Ending(session.world, session.phone), deletionsTold: told, unrest: unrest, log: log)
    }

    /// True when the session reached its end.
    @discardableResult
    private static func sync(
        _ session: inout CanonicalSession, _ modes: [String: SyncMode]?, resumes: Bool = false,
        suspendsAfter: Int? = nil, _ log: inout [String]
    ) async -> Bool {
        do {
            let report = try await session.phone.sync(modes, resumes: resumes, suspendsAfter: suspendsAfter)
            log.append(report.table)
            return report.isSuspended != true
        } catch {
            log.append("\(error)")
            return false
        }
    }

    /// Two-way syncs until nothing moves. Nil when that came to pass in time.
    private static func settle(_ session: inout CanonicalSession, _ log: inout [String]) async -> String? {
        for _ in 0..<4 {
            let before = writes(session)
            do {
                let report = try await session.phone.sync()
                log.append(report.table)
                let moved = report.stores.reduce(0) { $0 + $1.sent.total + $1.received.total }
                if report.isSuccess, moved == 0, before == writes(session) { return nil }
            } catch {
                log.append("\(error)")
            }
        }
        return "it does not come to rest"
    }

    private static func writes(_ session: CanonicalSession) -> Int {
        session.world.server.requests.filter { $0.method == "PUT" || $0.method == "DELETE" }.count
    }
}
