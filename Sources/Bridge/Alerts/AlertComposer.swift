import Mapping
import SyncMLFront
import SyncTypes

/// Makes a device's alert in the version it speaks: 1.2's notification, or the message of 1.0 and 1.1.
struct AlertComposer: Sendable {
    let settings: Settings
    let random: @Sendable (_ count: Int) -> [UInt8]

    /// The alert about some datastores of a device. Throws `.nothingToSync` or `.notWritten`.
    func parcel(
        _ device: Device, of account: Account, about datastores: [DatastoreRecord], _ mode: AlertedMode,
        _ userInterface: NotificationPackage.UserInterface
    ) throws(AlertError) -> AlertParcel {
        guard !datastores.isEmpty else {
            throw AlertError(
                .nothingToSync, "device \(device.deviceID) has not synced anything yet: its first sync is its own")
        }
        let numbers = random(3)
        // 0 is no session.
        let sessionID = max(1, UInt16(numbers[0]) << 8 | UInt16(numbers[1]))
        let ownName = DeviceSetting.serverID.ownValue(of: device)
        let push: PushMessage
        let version = device.version.flatMap { ProtocolVersion(wire: $0) } ?? .v12
        switch version {
        case .v12:
            let package = NotificationPackage(
                userInterface: userInterface, sessionID: sessionID, serverID: ownName ?? settings.serverName,
                syncs: datastores.prefix(15).map { datastore in
                    NotificationPackage.Sync(
                        mode, contentType: datastore.formatInUse(on: device, of: account).contentTypeCode,
                        serverURI: datastore.alertName)
                })
            do {
                push = PushMessage(.notification, body: try package.bytes())
            } catch {
                throw AlertError(.notWritten, "the notification cannot be written: \(error.reason)")
            }
        case .v10, .v11:
            let message = AlertMessage(
                version: version, sessionID: sessionID, serverURI: ownName ?? device.serverURI ?? settings.serverName,
                deviceID: device.deviceID.rawValue,
                syncs: datastores.map { datastore in
                    AlertedSync(
                        mode, serverURI: datastore.alertName, deviceURI: datastore.deviceURI,
                        format: datastore.formatInUse(on: device, of: account))
                })
            push = PushMessage(.message, body: message.bytes())
        }
        return AlertParcel(
            account: account.name, deviceID: device.deviceID.rawValue,
            phone: DeviceSetting.phone.ownValue(of: device), push: push,
            shortMessages: push.shortMessages(reference: numbers[2]), datastores: datastores.map(\.name))
    }
}

extension DatastoreRecord {
    /// The name by which the device knows the server's database: as it wrote it, since phones compare it.
    var alertName: String {
        guard let serverURI, serverURI.utf8.count <= 255 else { return name }
        return serverURI
    }
}

extension DatastoreRecord {
    /// The format in which the device gets items of its main kind.
    func formatInUse(on device: Device, of account: Account) -> ItemFormat {
        let profile = DeviceKnowledge.profile(of: device, userAgent: nil)
        let announced =
            profile.datastores.first { $0.sourceRef == deviceURI }
            ?? profile.datastores.first { DatastoreName(wire: $0.sourceRef).canonical == name }
        return FormatChoice.format(
            for: kind, datastore: announced, observed: format, wish: FormatWish(device: device, account: account))
    }
}

extension Device {
    /// True when an administrator or its URL wants it to be alerted.
    var wantsAlerts: Bool { DeviceSetting.alerts.ownValue(of: self) == "on" }
}
