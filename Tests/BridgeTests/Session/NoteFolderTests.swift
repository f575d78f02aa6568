import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

/// Notes as text files of a WebDAV folder (`account set notes=PATH`).
@Suite("A folder of notes")
struct NoteFolderTests {
    private let world: World
    private let folder: Href

    init() async throws {
        world = try World()
        folder = world.server.addFolder(user: "alice", name: "Notes")
        let draft = AccountAdministration.Draft(
            name: "alice", upstream: world.server.origin + "/", user: "alice", password: "secret",
            devicePassword: "secret")
        _ = try await world.administration.add(draft)
        try world.administration.set("alice", ["notes=\(folder)"])
    }

    private func phone(_ id: String = "phone-1") -> SimulatedPhone {
        SimulatedPhone(world, id: id) { $0.stores = $0.stores.filter { $0.name == "notes" } }
    }

    private func sync(_ phone: inout SimulatedPhone) async throws -> PhoneReport {
        let report = try await phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        return report
    }

    /// The files by name.
    private var files: [String: String] {
        Dictionary(
            uniqueKeysWithValues: world.server.members(of: folder).map {
                ($0.key.lastSegment, String(decoding: $0.value, as: UTF8.self))
            })
    }

    private func put(_ name: String, _ text: String) { world.server.put(Href(folder.rawValue + name), text) }

    private var writes: Int { world.server.requests.filter { ["PUT", "DELETE"].contains($0.method) }.count }

    private func luid(_ phone: SimulatedPhone, _ text: String) throws -> String {
        try #require(phone.store.items["notes"]?.first { String(decoding: $0.value, as: UTF8.self) == text }?.key)
    }

