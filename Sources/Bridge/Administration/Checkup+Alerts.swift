import Mapping

/// Whether devices that are to be alerted can be.
extension Checkup {
    /// Tells of devices that want alerts and cannot get them.
    func checkAlerts() throws {
        let devices = try dependencies.store.read { try $0.devices() }.filter(\.wantsAlerts)
        let alerts = settings.alerts
        let templates = (alerts.url.map { [$0] } ?? []) + alerts.command
        guard !templates.isEmpty else {
            if !devices.isEmpty {
                tell(
                    .warn, "alerts", "devices that want alerts: \(devices.count), and no way to deliver any",
                    advice: "set alerts.url or alerts.command")
            }
            return
        }
        tell(
            .ok, "alerts",
            "by \(alerts.url == nil ? "a program" : "an SMS gateway"); devices that want them: \(devices.count)")
        guard templates.contains(where: { $0.names([.phone]) }) else { return }
        for device in devices where DeviceSetting.phone.ownValue(of: device) == nil {
            tell(
                .warn, "alerts", "device \(device.id) (\(device.deviceID)) has no telephone number",
                advice: "footbridge device set \(device.id) phone=+49...")
        }
    }
}
