import BridgeTesting
import DAVClient
import Foundation
import SyncTypes
import Testing

/// Plain WebDAV folders, as notes lie in them: what `DAVCollection` promises of calendars holds for files as far as they go.
@Suite struct FolderConformanceTests {
    /// Where there are folders.
    enum Place: String, CaseIterable, CustomTestStringConvertible {
        case memory, wsgidav
        case modDAV = "mod_dav"

        var testDescription: String { rawValue }

        /// Those that FOOTBRIDGE_SERVERS names ("all": all), or those that start at once.
        static let chosen: [Place] =
            ProcessInfo.processInfo.environment["FOOTBRIDGE_SERVERS"].map { names in
                names == "all" ? allCases : names.split(separator: " ").compactMap { Place(rawValue: String($0)) }
            } ?? [.memory, .wsgidav]
    }

    /// A folder with nothing in it.
    private struct Bench {
        let name: String
        let folder: DAVCollection
        let isOpen: @Sendable () async -> Bool
        private let server: RealServer?

        static func start(_ place: Place) async throws -> Bench {
            switch place {
            case .memory:
                let server = InMemoryDAVServer()
                server.addUser("alice", password: "secret")
                let href = server.addFolder(user: "alice", name: "Notes")
                return Bench("memory, folder", server.origin + "/", "alice", "secret", server, href, nil)
            case .wsgidav, .modDAV:
                let server = try await RealServer(place.rawValue)
                return Bench(
                    server.name, server.base, server.user, server.password, CurlTransport(), Href("/Notes/"), server)
            }
        }

        private init(
            _ name: String, _ base: String, _ user: String, _ password: String, _ transport: any HTTPTransport,
            _ href: Href, _ server: RealServer?
        ) {
            self.name = name
            self.server = server
            let client = DAVClient(
                base: base, credentials: HTTPCredentials(user: user, password: password), transport: transport)
            folder = client.folder(href)
            let stranger = DAVClient(
                base: base, credentials: HTTPCredentials(user: user, password: "wrong"), transport: transport)
            isOpen = { (try? await stranger.folder(href).listed()) != nil }
        }

        var makesDespiteIfMatch: Bool { name.hasPrefix("WsgiDAV") }

        func stop() { server?.stop() }

        func file(_ name: String) -> Href { Href(folder.href.rawValue + name) }

        func put(_ name: String, _ text: String, _ condition: WritePrecondition) async throws -> PutOutcome {
            try await folder.put(
                file(name), body: Array(text.utf8), contentType: "text/plain; charset=utf-8", precondition: condition)
        }

        func read(_ name: String) async throws -> Resource? {
            guard case .found(let resource)? = try await folder.fetch([file(name)]).first else { return nil }
            return resource
        }

        func text(_ name: String) async throws -> String? {
            try await read(name).map { String(decoding: $0.body, as: UTF8.self) }
        }
    }

    @Test(arguments: Place.chosen)
    func holds(_ place: Place) async throws {
        let bench = try await Bench.start(place)
        defer { bench.stop() }
        for (name, check) in Self.checks {
            do {
                try await check(bench)
            } catch {
                Issue.record("\(place.rawValue), \(name): \(error)")
            }
            let deviates = name == "files under conditions" && bench.makesDespiteIfMatch
            print("conformance|\(bench.name)|\(name)|\(deviates ? "makes what If-Match wants to be there" : "yes")")
        }
    }

    private static let checks: [(String, @Sendable (Bench) async throws -> Void)] = [
        ("a folder's login", login), ("files under conditions", conditions), ("removing files", removing),
        ("names of files", names), ("texts of files", texts), ("missing files", missing),
    ]

    @Sendable private static func login(_ bench: Bench) async throws {
        #expect(try await bench.folder.listed().isEmpty)
        #expect(await bench.isOpen() == false)
    }

