import BridgeTesting
import DAVClient
import SyncTypes
import Testing

extension Conformance {
    @Sendable static func syncReport(_ bench: Bench) async throws {
        let collection = try await bench.collection(.event, "sync")
        for name in ["a", "b", "c", "d"] { _ = try await collection.add(.event, name, "Event \(name)") }
        _ = try await collection.delete(collection.member("d", .event), ifMatch: nil)
        guard !bench.has(.hasNoReports) else {
            #expect(try await collection.allChanges(since: nil) == .unsupported)
            return
        }
        let (first, token) = try await changes(collection, since: nil)
        #expect(Set(first.keys) == Set(["a", "b", "c"].map { collection.member($0, .event) }))
        #expect(first.values.allSatisfy { $0 != nil })
        let (nothing, same) = try await changes(collection, since: token)
        let known = first.merging([collection.member("d", .event): nil]) { old, _ in old }
        // Whether a real server's second is over by then nobody knows.
        let isRepeated = bench.has(.repeatsLastSecond) && nothing.allSatisfy { known[$0.key] == .some($0.value) }
        #expect(isRepeated || nothing.isEmpty)

        bench.letPass(1)
        _ = try await collection.change(
            .event, "a", "Changed", etag: try await collection.etag(.event, "a"))
        _ = try await collection.delete(collection.member("b", .event), ifMatch: nil)
        _ = try await collection.add(.event, "e", "New")
        let (later, _) = try await changes(collection, since: same)
        let (a, b, e) = (
            collection.member("a", .event), collection.member("b", .event), collection.member("e", .event)
        )
        let mayBeRepeated = bench.has(.repeatsLastSecond) ? ["c", "d"].map { collection.member($0, .event) } : []
        let repeated = Set(later.keys).intersection(mayBeRepeated)
        #expect(Set(later.keys) == repeated.union([a, b, e]))
        for href in repeated { #expect(later[href] == known[href]) }
        #expect(later[b] == .some(nil))
        #expect(later[a] == (try await collection.etag(.event, "a")))
        #expect(later[e] == (try await collection.etag(.event, "e")))
    }

    @Sendable static func deadToken(_ bench: Bench) async throws {
        let collection = try await bench.collection(.contact, "dead-token")
        _ = try await collection.add(.contact, "one", "Kim Lee")
        let report = try await collection.allChanges(since: SyncToken("http://other.example/ns/sync/0000"))
        if bench.has(.hasNoReports) {
            #expect(report == .unsupported || report == .tokenRejected)
            #expect(try await collection.allChanges(since: nil) == .unsupported)
            return
        }
        if bench.has(.acceptsDeadTokens) {
            // Nothing in the reply tells; only a look at the whole listing finds what was removed (client rule 9).
            guard case .changes(let changes, _) = report else {
                Issue.record("dead token: \(report)")
                return
            }
            #expect(changes.map(\.href) == [collection.member("one", .contact)])
        } else {
            #expect(report == .tokenRejected)
        }
        let (all, _) = try await changes(collection, since: nil)
        #expect(all.count == 1)
    }

    @Sendable static func fetchingMany(_ bench: Bench) async throws {
        let collection = try await bench.collection(.contact, "many")
        let names = (0..<60).map { "item-\($0)" }
        for name in names { _ = try await collection.add(.contact, name, "Person \(name)") }
        let hrefs = names.map { collection.member($0, .contact) }
        let missing = collection.member("never-was", .contact)
        let asked = [missing] + Array(hrefs.reversed()) + [hrefs[0]]
        let fetched = try await collection.fetch(asked)
        #expect(fetched.map(\.href) == Array(asked.dropLast()))
        #expect(fetched.first == .missing(missing))
        for result in fetched.dropFirst() {
            guard case .found(let resource) = result else {
                Issue.record("not found: \(result)")
                continue
            }
            let name = names.first { collection.member($0, .contact) == resource.href } ?? "of nobody"
            #expect(String(decoding: resource.body, as: UTF8.self).contains("Person \(name)\r\n"))
            #expect(resource.etag != nil)
        }
        #expect(try await collection.fetch([]).isEmpty)
    }

    @Sendable static func textSurvives(_ bench: Bench) async throws {
        let text = "Zażółć gęślą jaźń ]]> <b>&amp\\; 𝄞 日本"
        let collection = try await bench.collection(.event, "texts")
        #expect(try await collection.add(.event, "one", text) == .stored)
        guard case .found(let resource) = try await collection.fetch([collection.member("one", .event)]).first else {
            Issue.record("not found")
            return
        }
        let body = String(decoding: resource.body, as: UTF8.self)
        let unfolded = body.replacing("\r\n ", with: "")
        #expect(unfolded.contains("SUMMARY:\(text)\r\n"))
        #expect(!body.replacing("\r\n", with: "").contains("\n"))
    }

    @Sendable static func oddNames(_ bench: Bench) async throws {
        guard !bench.has(.namesByUID) else { return }
        let collection = try await bench.collection(.event, "odd")
        for (index, name) in ["a%40b", "with%20blank", "%C3%BCber", "plain_-1"].enumerated() {
            let href = Href(collection.href.rawValue + name + ".ics")
            let outcome = try await collection.put(
                href, body: Fixtures.event("odd-\(index)"), contentType: Fixtures.contentType(.event),
                precondition: .absent)
            #expect(outcome == .stored)
            let listed = try await collection.listed().first { $0.href == href }
            let listedHref = try #require(listed?.href, "\(name) is not listed")
            guard case .found = try await collection.fetch([listedHref]).first else {
                Issue.record("\(listedHref) is not found")
                continue
            }
            #expect(try await collection.delete(listedHref, ifMatch: listed?.etag) == .gone)
        }
        #expect(try await collection.listed().isEmpty)
    }

    @Sendable static func collectionState(_ bench: Bench) async throws {
        let collection = try await bench.collection(.task, "state")
        let empty = try await collection.state()
        let hasTokens = !bench.has(.hasNoReports)
        #expect(empty.ctag != nil && (empty.syncToken != nil) == hasTokens)
        #expect(try await collection.state() == empty)
        bench.letPass(1)
        _ = try await collection.add(.task, "one", "First")
        let one = try await collection.state()
        #expect(one.ctag != empty.ctag)
        #expect((one.syncToken != empty.syncToken) == hasTokens)
        _ = try await collection.add(.task, "two", "Second")
        if bench.has(.marksSeconds) {
            #expect(try await collection.state() == one, "a second write of the same second is not to be seen")
        } else {
            #expect(try await collection.state().ctag != one.ctag)
        }
    }

    /// ETag by href, nil for what vanished.
    static func changes(
        _ collection: DAVCollection, since token: SyncToken?
    ) async throws -> ([Href: ETag?], SyncToken) {
        let report = try await collection.allChanges(since: token)
        guard case .changes(let changes, let next) = report else {
            throw DAVError(.badReply, "expected changes, got \(report)")
        }
        var result: [Href: ETag?] = [:]
        for change in changes {
            switch change {
            case .changed(let member): result[member.href] = .some(member.etag)
            case .vanished(let href): result[href] = .some(nil)
            }
        }
        return (result, next)
    }
}
