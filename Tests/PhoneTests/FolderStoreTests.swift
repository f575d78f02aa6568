import Foundation
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("A phone in a folder") struct FolderStoreTests {
    private static let contacts = StoreConfiguration(name: "contacts", format: .vcard30)

    /// A set-up phone in a folder of its own, removed afterwards.
    private func withPhone(_ body: (PhoneFolder) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "/phone-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = PhoneFolder(path + "/")
        try folder.setUp(phone())
        try body(folder)
    }

    private func put(_ text: String, _ name: String, _ folder: PhoneFolder) throws {
        try text.write(toFile: "\(folder.path)/contacts/\(name)", atomically: false, encoding: .utf8)
    }

    private func described(_ changes: [PhoneChange]) -> [String] { changes.map { "\($0.kind.rawValue) \($0.luid)" } }

    @Test("set-up makes the folders, hides the password and can be read again") func setUp() throws {
        try withPhone { folder in
            #expect(folder.isSetUp)
            #expect(try folder.configuration() == phone())
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.configurationFile)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            #expect(FileManager.default.fileExists(atPath: folder.path + "/contacts"))
        }
        #expect(throws: PhoneError(.configuration, "")) { _ = try PhoneFolder("/nonexistent").configuration() }
    }

    @Test("what the user does to files is found") func changes() throws {
        try withPhone { folder in
            try put(card("Ann"), "1.vcf", folder)
            try put(card("Ben"), "Ben Öder.vcf", folder)
            try put("x", ".hidden.vcf", folder)
            try put("x", "notes.txt", folder)
            var store = try FolderStore(folder)
            #expect(described(try store.changes(in: FolderStoreTests.contacts)) == ["add 1", "add Ben Öder"])
            #expect(try store.ignored(in: FolderStoreTests.contacts) == ["notes.txt"])
            for change in try store.changes(in: FolderStoreTests.contacts) {
                store.memory.stores["contacts", default: StoreMemory()].known[change.luid.rawValue] = change.digest
            }
            try store.save()

            var later = try FolderStore(folder)
            #expect(later.memory == store.memory)
            #expect(try later.changes(in: FolderStoreTests.contacts).isEmpty)
            // The same content again is no change.
            try put(card("Ann"), "1.vcf", folder)
            #expect(try later.changes(in: FolderStoreTests.contacts).isEmpty)
            try put(card("Anna"), "1.vcf", folder)
            try put(card("Cleo"), "10.vcf", folder)
            try later.remove("Ben Öder", in: FolderStoreTests.contacts)
            #expect(
                described(try later.changes(in: FolderStoreTests.contacts))
                    == ["replace 1", "add 10", "delete Ben Öder"])
        }
    }

    @Test("items are written and read back, and never outside the folder") func items() throws {
        try withPhone { folder in
            var store = try FolderStore(folder)
            let text = Array(card("Ann").utf8)
            try store.write(text, as: "7", in: FolderStoreTests.contacts)
            #expect(try store.read("7", in: FolderStoreTests.contacts) == text)
            #expect(try store.luids(in: FolderStoreTests.contacts) == ["7"])
            #expect(FileManager.default.fileExists(atPath: folder.path + "/contacts/7.vcf"))
            for name in ["../x", "", ".x", "a/b", "../.phone/configuration"] {
                let luid = LUID(name)
                #expect(throws: PhoneError(.storage, "")) {
                    try store.write(text, as: luid, in: FolderStoreTests.contacts)
                }
                #expect(try store.read(luid, in: FolderStoreTests.contacts) == nil)
                try store.remove(luid, in: FolderStoreTests.contacts)
            }
            #expect(folder.isSetUp)
            try store.remove("7", in: FolderStoreTests.contacts)
            #expect(try store.luids(in: FolderStoreTests.contacts).isEmpty)
            try store.remove("7", in: FolderStoreTests.contacts)
        }
    }

    @Test("a folder that is gone is not taken for a wish to delete all") func goneFolder() throws {
        try withPhone { folder in
            var store = try FolderStore(folder)
            store.memory.stores["contacts"] = StoreMemory()
            store.memory.stores["contacts"]?.known["1"] = "digest"
            try FileManager.default.removeItem(atPath: folder.path + "/contacts")
            #expect(throws: PhoneError(.storage, "")) { try store.changes(in: FolderStoreTests.contacts) }
            var session = PhoneSession(phone(), store: store, environment: PhoneEnvironment(now: 0))
            guard case .send = session.start() else {
                Issue.record("the session did not start")
                return
            }
        }
    }

    @Test("other settings forget what is no longer true, and no more") func setUpAgain() throws {
        try withPhone { folder in
            var store = try FolderStore(folder)
            store.memory.stores["contacts"] = StoreMemory()
            store.memory.stores["contacts"]?.lastAnchor = "a1"
            store.memory.nonce = "Tm9uY2U="
            store.memory.scheme = .basic
            try store.save()
            var settings = phone(authentication: .md5)
            try folder.setUp(settings)
            #expect(try FolderStore(folder).memory.scheme == nil)
            #expect(try FolderStore(folder).memory.stores["contacts"]?.lastAnchor == "a1")
            settings.stores[0].format = .vcard21
            try folder.setUp(settings)
            #expect(try FolderStore(folder).memory.stores["contacts"] == nil)
            #expect(try FolderStore(folder).memory.nonce != nil)
            settings.user = "Someone"
            try folder.setUp(settings)
            #expect(try FolderStore(folder).memory.nonce == nil)
        }
    }

    @Test("a broken state file says what to do") func brokenState() throws {
        try withPhone { folder in
            try "{".write(toFile: folder.stateFile, atomically: true, encoding: .utf8)
            #expect(throws: PhoneError(.storage, "")) { _ = try FolderStore(folder) }
        }
    }

    @Test("a whole sync on files, and nothing to do afterwards") func wholeSync() throws {
        try withPhone { folder in
            try put("one\n", "../notes.txt", folder)
            let configuration = notesPhone(.v12, .wbxml)
            try folder.setUp(configuration)
            try "milk\n".write(toFile: folder.path + "/notes/1.txt", atomically: true, encoding: .utf8)
            var server = NoteServer(configuration)
            server.additions = [("12", Array("bread".utf8))]
            var session = PhoneSession(
                configuration, store: try FolderStore(folder), environment: PhoneEnvironment(now: 1_795_224_027))
            var step = session.start()
            while case .send(let message) = step {
                step = session.receive(
                    try server.answer(message.body), contentType: message.contentType, httpStatus: 200)
            }
            guard case .finished(let report) = step else {
                Issue.record("\(step)")
                return
            }
            #expect(report.isSuccess)
            #expect(server.items == ["1": Array("milk\n".utf8)])
            #expect(try String(contentsOfFile: folder.path + "/notes/2.txt", encoding: .utf8) == "bread")
            let later = try FolderStore(folder)
            #expect(later.memory.lastReport == report)
            #expect(later.memory.stores["notes"]?.lastAnchor == "20261121T012027Z")
            #expect(try later.changes(in: configuration.stores[0]).isEmpty)
        }
    }
}

extension LUID: ExpressibleByStringLiteral {
    /// A LUID as a literal, in tests.
    public init(stringLiteral value: String) { self.init(value) }
}
