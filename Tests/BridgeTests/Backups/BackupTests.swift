import Bridge
import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("A URL that asks for a backup")
struct BackupTests {
    /// A phone and a server that agreed and then both changed, and how the server was before the backup.
    private static func changed(_ change: (inout PhoneConfiguration) -> Void = { _ in }) async throws -> Scene {
        var scene = try Scene(change: change)
        let first = try await scene.agree()
        #expect(first.isSuccess, "\(first.table)")
        scene.changePhone()
        scene.changeServer()
        return scene
    }

    /// The texts on the phone, of all databases.
    private func texts(_ scene: Scene) -> [String] {
        scene.phone.store.items.values.flatMap(\.values).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    private func kept(_ scene: Scene) -> [String] {
        scene.world.backups.files(of: "phone-1").values.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    private func journal(_ scene: Scene) -> String {
        let lines = (try? History(store: scene.world.store).lines(limit: 200)) ?? []
        return lines.compactMap(\.detail).joined(separator: "\n")
    }

    @Test(
        "Everything that the phone has becomes a file, and neither side changes",
        arguments: ["?backup", "?BACKUP=", "/device?x=1&backup", "?sync=4,&backup", "?reset#backup"])
    func kept(query: String) async throws {
        var scene = try await Self.changed()
        let (picture, writes) = (scene.picture, scene.writes)
        scene.phone.configuration.url += query
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(report.stores.allSatisfy { $0.used == 203 })
        #expect(scene.picture == picture)
        #expect(scene.writes == writes)
        #expect(kept(scene) == texts(scene))
        let day = BackupFileName.stem(prefix: "", at: scene.world.clock.now)
        let names = scene.world.backups.files(of: "phone-1").keys.sorted()
        #expect(names.count == 16)
        #expect(names.first?.hasPrefix(day + "0001.") == true && names.last?.hasPrefix(day + "0016.") == true)
        #expect(Set(names.map { $0.suffix(4) }) == [".vcf", ".ics", ".txt"])
        #expect(journal(scene).contains("backup \(day): 4 items are kept as files and nothing was synchronized"))

        scene.phone.configuration.url = "http://bridge.example/syncml"
        let next = try await scene.phone.sync()
        #expect(next.stores.allSatisfy { $0.used == 201 }, "\(next.table)")
        for kind in Scene.kinds {
            #expect(scene.phone.essences(kind) == scene.world.essences(of: scene.world.collection(kind)))
        }
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
        #expect(kept(scene).count == 16)
    }

    @Test("The counter goes on within a day and a prefix, and begins anew with either")
    func counted() async throws {
        var scene = try await Self.changed()
        for _ in 0..<2 {
            scene.phone.configuration.url = "http://bridge.example/syncml?backup=Old"
            _ = try await scene.phone.sync()
        }
        scene.world.clock.advance(86_400)
        _ = try await scene.phone.sync()
        let names = scene.world.backups.files(of: "phone-1").keys.compactMap(BackupFileName.init)
        let byStem = Dictionary(grouping: names, by: \.stem).mapValues { $0.map(\.number).sorted() }
        let days = [scene.world.clock.now - 86_400, scene.world.clock.now].map {
            BackupFileName.stem(prefix: "Old", at: $0)
        }
        #expect(byStem == [days[0]: Array(1...32), days[1]: Array(1...16)])
    }

    @Test("A phone that sends SIF has its own texts in the files")
    func sif() async throws {
        var scene = try Scene(version: .v11, encoding: .xml) { $0.stores = StoreConfiguration.sif() }
        for kind in Scene.kinds { scene.phone.edit("own-1", Scene.shared(kind)[0]) }
        scene.phone.configuration.url += "?backup"
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(kept(scene) == texts(scene))
        let types = Set(scene.world.backups.files(of: "phone-1").keys.map { $0.suffix(5) })
        #expect(types == [".sifc", ".sife", ".sift", ".sifn"])
    }

    @Test("A phone that refuses another mode has what it sends kept, and compares everything next time")
    func refused() async throws {
        var scene = try await Self.changed { $0.habits.refusesOtherModes = true }
        let writes = scene.writes
        scene.phone.configuration.url += "?backup"
        _ = try await scene.phone.sync()
        #expect(scene.writes == writes)
        scene.phone.configuration.habits.refusesOtherModes = false
        scene.phone.configuration.url = "http://bridge.example/syncml"
        let next = try await scene.phone.sync()
        #expect(next.stores.allSatisfy { $0.used == 201 }, "\(next.table)")
        for kind in Scene.kinds {
            #expect(scene.phone.essences(kind) == scene.world.essences(of: scene.world.collection(kind)))
        }
    }

    @Test("A model of two modes sends all it has in a slow sync")
    func twoModes() async throws {
        var scene = try await Self.changed { configuration in
            configuration.model.manufacturer = "NOKIA"
            configuration.model.model = "7210c"
        }
        let (picture, writes) = (scene.picture, scene.writes)
        scene.phone.configuration.url += "?backup"
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.picture == picture && scene.writes == writes)
        #expect(kept(scene) == texts(scene))
    }

    @Test("A backup that is suspended goes on where it was, and each item is kept once", arguments: 2...3)
    func suspended(after: Int) async throws {
        var scene = try Scene { $0.maxMessageSize = 2500 }
        for kind in Scene.kinds {
            for number in 0..<4 { scene.phone.edit("own-\(number)", Sample(kind, "Name\(number)", "+49 \(number)001")) }
        }
        scene.phone.configuration.url += "?backup"
        let first = try await scene.phone.sync(suspendsAfter: after)
        #expect(first.isSuspended == true, "\(first.table)")
        scene.phone.configuration.url = "http://bridge.example/syncml"
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && rest.stores.contains(where: \.wasResumed), "\(rest.table)")
        #expect(kept(scene) == texts(scene))
        #expect(scene.writes == 0)
    }

    @Test("A sync that was suspended does not go on where the URL asks for a backup by now")
    func suspendedSync() async throws {
        var scene = try await Self.changed { $0.maxMessageSize = 2500 }
        let first = try await scene.phone.sync(suspendsAfter: 2)
        #expect(first.isSuspended == true, "\(first.table)")
        let writes = scene.writes
        scene.phone.configuration.url += "?backup"
        let backup = try await scene.phone.sync(resumes: true)
        #expect(backup.stores.allSatisfy { $0.used == 203 && !$0.wasResumed }, "\(backup.table)")
        #expect(scene.writes == writes)
        #expect(kept(scene) == texts(scene))
    }

    @Test("Where there is no room the phone is told so, and nothing else happens")
    func full() async throws {
        var scene = try await Self.changed()
        let writes = scene.writes
        scene.world.backups.setFull(true)
        scene.phone.configuration.url += "?backup"
        let report = try await scene.phone.sync()
        #expect(report.stores.allSatisfy { $0.problems.count == 4 }, "\(report.table)")
        #expect(scene.writes == writes && kept(scene).isEmpty)
        #expect(journal(scene).contains("4 could not be kept"))
    }

    @Test("What an administrator wants once is wanted of the next sync that is one")
    func once() async throws {
        var scene = try await Self.changed()
        try DeviceAdministration(store: scene.world.store).once("phone-1", 6)
        scene.phone.configuration.url += "?backup"
        _ = try await scene.phone.sync()
        scene.phone.configuration.url = "http://bridge.example/syncml"
        let next = try await scene.phone.sync()
        #expect(next.stores.allSatisfy { $0.used == 205 }, "\(next.table)")
    }
}
