import Mapping

extension FormatWish {
    /// `format=` of the device, else of its account; without either the device's own information decides.
    init(device: Device, account: Account) {
        let key = AccountSetting.format.rawValue
        self = (device.settings[key] ?? account.settings[key]).flatMap(FormatWish.init(rawValue:)) ?? .get
    }
}
