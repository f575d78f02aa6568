import Bridge
import BridgeTesting
import Mapping
import SyncTypes
import Testing

/// The orders of `footbridge account`.
@Suite struct AccountAdministrationTests {
    private typealias Draft = AccountAdministration.Draft

    @Test func addingMakesAPasswordOnceAndSealsBoth() async throws {
        let world = try AccountWorld()
        let added = try await world.administration().add(Draft(name: "Ann", user: "ann", password: "secret"))
        let made = try #require(added.madePassword)
        #expect(made.count == PasswordMaker.length)
        #expect(await world.directory().signIn(user: "ann", password: made).account == added.account)
        let summary = try #require(try world.administration().list().first)
        #expect(summary.name == "Ann")
        #expect(summary.kind == "stored")
        #expect(summary.password == "kept")
        #expect(summary.devicePasswords == 1)
        #expect(summary.upstream == AccountWorld.url)
    }

    @Test func theLoginIsTriedBeforeItIsStored() async throws {
        let world = try AccountWorld()
        let administration = world.administration()
        await #expect(throws: AdministrationError(.refusedUpstream, "")) {
            try await administration.add(Draft(name: "ann", password: "wrong"))
        }
        await #expect(throws: AdministrationError(.refusedUpstream, "")) {
            try await administration.add(Draft(name: "ann"))
        }
        world.upstream.set(.down)
        await #expect(throws: AdministrationError(.unreachable, "")) {
            try await administration.add(Draft(name: "ann", password: "secret"))
        }
        #expect(try administration.list().isEmpty)
        _ = try await administration.add(Draft(name: "ann", password: "secret", isChecked: false))
        #expect(try administration.list().count == 1)
    }

    @Test func badDraftsAreRefused() async throws {
        let world = try AccountWorld()
        let drafts = [
            Draft(name: "a:b", password: "secret"), Draft(name: "", password: "secret"),
            Draft(name: "ann", upstream: "dav.example.org:8080", password: "secret"),
            Draft(name: "ann", password: "secret", devicePassword: ""), Draft(name: "ann", password: ""),
            Draft(name: "ann", password: "secret", devicePassword: "a\nb"),
        ]
        for draft in drafts {
            await #expect(throws: AdministrationError(.badValue, "")) { try await world.administration().add(draft) }
        }
        await #expect(throws: AdministrationError(.badValue, "")) {
            try await world.administration(Settings()).add(Draft(name: "ann", password: "secret"))
        }
        _ = try await world.administration().add(Draft(name: "ann", password: "secret"))
        await #expect(throws: AdministrationError(.exists, "")) {
            try await world.administration().add(Draft(name: "ANN", password: "secret"))
        }
    }

    @Test func settingsAreCheckedAndNormalised() async throws {
        let world = try AccountWorld()
        let administration = world.administration()
        _ = try await administration.add(Draft(name: "ann", password: "secret"))
        try administration.set(
            "ann",
            [
                "calendar= Personal, Work ", "conflict=Server-Wins", "keep-password=ON", "timezone=Europe/Prague",
                "window=-30..+090", "format=SIF",
            ])
        #expect(
            try administration.list().first?.settings == [
                "calendar": "Personal,Work", "conflict": "server-wins", "keep-password": "yes",
                "timezone": "Europe/Prague", "window": "-30..90", "format": "sif",
            ])
        try administration.set("ann", ["calendar=", "conflict=newest"])
        #expect(try administration.list().first?.settings["calendar"] == nil)
        #expect(try administration.list().first?.settings["conflict"] == "newest")
    }

    @Test(arguments: [
        ("calender=X", "did you mean calendar?"), ("calendar", "KEY=VALUE"), ("conflict=mine", "device-wins"),
        ("auth=digest", "basic-or-md5"), ("calendar=,", "names of collections"), ("timezone=../etc", "IANA"),
        ("keep-password=maybe", "yes or no"), ("window=30", "-30..90"), ("windows=all", "did you mean window?"),
        ("window=90..-30", "days from today"), ("password-refused-at=1", "unknown key"),
        ("format=xml", "vob (vCard and iCalendar)"),
    ])
    func badSettingsChangeNothing(assignment: String, hint: String) async throws {
        let world = try AccountWorld()
        let administration = world.administration()
        _ = try await administration.add(Draft(name: "ann", password: "secret"))
        let error = #expect(throws: AdministrationError(.badValue, "")) {
            try administration.set("ann", ["tasks=Chores", assignment])
        }
        #expect(error?.reason.contains(hint) == true, "\(error?.reason ?? "")")
        #expect(try administration.list().first?.settings.isEmpty == true)
    }

    @Test func unknownNamesComeWithAHint() async throws {
        let world = try AccountWorld()
        let administration = world.administration()
        let none = #expect(throws: AdministrationError(.notFound, "")) { try administration.remove("ann") }
        #expect(none?.reason.contains("account add") == true)
        _ = try await administration.add(Draft(name: "annabel", user: "ann", password: "secret"))
        let near = #expect(throws: AdministrationError(.notFound, "")) { try administration.enable("annabell", false) }
        #expect(near?.reason.contains("did you mean annabel?") == true)
        try administration.remove("annabel")
        #expect(try administration.list().isEmpty)
    }

    @Test func aPassThroughAccountHasNoDevicePassword() async throws {
        let world = try AccountWorld()
        _ = await world.directory().signIn(user: "ann", password: "secret")
        #expect(throws: AdministrationError(.notPossible, "")) {
            try world.administration().setDevicePassword("ann", nil)
        }
        try world.administration().set("ann", ["keep-password=no"])
        #expect(try world.account("ann")?.sealedPassword == nil)
        let summary = try #require(try world.administration().list().first)
        #expect(summary.kind == "pass-through")
        #expect(summary.password == "none")
    }

    @Test func collectionsThatLackAreMade() async throws {
        let world = try AccountWorld()
        let server = InMemoryDAVServer()
        server.addUser("ann", password: "secret")
        server.addCollection(user: "ann", name: "people", kinds: [.contact], displayName: "People")
        var dependencies = world.dependencies
        dependencies.transport = server
        let administration = AccountAdministration(settings: Settings(), dependencies: dependencies)
        let added = try await administration.add(
            Draft(name: "ann", upstream: "http://dav.example/", password: "secret"))
        let wanted = try AccountAdministration.Creation.list("contacts, tasks,notes,tasks")
        #expect(wanted == [.contacts, .tasks, .notes])
        let lines = try await administration.create(wanted, for: added.account)
        #expect(lines.count == 3)
        #expect(lines.first == "contacts: already in People")
        #expect(lines.dropFirst().allSatisfy { $0.contains("made") })
        let again = try await administration.create(wanted, for: added.account)
        #expect(again.allSatisfy { $0.contains("already in") })
        #expect(throws: AdministrationError(.badValue, "")) { try AccountAdministration.Creation.list("task") }
    }
}
