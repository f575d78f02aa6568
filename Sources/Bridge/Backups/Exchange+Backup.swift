import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// `?backup` in a device's URL: what the device sends becomes files, and nothing else becomes of it.
///
/// The datastore's anchors are gone with that, since its device believes to have synced: its next sync compares everything.
extension Exchange {
    /// What the session's files are called, and how many there are.
    struct BackupProgress: Hashable, Sendable, Codable {
        /// Prefix and day.
        let stem: String
        /// The number of the next file. A message that is repeated after its process died writes the same files again.
        var next: Int
    }

    /// True when the device's URL asks for a backup rather than a sync.
    var isBackup: Bool { state.parameters?.backup != nil }

    private var backupOwner: BackupOwner {
        BackupOwner(account: account.name, device: device.deviceID.rawValue)
    }

    /// Fixes the names of the session's files before the first of them comes.
    mutating func startBackup() throws {
        guard state.backup == nil else { return }
        guard let keeper = service.dependencies.backups else {
            throw BackupError(.failed, "there is no place for backups")
        }
        let stem = BackupFileName.stem(prefix: state.parameters?.backup ?? "", at: record.startedAt)
        state.backup = BackupProgress(stem: stem, next: try keeper.nextNumber(of: backupOwner, stem: stem))
    }

    /// The status of an Alert whose backup cannot begin.
    func refused(_ error: BackupError, _ name: String) -> Int {
        logger.error("no backup can be kept", metadata: metadata(name).merging(["reason": "\(error)"]) { $1 })
        return error.code == .full ? StatusCode.deviceFull : StatusCode.datastoreFailure
    }

    /// Keeps an item. Returns its status.
    mutating func backUp(
        _ text: [UInt8], _ format: ItemFormat, _ command: DeviceChange.Command, in index: Int
    ) -> Int {
        guard let keeper = service.dependencies.backups else { return StatusCode.optionalFeatureNotSupported }
        guard let progress = state.backup else { return StatusCode.commandNotAllowed }
        let own = FormatSniffer.format(of: text, kind: state.datastores[index].kind) ?? format
        let most = service.settings.limits.itemsPerDatastore
        do throws(BackupError) {
            guard state.datastores[index].tally.inAdded < most else {
                throw BackupError(.full, "a datastore has room for \(most) items")
            }
            let name = BackupFileName(stem: progress.stem, number: progress.next, format: own)
            try keeper.keep(text, as: name, of: backupOwner)
            state.backup?.next += 1
        } catch {
            if !isFull {
                logger.error(
                    "an item cannot be backed up",
                    metadata: metadata(state.datastores[index].serverName).merging(["reason": "\(error)"]) { $1 })
            }
            isFull = true
            state.datastores[index].tally.rejected += 1
            return error.code == .full ? StatusCode.deviceFull : StatusCode.datastoreFailure
        }
        state.datastores[index].tally.inAdded += 1
        return command == .add ? StatusCode.itemAdded : StatusCode.ok
    }

    /// Tells the journal what was kept of a datastore.
    func tellBackup(_ index: Int) throws {
        let session = state.datastores[index]
        let stem = state.backup?.stem ?? ""
        let (kept, lost) = (session.tally.inAdded, session.tally.rejected)
        var words =
            "backup \(stem): \(kept) \(kept == 1 ? "item is" : "items are") kept as files and nothing was synchronized;"
            + " the next sync compares everything"
        if lost > 0 { words += "; \(lost) could not be kept" }
        logger.info(
            "backup", metadata: metadata(session.serverName).merging(["backup": "\(stem)", "items": "\(kept)"]) { $1 })
        try note(words, session.serverName)
    }
}
