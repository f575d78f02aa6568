import Mapping
import SyncTypes

/// The keys of `device set`. Each goes before the account's key of the same name.
public enum DeviceSetting: String, Hashable, Sendable, CaseIterable {
    /// Which events the device holds.
    case window
    /// What happens when phone and server changed the same property.
    case conflict
    /// The zone of a device that counts in local time and does not say which.
    case timeZone = "timezone"
    /// Which formats the device gets.
    case format

    /// How many seconds the device waits for an answer.
    case patience

    /// What it takes, for messages and `--help`.
    public var expectation: String { accountKey.expectation }

    /// The value as it is stored; nil when the key cannot take it.
    func normalised(_ text: String) -> String? { accountKey.normalised(text) }

    /// The value of a device, else of its account; nil: neither has one.
    func value(of device: Device, _ account: Account) -> String? {
        device.settings[rawValue] ?? account.settings[accountKey.rawValue]
    }

    private var accountKey: AccountSetting {
        switch self {
        case .window: .window
        case .conflict: .conflict
        case .timeZone: .timeZone
        case .format: .format
        case .patience: .patience
        }
    }
}
