import Mapping
import Translation

extension ConflictRule {
    /// The conflict rule of a device, or of its account.
    static func of(_ device: Device, _ account: Account) -> ConflictRule {
        DeviceSetting.conflict.value(of: device, account).flatMap(ConflictRule.init(rawValue:)) ?? .deviceWins
    }
}
