import BridgeTesting
import DAVClient
import SyncTypes
import Testing

extension Conformance {
    @Sendable static func writing(_ bench: Bench) async throws {
        for kind in bench.kinds {
            let collection = try await bench.collection(kind, "writing-\(kind.rawValue)")
            #expect(try await collection.listed().isEmpty)
            #expect(try await collection.add(kind, "one", "First") == .stored)
            if !bench.has(.overwritesDespiteIfNoneMatch) {
                #expect(try await collection.add(kind, "one", "Second") == .preconditionFailed)
            }
            let first = try await collection.listed()
            #expect(first.map(\.href) == [collection.member("one", kind)])
            let etag = try #require(first.first?.etag)
            #expect(try await collection.change(kind, "one", "Third", etag: etag) == .stored)
            // Writers of one moment are another matter: there several may win.
            bench.letPass(1)
            #expect(try await collection.change(kind, "one", "Fourth", etag: etag) == .preconditionFailed)
            let fetched = try await collection.fetch([collection.member("one", kind)])
            guard case .found(let resource) = fetched.first else {
                Issue.record("\(kind): \(fetched)")
                continue
            }
            #expect(resource.etag != etag)
            #expect(resource.etag == (try await collection.listed().first?.etag))
            let text = String(decoding: resource.body, as: UTF8.self)
            #expect(text.contains("Third") && !text.contains("Fourth"))
            let absent = collection.member("absent", kind)
            let late = try await collection.put(
                absent, body: Fixtures.body(kind, collection.uid("absent"), "x"),
                contentType: Fixtures.contentType(kind),
                precondition: .matches(etag))
            guard !bench.has(.makesDespiteIfMatch) else {
                #expect(late == .stored)
                continue
            }
            #expect(late == .preconditionFailed)
            #expect(try await collection.fetch([absent]) == [.missing(absent)])
        }
    }

    @Sendable static func deleting(_ bench: Bench) async throws {
        let collection = try await bench.collection(.event, "deleting")
        _ = try await collection.add(.event, "one", "First")
        let old = try await collection.etag(.event, "one")
        _ = try await collection.change(.event, "one", "Second", etag: old)
        let href = collection.member("one", .event)
        #expect(try await collection.delete(href, ifMatch: old) == .preconditionFailed)
        #expect(try await collection.listed().count == 1)
        let now = try await collection.etag(.event, "one")
        #expect(try await collection.delete(href, ifMatch: now) == .gone)
        #expect(try await collection.delete(href, ifMatch: now) == .gone)
        #expect(try await collection.delete(href, ifMatch: nil) == .gone)
        #expect(try await collection.listed().isEmpty)
    }

    @Sendable static func refusals(_ bench: Bench) async throws {
        let collection = try await bench.collection(.event, "refusals")
        let garbage = try await collection.put(
            collection.member("garbage", .event), body: Array("This is no calendar.".utf8),
            contentType: Fixtures.contentType(.event), precondition: .absent)
        guard case .rejected(let status, let reason) = garbage else {
            Issue.record("garbage: \(garbage)")
            return
        }
        #expect((400..<500).contains(status))
        #expect(!reason.isEmpty)
        #expect(try await collection.add(.event, "one", "First") == .stored)
        let twin = try await collection.put(
            collection.member("two", .event), body: Fixtures.event(collection.uid("one")),
            contentType: Fixtures.contentType(.event), precondition: .absent)
        expectTwin(bench, twin)
        let isOne = !bench.has(.keepsTwins) || bench.has(.namesByUID)
        #expect(try await collection.listed().count == (isOne ? 1 : 2))
        let nowhere = bench.client.collection(Href(collection.href.rawValue + "deeper/"), kind: .event)
        let code: DAVError.Code = bench.has(.saysNothingOfMissing) ? .badReply : .notFound
        await #expect(throws: DAVError(code, "")) { try await nowhere.listed() }
        await #expect(throws: DAVError(code, "")) { try await nowhere.state() }
    }

    private static func expectTwin(_ bench: Bench, _ outcome: PutOutcome) {
        switch outcome {
        case .uidConflict: #expect(bench.deviations.isDisjoint(with: [.keepsTwins, .refusesTwinsSilently]))
        case .stored: #expect(bench.has(.keepsTwins))
        case .rejected(let status, _): #expect(bench.has(.refusesTwinsSilently) && status == 409)
        case .preconditionFailed: Issue.record("twin: \(outcome)")
        }
    }
}
