import Mapping
import SyncTypes

/// The keys of `device set`. Those that accounts have as well go before the account's.
public enum DeviceSetting: String, Hashable, Sendable, CaseIterable {
    /// Which events the device holds.
    case window
    /// What happens when phone and server changed the same property.
    case conflict
    /// The zone of a device that counts in local time and does not say which.
    case timeZone = "timezone"
    /// Which formats the device gets.
    case format
    /// Whether the device is alerted when there is something to synchronise.
    case alerts
    /// Its telephone number.
    case phone
    /// How it calls the server in its own settings.
    case serverID = "server-id"

    /// How many seconds the device waits for an answer.
    case patience

    /// What it takes, for messages and `--help`.
    public var expectation: String {
        switch self {
        case .window, .conflict, .timeZone, .format, .patience: accountKey?.expectation ?? ""
        case .alerts: "on or off: an alert makes the phone sync when something has changed at the server"
        case .phone: "the number an alert goes to, such as +491234567"
        case .serverID:
            "the \"server ID\" of the phone's own settings, when it is not the server-name of the configuration"
        }
    }

    /// The value as it is stored; nil when the key cannot take it.
    func normalised(_ text: String) -> String? {
        switch self {
        case .window, .conflict, .timeZone, .format, .patience: return accountKey?.normalised(text)
        case .alerts: return Quantity.flag(text).map { $0 ? "on" : "off" }
        case .phone:
            let number = text.filter { !" -/().".contains($0) }
            let digits = number.hasPrefix("+") ? number.dropFirst() : number[...]
            let isNumber = (3...20).contains(digits.count) && digits.allSatisfy { $0.isASCII && $0.isNumber }
            return isNumber ? number : nil
        case .serverID: return (1...255).contains(text.utf8.count) ? text : nil
        }
    }

    /// The value of a device, else of its account; nil: neither has one.
    func value(of device: Device, _ account: Account) -> String? {
        ownValue(of: device) ?? accountKey.flatMap { account.settings[$0.rawValue] }
    }

    /// The value of a device alone.
    func ownValue(of device: Device) -> String? { device.settings[rawValue] }

    private var accountKey: AccountSetting? {
        switch self {
        case .window: .window
        case .conflict: .conflict
        case .timeZone: .timeZone
        case .format: .format
        case .patience: .patience
        case .alerts, .phone, .serverID: nil
        }
    }
}
