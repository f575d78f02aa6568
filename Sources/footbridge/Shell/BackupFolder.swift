import Bridge
import Glibc

/// The files of `?backup` in the state folder, for the owner alone: `backup-files/ACCOUNT/DEVICE/autumn202611300001.vcf`.
struct BackupFolder: BackupKeeper {
    /// Files that one device may have; then it is told that there is no room, until somebody removes some.
    static let mostFiles = 100_000
    /// Bytes that a file may have that is imported.
    static let mostBytes = 16 << 20

    let path: String

    init(_ path: String) { self.path = path }

    func nextNumber(of owner: BackupOwner, stem: String) throws(BackupError) -> Int {
        let names = PrivateFiles.names(in: folder(of: owner))
        guard names.count < BackupFolder.mostFiles else {
            throw BackupError(.full, "\(folder(of: owner)) holds \(names.count) files; remove some")
        }
        return (names.lazy.compactMap(BackupFileName.init).filter { $0.stem == stem }.map(\.number).max() ?? 0) + 1
    }

    func keep(_ text: [UInt8], as name: BackupFileName, of owner: BackupOwner) throws(BackupError) {
        let folder = folder(of: owner)
        do throws(PrivateFiles.Failure) {
            for parent in [path, "\(path)/\(FileName.folder(owner.account))", folder] {
                try PrivateFiles.makeFolder(parent)
            }
            try PrivateFiles.write(text, "\(folder)/\(name)", isDurable: true)
            try PrivateFiles.sync(folder)
        } catch {
            throw BackupError([ENOSPC, EDQUOT].contains(error.number) ? .full : .failed, error.description)
        }
    }

    // MARK: - What is there

    /// The files of one backup: those of one device, prefix and day.
    struct Backup: Hashable, Encodable {
        let account: String
        let device: String
        /// Prefix and day.
        let backup: String
        /// In the order in which they came.
        var files: [String] = []
        var bytes = 0
        /// When the last of them was written, seconds since 1970 UTC.
        var at: Int64 = 0
    }

    /// All backups, by account and device, the oldest first; of one account or device, when they are named.
    func backups(account: String? = nil, device: String? = nil) -> [Backup] {
        var found: [Backup] = []
        let accounts = PrivateFiles.names(in: path).sorted()
        for name in accounts where account == nil || name == account.map(FileName.folder) {
            for own in PrivateFiles.names(in: "\(path)/\(name)").sorted()
            where device == nil || own == device.map(FileName.folder) {
                let files = PrivateFiles.names(in: "\(path)/\(name)/\(own)").compactMap(BackupFileName.init)
                let byStem = Dictionary(grouping: files, by: \.stem)
                found += byStem.map { stem, files in
                    var backup = Backup(account: name, device: own, backup: stem)
                    for file in files.sorted(by: { $0.number < $1.number }) {
                        guard let facts = PrivateFiles.facts(of: "\(path)/\(name)/\(own)/\(file)") else { continue }
                        backup.files.append("\(file)")
                        backup.bytes += facts.bytes
                        backup.at = max(backup.at, facts.changedAt)
                    }
                    return backup
                }.sorted { ($0.at, $0.backup) < ($1.at, $1.backup) }
            }
        }
        return found
    }

    /// The path of a backup's file.
    func path(of file: String, in backup: Backup) -> String {
        "\(path)/\(backup.account)/\(backup.device)/\(file)"
    }

    private func folder(of owner: BackupOwner) -> String {
        "\(path)/\(FileName.folder(owner.account))/\(FileName.folder(owner.device))"
    }
}
