import Bridge
import Mapping
import SyncTypes
import Testing

/// The orders of `footbridge device`, and `footbridge history`.
@Suite struct DeviceAdministrationTests {
    private struct Fleet {
        let store: Store
        let ann: AccountRow
        let phone: DeviceRow
        let contacts: DatastoreRow

        init() throws {
            let store = try Store(inMemory: ())
            self.store = store
            (ann, phone, contacts) = try store.write { store in
                let ann = try store.insert(
                    Account(name: "ann", kind: .stored, upstreamURL: "u", upstreamUser: "a", createdAt: 1))
                let bob = try store.insert(
                    Account(name: "bob", kind: .passThrough, upstreamURL: "u", upstreamUser: "b", createdAt: 1))
                let phone = try store.insert(
                    Device(
                        account: ann, deviceID: DeviceID("IMEI:1"), manufacturer: "NOKIA", model: "N80", firstSeen: 2,
                        lastSeen: 3))
                for account in [ann, bob] {
                    _ = try store.insert(
                        Device(account: account, deviceID: DeviceID("sc-pim"), firstSeen: 2, lastSeen: 3))
                }
                let contacts = try store.insert(
                    Datastore(device: phone, name: "contacts", kind: .contact, kinds: [.contact], format: .vCard21))
                _ = try store.insert(Datastore(device: phone, name: "calendar", kind: .event, kinds: [.event]))
                return (ann, phone, contacts)
            }
        }

        var devices: DeviceAdministration { DeviceAdministration(store: store) }
    }

    @Test func listsAllOrOneAccounts() throws {
        let fleet = try Fleet()
        #expect(try fleet.devices.list().count == 3)
        let reports = try fleet.devices.list(account: "ANN")
        #expect(reports.count == 2)
        let phone = try #require(reports.first { $0.deviceID == "IMEI:1" })
        #expect(phone.account == "ann")
        #expect(phone.model == "N80")
        #expect(phone.datastores.map(\.name).sorted() == ["calendar", "contacts"])
        #expect(throws: AdministrationError(.notFound, "")) { try fleet.devices.list(account: "eve") }
    }

    @Test func settingsAreCheckedAndKept() throws {
        let fleet = try Fleet()
        let report = try fleet.devices.set(
            "IMEI:1", ["window=-30..90", "conflict=Server-Wins", "timezone=Europe/Prague", "format=SIF"])
        #expect(
            report.settings
                == ["window": "-30..90", "conflict": "server-wins", "timezone": "Europe/Prague", "format": "sif"])
        try fleet.devices.set("IMEI:1", ["window=ALL", "conflict=", "format="])
        #expect(try fleet.devices.show("IMEI:1").settings == ["window": "all", "timezone": "Europe/Prague"])
        #expect(try fleet.devices.list(account: "bob").allSatisfy { $0.settings.isEmpty })
        #expect(throws: AdministrationError(.notFound, "")) { try fleet.devices.set("IMEI:9", ["window=all"]) }
    }

    @Test(arguments: [
        ("windw=all", "did you mean window?"), ("window", "KEY=VALUE"), ("window=30", "-30..90"),
        ("window=..", "-30..90"),
        ("window=5..1", "-30..90"), ("window=-99999..1", "-30..90"), ("conflict=mine", "device-wins"),
        ("erase=allowed", "unknown key"), ("format=xml", "expected get"), ("formt=sif", "did you mean format?"),
    ])
    func badSettingsChangeNothing(assignment: String, hint: String) throws {
        let fleet = try Fleet()
        let error = #expect(throws: AdministrationError(.badValue, "")) {
            try fleet.devices.set("IMEI:1", ["timezone=Europe/Prague", assignment])
        }
        #expect(error?.reason.contains(hint) == true, "\(error?.reason ?? "")")
        #expect(try fleet.devices.show("IMEI:1").settings.isEmpty)
    }

    @Test func devicesAreNamedByNumberOrName() throws {
        let fleet = try Fleet()
        #expect(try fleet.devices.show("\(fleet.phone)").deviceID == "IMEI:1")
        #expect(try fleet.devices.show("IMEI:1").number == fleet.phone.rawValue)
        let several = #expect(throws: AdministrationError(.ambiguous, "")) { try fleet.devices.show("sc-pim") }
        #expect(several?.reason.contains("say its number: ") == true)
        let near = #expect(throws: AdministrationError(.notFound, "")) { try fleet.devices.show("IMEI:2") }
        #expect(near?.reason.contains("did you mean IMEI:1?") == true)
    }

    @Test func resyncMarksOneDatastoreOrAll() throws {
        let fleet = try Fleet()
        #expect(try fleet.devices.resync("IMEI:1", store: "Contacts") == ["contacts"])
        let marked = try fleet.devices.show("IMEI:1").datastores.filter(\.needsSlowSync).map(\.name)
        #expect(marked == ["contacts"])
        let unknown = #expect(throws: AdministrationError(.notFound, "")) {
            try fleet.devices.resync("IMEI:1", store: "contact")
        }
        #expect(unknown?.reason.contains("did you mean contacts?") == true)
        #expect(try fleet.devices.resync("IMEI:1").sorted() == ["calendar", "contacts"])
        #expect(try fleet.devices.show("IMEI:1").datastores.allSatisfy(\.needsSlowSync))
    }

    @Test func forgettingTakesTheDeviceWithItsDatastores() throws {
        let fleet = try Fleet()
        #expect(try fleet.devices.forget("IMEI:1").model == "N80")
        #expect(throws: AdministrationError(.notFound, "")) { try fleet.devices.show("IMEI:1") }
        #expect(try fleet.store.read { try $0.datastore(fleet.contacts) } == nil)
    }

    @Test func historyMixesSyncsAndJournalNewestFirst() throws {
        let fleet = try Fleet()
        try fleet.store.write { store in
            let session = try store.insert(
                SessionRecord(
                    device: fleet.phone, sessionID: "1", fence: 1, token: "t", startedAt: 1, updatedAt: 1,
                    version: "1.2",
                    encoding: "xml"))
            _ = try store.append(
                JournalEntry(at: 10, account: fleet.ann, device: fleet.phone, action: .created, summary: "Ann Lee"))
            _ = try store.append(
                SyncResult(
                    session: session, datastore: fleet.contacts, mode: .slow, inAdded: 1, outAdded: 2, outChanged: 3,
                    conflicts: 4, at: 20))
            _ = try store.append(JournalEntry(at: 30, account: fleet.ann, action: .note, detail: "why"))
        }
        let lines = try History(store: fleet.store).lines()
        #expect(lines.map(\.at) == [30, 20, 10])
        #expect(lines.map(\.what) == ["note", "sync", "created"])
        let sync = try #require(lines[1].sync)
        #expect(sync.datastore == "contacts")
        #expect(sync.mode == "slow")
        #expect(sync.toDevice == HistoryLine.Counts(added: 2, changed: 3))
        #expect(lines[1].device == "IMEI:1")
        #expect(lines[1].account == "ann")
        #expect(try History(store: fleet.store).lines(device: "IMEI:1").map(\.at) == [20, 10])
        #expect(try History(store: fleet.store).lines(account: "bob").isEmpty)
        #expect(try History(store: fleet.store).lines(limit: 1).map(\.at) == [30])
        #expect(throws: AdministrationError(.notFound, "")) { try History(store: fleet.store).lines(account: "eve") }
    }
}
