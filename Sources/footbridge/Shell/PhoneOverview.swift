import Phone

/// What `status` shows.
struct PhoneOverview: Encodable {
    var deviceID: String
    var url: String
    var user: String
    var stores: [Store]
    var lastReport: PhoneReport?

    struct Store: Encodable {
        var name: String
        var format: PhoneFormat
        var items: Int
        var changes: StoreReport.Changes
        var unconfirmedNames: Int
        var lastAnchor: String?
        var ignoredFiles: [String]

        init(_ setting: StoreConfiguration, _ store: FolderStore) throws(PhoneError) {
            name = setting.name
            format = setting.format
            items = try store.luids(in: setting).count
            changes = StoreReport.Changes()
            for change in try store.changes(in: setting) {
                switch change.kind {
                case .add: changes.adds += 1
                case .replace: changes.replaces += 1
                case .delete: changes.deletes += 1
                }
            }
            let memory = store.memory.stores[setting.name] ?? StoreMemory()
            unconfirmedNames = memory.pendingMaps.count
            lastAnchor = memory.lastAnchor
            ignoredFiles = try store.ignored(in: setting)
        }
    }

    var text: String {
        var table = Table(["store", "format", "items", "to send +/~/-", "synced"])
        for store in stores {
            let changes = store.changes
            table.add([
                store.name, store.format.rawValue, String(store.items),
                "\(changes.adds)/\(changes.replaces)/\(changes.deletes)", store.lastAnchor ?? "never",
            ])
        }
        var lines = ["\(deviceID), user \(user) at \(url)", "", table.text]
        for store in stores where !store.ignoredFiles.isEmpty {
            let names = store.ignoredFiles.joined(separator: ", ")
            lines.append("\(store.name): no items, since they do not end in .\(store.format.fileExtension): \(names)")
        }
        if let lastReport {
            lines += ["", "Last sync, \(Moment.local(lastReport.startedAt)):", lastReport.table]
        }
        return lines.joined(separator: "\n")
    }
}
