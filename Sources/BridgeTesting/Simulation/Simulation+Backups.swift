import Phone
import SyncTypes

/// Syncs to a URL that asks for a backup: what the phone has lies on the shelf, and nothing has gone upstream.
extension Simulation {
    /// How things were before a session.
    struct BackupBefore {
        let files: Set<String>
        let writes: Int
    }

    /// True for a query that asks for a backup.
    static func isBackup(_ query: String?) -> Bool { query?.lowercased().contains("backup") == true }

    /// Before a session that is to be a backup; nil for any other.
    func beforeBackup(_ number: Int, _ query: String?) -> BackupBefore? {
        guard Self.isBackup(query) else { return nil }
        return BackupBefore(
            files: Set(backups.files(of: phones[number].deviceID).keys), writes: upstream.writes.count)
    }

    /// Which of a phone's databases only a backup knows: until a sync of another mode comes to its end.
    mutating func noteShelf(_ number: Int, _ step: PhoneStep, _ report: PhoneReport) {
        let isOver = if case .finished = step { report.isSuspended != true } else { false }
        for store in report.stores {
            if store.used == SyncMode.backup.alertCode {
                phones[number].onShelf.insert(store.name)
            } else if isOver, store.status == nil {
                phones[number].onShelf.remove(store.name)
            }
        }
    }

    /// Looks at what came of it.
    mutating func noteBackup(_ number: Int, since before: BackupBefore, _ step: PhoneStep) {
        let phone = phones[number]
        if upstream.writes.count > before.writes {
            backupFaults.append("step \(story.step): phone \(number): a backup wrote upstream")
        }
        // What was suspended is not all.
        guard case .finished(let report) = step, report.isSuspended != true else { return }
        let files = backups.files(of: phone.deviceID).filter { !before.files.contains($0.key) }
        for store in report.stores where store.used == SyncMode.backup.alertCode {
            story.count("backup")
            var texts = Array(files.values)
            for (luid, bytes) in phone.store.items[store.name] ?? [:] {
                guard let place = texts.firstIndex(of: bytes) else {
                    backupFaults.append(
                        "step \(story.step): phone \(number): the backup lacks \(store.name) \(luid)")
                    continue
                }
                texts.remove(at: place)
            }
        }
    }
}
