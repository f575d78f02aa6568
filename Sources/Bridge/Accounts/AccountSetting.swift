import Mapping
import SyncTypes

/// The keys of `account set`.
public enum AccountSetting: String, Hashable, Sendable, CaseIterable {
    /// Collections the phone's address book shows, by display name, last path segment or path; new contacts go to the first.
    case contacts
    /// The same for the phone's calendar.
    case calendar
    /// The same for the phone's tasks.
    case tasks
    /// The same for the phone's notes; also the path of a folder of text files.
    case notes
    /// What happens when phone and server changed the same property.
    case conflict
    /// Whether mass deletions may happen without approval.
    case erase
    /// Which credentials the account's devices may use.
    case auth
    /// Whether a pass-through user's password is kept.
    case keepPassword = "keep-password"
    /// The zone of devices that count in local time and do not say which.
    case timeZone = "timezone"
    /// Which events its devices hold.
    case window
    /// Which formats the account's devices get.
    case format
    /// How many seconds its devices wait for an answer.
    case patience
    /// What a device gets while its server is away.
    case offline

    /// What it takes, for messages and `--help`.
    public var expectation: String {
        switch self {
        case .contacts, .calendar, .tasks:
            "names of collections with commas, such as Personal,Work, or paths, such as /dav/alice/people/"
        case .notes:
            "names or paths of collections with commas, or the path of a folder of text files, such as /remote.php/dav/files/alice/Notes"
        case .conflict: "device-wins, server-wins, newest or duplicate"
        case .erase: "allowed or guarded"
        case .auth: "basic-or-md5, basic or md5"
        case .keepPassword: "yes or no"
        case .timeZone: "the IANA name of a zone, such as Europe/Prague"
        case .window: "days from today, such as -30..90, -30.., ..90, or all"
        case .patience: "seconds that the device waits for an answer, from \(BridgeService.leastPatience) to 600"
        case .offline: "queue (changes of the device wait) or refuse (it is told to try later)"
        case .format: "get (what the phone asks for), vob (vCard and iCalendar) or sif (Funambol's XML)"
        }
    }

    /// The kind of items whose collections it names; nil for other settings.
    var kind: ItemKind? {
        switch self {
        case .contacts: .contact
        case .calendar: .event
        case .tasks: .task
        case .notes: .note
        case .conflict, .erase, .auth, .keepPassword, .timeZone, .window, .format, .patience, .offline: nil
        }
    }

    /// The setting that names the collections of a kind.
    static func collections(of kind: ItemKind) -> AccountSetting {
        switch kind {
        case .contact: .contacts
        case .event: .calendar
        case .task: .tasks
        case .note: .notes
        }
    }

    /// The value as it is stored; nil when the key cannot take it.
    func normalised(_ text: String) -> String? {
        switch self {
        case .contacts, .calendar, .tasks, .notes:
            let names = AccountSetting.names(in: text)
            return names.isEmpty || names.contains("") ? nil : names.joined(separator: ",")
        case .conflict:
            return ["device-wins", "server-wins", "newest", "duplicate"].first { $0 == text.lowercased() }
        case .format: return FormatWish(rawValue: text.lowercased())?.rawValue
        case .erase: return ["allowed", "guarded"].first { $0 == text.lowercased() }
        case .offline: return ["queue", "refuse"].first { $0 == text.lowercased() }
        case .auth: return AuthenticationPolicy(rawValue: text.lowercased())?.rawValue
        case .keepPassword: return Quantity.flag(text).map { $0 ? "yes" : "no" }
        case .patience:
            return Int(text).flatMap { BridgeService.leastPatience...600 ~= $0 ? String($0) : nil }
        case .window: return WindowDays(text)?.text
        case .timeZone:
            let allowed = text.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "\\")
            }
            return allowed && !text.isEmpty && !text.hasPrefix("/") ? text : nil
        }
    }

    /// The names and paths in a list of collections.
    static func names(in list: String) -> [String] { list.split(separator: ",").map(trimmed) }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension Account {
    /// True when its devices and its server may delete as much as they like (`erase=allowed`).
    var mayErase: Bool { settings[AccountSetting.erase.rawValue] == "allowed" }

    /// True when changes of its devices wait for a server that is away (`offline=queue`).
    var queuesOffline: Bool { settings[AccountSetting.offline.rawValue] == "queue" }

    /// Where it is kept that upstream refused the kept password; no key of `account set`.
    private static let refusedKey = "password-refused-at"

    /// When upstream refused the kept password, in seconds since 1970 UTC; nil while it is good.
    var passwordRefusedAt: Int64? {
        get { settings[Account.refusedKey].flatMap { Int64($0) } }
        set { settings[Account.refusedKey] = newValue.map { String($0) } }
    }
}
