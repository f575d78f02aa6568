import Mapping
import SyncTypes
import Testing
import Translation

@testable import Bridge

/// The names of decisions against the decisions there are. That no case of a result enum lacks a mark is the compiler's work:
/// the mappings have no default. Here: that no mark stands for nothing, and none for two things.
@Suite("Marks of decisions")
struct MarkTests {
    private static let link = Link(
        datastore: DatastoreRow(1), resource: nil, part: PartKey(uid: "u"), guid: GUID(1))
    private static let collection = CollectionRecord(
        account: AccountRow(1), href: Href("/a/"), displayName: "a", kinds: [.contact], isWritable: true,
        supportsSync: true, position: 0)
    private static let resource = ResourceRecord(
        collection: CollectionRow(1), href: Href("/a/b.vcf"), etag: nil, lastModified: nil, contentLength: nil,
        body: [],
        bodyHash: 0, uid: "u", kind: .contact, revision: 1, isGone: false, firstStart: nil, lastEnd: nil)

    private static var planner: [Mark] {
        let outcomes: [ModeDecision.Reason?] = [nil] + ModeDecision.Reason.allCases.filter { $0 != .unknownMode }
        let changes: [DeviceChange] = [.create, .update, .echo, .reused, .delete, .release, .alreadyGone]
        let told: [ServerChange] = [.nothing, .acknowledge, .needsView, .add, .replace, .delete, .leave, .forget]
        let planned: [OutgoingChanges.Planned] = [
            .add(link, view: [], format: .vCard21, revision: 1),
            .replace(link, view: [], format: .vCard21, revision: 1),
            .delete(link), .acknowledge(link), .forget(link), .unshowable(link, reason: ""), .unmapped(link),
        ]
        let withheld = ModeDecision.Outcome(mode: .slowFromClient, reason: .wanted, withheld: .slowToServer)
        return outcomes.map { ModeDecision.Outcome(mode: .slow, reason: $0).mark } + [withheld.mark]
            + changes.map(\.mark)
            + told.map(\.mark) + planned.map(\.mark) + SlowSyncMatching.Tier.allCases.map(\.mark)
    }

    private static var merge: [Mark] {
        let conflicts = FieldConflict.Side.allCases.map { FieldConflict(property: "TEL", winner: $0, loser: "") }
        return PutResult(body: [], changed: false).marks
            + PutResult(body: [], changed: true, conflicts: conflicts).marks
    }

    private static var `guard`: [Mark] {
        let masses: [MassDeletion] = [.allowed, .tooMany, .mostOfIt]
        let verdicts: [VanishingGuard.Verdict] = [.nothing, .run(counted: 1), .restore, .hold(1, why: "")]
        return masses.map(\.mark) + verdicts.map(\.mark)
    }

    private static var executor: [Mark] {
        let plans: [Upload.Plan] = [
            .create(collection, Href("/a/b.vcf"), body: [], uid: "u"),
            .update(resource, collection, PutResult(body: [], changed: false)),
            .adopt(ResourceRow(1), PartKey(uid: "u")),
            .readOnly(nil), .double(link), .nameTaken, .gone,
        ]
        let verdicts: [WriteVerdict] = [
            .stored, .unchanged, .merged, .returned([]), .deviceWon, .serverWon, .duplicated, .waiting(""),
            .rejected(""), .deleted, .kept,
        ]
        return plans.map(\.mark) + verdicts.map(\.mark)
    }

    /// Marks of places that have no enum: a match that was not found, and both sides of a move.
    private static let places: [Mark] = [.matchNone, .moveLeft, .moveArrived]

    @Test("Each mark is the name of one decision")
    func everyMark() {
        let all = Self.planner + Self.merge + Self.guard + Self.executor + Self.places
        #expect(all.count == Set(all).count)
        #expect(Set(all) == Set(Mark.allCases))
    }
}