    @Sendable private static func conditions(_ bench: Bench) async throws {
        #expect(try await bench.put("one.txt", "First", .absent) == .stored)
        #expect(try await bench.put("one.txt", "Second", .absent) == .preconditionFailed)
        let first = try #require(try await bench.read("one.txt"))
        let etag = try #require(first.etag)
        #expect(try await bench.folder.listed().map(\.href) == [bench.file("one.txt")])
        // A length of its own: some servers make ETags of a second and a length.
        #expect(try await bench.put("one.txt", "Third, and longer", .matches(etag)) == .stored)
        #expect(try await bench.put("one.txt", "Fourth", .matches(etag)) == .preconditionFailed)
        #expect(try await bench.text("one.txt") == "Third, and longer")
        let now = try #require(try await bench.read("one.txt")?.etag)
        #expect(try await bench.folder.listed().first?.etag == now)
        // WsgiDAV makes what If-Match wants to be there.
        let absent = try await bench.put("absent.txt", "x", .matches(etag))
        #expect(absent == (bench.makesDespiteIfMatch ? .stored : .preconditionFailed))
        #expect(try await bench.read("absent.txt") == nil || bench.makesDespiteIfMatch)
        if bench.makesDespiteIfMatch { _ = try await bench.folder.delete(bench.file("absent.txt"), ifMatch: nil) }
        _ = try await bench.folder.delete(bench.file("one.txt"), ifMatch: nil)
    }

    @Sendable private static func removing(_ bench: Bench) async throws {
        #expect(try await bench.put("gone.txt", "First", .absent) == .stored)
        let old = try #require(try await bench.read("gone.txt")?.etag)
        #expect(try await bench.put("gone.txt", "Second text", .matches(old)) == .stored)
        #expect(try await bench.folder.delete(bench.file("gone.txt"), ifMatch: old) == .preconditionFailed)
        let now = try #require(try await bench.read("gone.txt")?.etag)
        #expect(try await bench.folder.delete(bench.file("gone.txt"), ifMatch: now) == .gone)
        #expect(try await bench.folder.delete(bench.file("gone.txt"), ifMatch: now) == .gone)
        #expect(try await bench.folder.listed().isEmpty)
    }

    @Sendable private static func names(_ bench: Bench) async throws {
        for name in ["plain.md", "with%20blank.txt", "%C3%BCber%20alles.txt", "100%25.txt", "a%26b.txt", "(2).txt"] {
            #expect(try await bench.put(name, name, .absent) == .stored, "\(name)")
            let listed = try await bench.folder.listed()
            let member = try #require(listed.first { $0.href.canonical == bench.file(name).canonical }, "\(name)")
            guard case .found(let resource)? = try await bench.folder.fetch([member.href]).first else {
                Issue.record("\(member.href) is not found")
                continue
            }
            #expect(String(decoding: resource.body, as: UTF8.self) == name)
            #expect(try await bench.folder.delete(member.href, ifMatch: member.etag) == .gone)
        }
        #expect(try await bench.folder.listed().isEmpty)
    }

    @Sendable private static func texts(_ bench: Bench) async throws {
        let all = ["", "\u{FEFF}mark", "one\ntwo\r\nthree\rfour", "Zażółć ]]> <b>&amp 𝄞", "<!DOCTYPE html><p>page</p>"]
        for (number, text) in all.enumerated() {
            #expect(try await bench.put("text-\(number).txt", text, .absent) == .stored)
            #expect(try await bench.read("text-\(number).txt")?.body == Array(text.utf8))
        }
        for number in all.indices { _ = try await bench.folder.delete(bench.file("text-\(number).txt"), ifMatch: nil) }
    }

    @Sendable private static func missing(_ bench: Bench) async throws {
        #expect(try await bench.folder.fetch([bench.file("never.txt")]) == [.missing(bench.file("never.txt"))])
        #expect(try await bench.folder.allChanges(since: nil) == .unsupported)
    }
}
