import Mapping
import Translation

extension ConflictRule {
    /// The conflict rule of a device, or of its account.
    static func of(_ device: Device, _ account: Account) -> ConflictRule {
        (device.settings["conflict"] ?? account.settings["conflict"]).flatMap(ConflictRule.init(rawValue:))
            ?? .deviceWins
    }
}
