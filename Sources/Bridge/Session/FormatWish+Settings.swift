import Mapping

extension FormatWish {
    /// `format=` of the device, else of its account; without either the device's own information decides.
    init(device: Device, account: Account) {
        self = DeviceSetting.format.value(of: device, account).flatMap(FormatWish.init(rawValue:)) ?? .get
    }
}