    @Test("Files reach the phone, what is no note does not, and a sync that changes nothing writes nothing")
    func down() async throws {
        put("Shopping.txt", "Shopping\r\nmilk\r\n")
        put("Ideas.md", "# Ideas\n\n- one\n")
        put("photo.jpg", "no text")
        world.server.put(Href(folder.rawValue + "binary.txt"), body: [0, 1, 2])
        var phone = phone()
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == ["# Ideas\n\n- one", "Shopping\nmilk"])
        world.server.forgetRequests()
        let report = try await sync(&phone)
        #expect(Scene.moved(report) == 0 && writes == 0)
        // What cannot be read is asked for again; notes are not.
        let read = world.server.requests.filter { $0.method == "GET" }.map(\.url)
        #expect(read.allSatisfy { $0.hasSuffix("/binary.txt") }, "\(read)")
    }

    @Test(
        "A folder may be named as people write it",
        arguments: ["/files/alice/Meine Notizen", "/files/alice/Meine%20Notizen/"])
    func spelling(_ path: String) async throws {
        let other = world.server.addFolder(user: "alice", name: "Meine Notizen")
        world.server.put(Href(other.rawValue + "a.txt"), "there\n")
        try world.administration.set("alice", ["notes=\(path)"])
        var phone = phone()
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == ["there"])
    }

    @Test("A note of the phone becomes a file named by its title; its edits keep the name, its deletion removes it")
    func up() async throws {
        var phone = phone()
        phone.edit("notes", "1", "Shopping list\nmilk")
        _ = try await sync(&phone)
        #expect(files == ["Shopping list.txt": "Shopping list\nmilk\n"])
        phone.edit("notes", "1", "Groceries\nmilk")
        _ = try await sync(&phone)
        #expect(files == ["Shopping list.txt": "Groceries\nmilk\n"])
        let quiet = try await sync(&phone)
        #expect(Scene.moved(quiet) == 0)
        phone.delete("notes", "1")
        _ = try await sync(&phone)
        #expect(files.isEmpty)
    }

    @Test("New files are Markdown where the newest note is")
    func markdown() async throws {
        put("Ideas.md", "# Ideas\n")
        var phone = phone()
        _ = try await sync(&phone)
        phone.edit("notes", "7", "# Plans\nmore")
        _ = try await sync(&phone)
        #expect(files["Plans.md"] == "# Plans\nmore\n")
        let types = world.server.requests.filter { $0.method == "PUT" }.compactMap { $0.header("Content-Type") }
        #expect(types == ["text/markdown"])
    }

    @Test("A title that another note has gets a number, and neither overwrites the other")
    func namesakes() async throws {
        put("shopping.TXT", "somebody else's\n")
        var phone = phone()
        _ = try await sync(&phone)
        phone.edit("notes", "8", "Shopping\nmine")
        phone.edit("notes", "9", "Shopping\nmine")
        _ = try await sync(&phone)
        #expect(
            files == [
                "shopping.TXT": "somebody else's\n", "Shopping (2).txt": "Shopping\nmine\n",
                "Shopping (3).txt": "Shopping\nmine\n",
            ])
        #expect(phone.texts("notes").count == 3)
    }

    @Test("A file that appears under the name while the phone's note is on its way is another note")
    func lostRace() async throws {
        var phone = phone()
        _ = try await sync(&phone)
        let (server, folder) = (world.server, folder)
        world.way.observe { request in
            guard request.method == "PUT", request.url.hasSuffix("Shopping.txt") else { return }
            server.put(Href(folder.rawValue + "Shopping.txt"), "theirs\n")
        }
        phone.edit("notes", "1", "Shopping\nmine")
        _ = try await sync(&phone)
        #expect(files == ["Shopping.txt": "theirs\n", "Shopping (2).txt": "Shopping\nmine\n"])
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == ["Shopping\nmine", "theirs"])
    }

    @Test("A file that is renamed stays the same note on the phone")
    func renamed() async throws {
        put("Old.txt", "text\n")
        var phone = phone()
        _ = try await sync(&phone)
        let luid = try luid(phone, "text")
        world.server.delete(Href(folder.rawValue + "Old.txt"))
        put("New.txt", "text\n")
        let report = try await sync(&phone)
        #expect(Scene.moved(report) == 0)
        phone.edit("notes", luid, "text\nmore")
        _ = try await sync(&phone)
        #expect(files == ["New.txt": "text\nmore\n"])
    }

    @Test("Both sides change different lines of a file")
    func bothSides() async throws {
        put("List.txt", "one\ntwo\nthree\nfour\n")
        var phone = phone()
        _ = try await sync(&phone)
        phone.edit("notes", try luid(phone, "one\ntwo\nthree\nfour"), "one\ntwo\nthree\nFOUR")
        put("List.txt", "ONE\ntwo\nthree\nfour\n")
        _ = try await sync(&phone)
        #expect(files == ["List.txt": "ONE\ntwo\nthree\nFOUR\n"])
        #expect(phone.texts("notes") == ["ONE\ntwo\nthree\nFOUR"])
    }

    @Test("Two equal files stay two when one of them goes")
    func twins() async throws {
        put("A.txt", "same\n")
        put("B.txt", "same\n")
        var phone = phone()
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == ["same", "same"])
        world.server.delete(Href(folder.rawValue + "A.txt"))
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == ["same"])
        #expect(files == ["B.txt": "same\n"])
    }

    @Test(
        "A write of which nobody heard is found again, and another's file of that name is not taken for it",
        arguments: [true, false])
    func interrupted(arrives: Bool) async throws {
        put("x.txt", "x\n")
        var phone = phone()
        _ = try await sync(&phone)
        phone.edit("notes", "5", "Title\nmine")
        // The PUT arrives and its answer is lost, or it never arrives; and nobody can look what became of it.
        world.server.setFault { request in
            switch request.method {
            case "PUT": arrives ? .lostReply : .lostRequest
            case "GET": .status(503)
            default: nil
            }
        }
        _ = try await sync(&phone)
        world.server.setFault(nil)
        if !arrives { put("Title.txt", "other\n") }
        await world.restart()
        await world.upkeep()
        _ = try await sync(&phone)
        let mine = files.filter { $0.value == "Title\nmine\n" }
        #expect(mine.map(\.key) == [arrives ? "Title.txt" : "Title (2).txt"], "\(files)")
        #expect(files.count == (arrives ? 2 : 3))
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == (arrives ? ["Title\nmine", "x"] : ["Title\nmine", "other", "x"]))
    }

    @Test("An undo gives a file its text back")
    func undo() async throws {
        put("List.txt", "one\r\ntwo\r\n")
        var phone = phone()
        _ = try await sync(&phone)
        phone.edit("notes", try luid(phone, "one\ntwo"), "one\n2")
        _ = try await sync(&phone)
        #expect(files == ["List.txt": "one\r\n2\r\n"])
        let entry = try #require(
            try world.store.read { try $0.entries(limit: 10) }.first { $0.action == .updated })
        let undo = Undo(settings: world.administration.settings, dependencies: world.administration.dependencies)
        let report = try await undo.run(try #require(UndoTarget("\(entry.id)")), isDryRun: false)
        #expect(report.lines.map(\.outcome) == [.changed])
        #expect(files == ["List.txt": "one\r\ntwo\r\n"])
        _ = try await sync(&phone)
        #expect(phone.texts("notes") == ["one\ntwo"])
    }
}
