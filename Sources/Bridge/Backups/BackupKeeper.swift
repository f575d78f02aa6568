import SyncTypes

/// Where the files of `?backup` are kept: outside, since they are files.
public protocol BackupKeeper: Sendable {
    /// The first number from which no file of a stem exists, 1 or more.
    func nextNumber(of owner: BackupOwner, stem: String) throws(BackupError) -> Int

    /// Writes one file; when this returns, it stays there. A file of that name is replaced: it is the same item of a message that is
    /// repeated.
    func keep(_ text: [UInt8], as name: BackupFileName, of owner: BackupOwner) throws(BackupError)
}

/// Whose files they are.
public struct BackupOwner: Hashable, Sendable {
    /// The account's name.
    public var account: String
    /// The device's own name.
    public var device: String

    /// Whose files they are.
    public init(account: String, device: String) {
        self.account = account
        self.device = device
    }
}

/// Why a file could not be kept.
public struct BackupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No room is left: of the disk, or of what one device may have.
        case full
        /// Anything else.
        case failed
    }

    /// What went wrong.
    public var code: Code
    /// In words.
    public var reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
