import Mapping
import SyncTypes

/// The orders of `footbridge device`.
public struct DeviceAdministration: Sendable {
    let store: Store

    /// Orders over the store's devices.
    public init(store: Store) { self.store = store }

    /// Every device, or those of one account. Throws `.notFound` for an unknown account.
    public func list(account name: String? = nil) throws -> [DeviceReport] {
        try store.read { store in
            let account = try name.map { try AccountAdministration.account($0, in: store) }
            let names = Dictionary(uniqueKeysWithValues: try store.accounts().map { ($0.id, $0.name) })
            return try store.devices(of: account?.id).map { device in
                try DeviceReport(device, account: names[device.account] ?? "?", in: store)
            }
        }
    }

    /// One device. Throws `.notFound` or `.ambiguous`.
    public func show(_ id: String) throws -> DeviceReport {
        try store.read { store in
            let device = try DeviceAdministration.device(id, in: store)
            return try DeviceReport(device, account: try store.account(device.account)?.name ?? "?", in: store)
        }
    }

    /// Forgets a device and what it holds: when it comes again, it is new. Nothing changes upstream or on the device.
    ///
    /// Throws `.notFound` or `.ambiguous`; answers the device as it was.
    @discardableResult
    public func forget(_ id: String) throws -> DeviceReport {
        try store.write { store in
            let device = try DeviceAdministration.device(id, in: store)
            let report = try DeviceReport(device, account: try store.account(device.account)?.name ?? "?", in: store)
            try store.remove(device.id)
            return report
        }
    }

    /// Lets the next session compare everything (a slow sync), in one datastore or in all. Nothing is lost by it.
    ///
    /// Throws `.notFound` or `.ambiguous`; answers the names of the datastores.
    @discardableResult
    public func resync(_ id: String, store name: String? = nil) throws -> [String] {
        try store.write { store in
            let device = try DeviceAdministration.device(id, in: store)
            let all = try store.datastores(of: device.id)
            let chosen = all.filter { name == nil || $0.name.lowercased() == name?.lowercased() }
            guard !chosen.isEmpty else {
                let known = all.map(\.name)
                throw AdministrationError(
                    .notFound,
                    known.isEmpty
                        ? "device \(id) has not synced anything yet"
                        : "device \(id) has no datastore \(name ?? ""); \(Suggestion.hint(for: name ?? "", among: known))"
                )
            }
            for var datastore in chosen {
                datastore.needsSlowSync = true
                try store.update(datastore)
            }
            return chosen.map(\.name)
        }
    }

    /// Sets or takes away settings of a device: `window=-30..90`, `conflict=`. All of them or none.
    ///
    /// Throws `.notFound`, `.ambiguous`, or `.badValue` with a hint; answers the device as it is then.
    @discardableResult
    public func set(_ id: String, _ assignments: [String]) throws -> DeviceReport {
        let changes = try Assignment.read(
            assignments, expectation: { (key: DeviceSetting) in key.expectation }, normalised: { $0.normalised($1) })
        return try store.write { store in
            var device = try DeviceAdministration.device(id, in: store)
            for (key, value) in changes { device.settings[key.rawValue] = value }
            try store.update(device)
            return try DeviceReport(device, account: try store.account(device.account)?.name ?? "?", in: store)
        }
    }

    /// Lets the next sync run in a mode by its number, whatever that erases; nil: as usual.
    ///
    /// Throws `.notFound`, `.ambiguous` or `.badValue`; answers what the mode is called.
    @discardableResult
    public func once(_ id: String, _ number: Int?) throws -> String? {
        let mode = number.flatMap(NumberedMode.init(rawValue:))
        guard number == nil || mode != nil else {
            throw AdministrationError(
                .badValue, "there is no mode \(number ?? 0); 1 to 9 are, see footbridge device once --help")
        }
        return try store.write { store in
            var device = try DeviceAdministration.device(id, in: store)
            device.once = mode
            try store.update(device)
            return mode?.words
        }
    }

    /// Keeps a device's messages from now on, or no more. Throws `.notFound` or `.ambiguous`.
    public func trace(_ id: String, _ isOn: Bool) throws {
        try store.write { store in
            var device = try DeviceAdministration.device(id, in: store)
            device.isTraced = isOn
            try store.update(device)
        }
    }

    /// A device by its number, or by its own name when only one account has it.
    static func device(_ id: String, in store: StoreReader) throws -> Device {
        let all = try store.devices()
        let named = all.filter { $0.deviceID.rawValue == id }
        if named.count == 1 { return named[0] }
        if named.count > 1 {
            let numbers = named.map { "\($0.id)" }.joined(separator: ", ")
            throw AdministrationError(.ambiguous, "several accounts have a device \(id); say its number: \(numbers)")
        }
        if let number = Int64(id), let device = all.first(where: { $0.id.rawValue == number }) { return device }
        let hint = Suggestion.nearest(to: id, among: all.map(\.deviceID.rawValue)).map { "did you mean \($0)?" }
        throw AdministrationError(
            .notFound, "there is no device \(id); \(hint ?? "footbridge device list shows their numbers")")
    }
}
