import Mapping
import Markup
import SyncMLFront
import SyncTypes

/// What the store keeps of a device's information, and what is made of it.
enum DeviceKnowledge {
    /// Notes a device's information in its row.
    static func note(_ information: DeviceInformation, _ element: Element, in device: inout Device) {
        device.manufacturer = information.manufacturer
        device.model = information.model
        device.softwareVersion = information.software
        device.information = XMLWriter.write(element)
    }

    /// The profile of a device: its information adjusted by its quirks; one that told nothing is known by its User-Agent.
    static func profile(of device: Device, userAgent: String?) -> DeviceProfile {
        guard let bytes = device.information, let element = try? XMLReader.read(bytes) else {
            return DeviceInformation().profile(userAgent: userAgent, deviceID: device.deviceID.rawValue)
        }
        return DeviceInformation(from: element).profile(userAgent: userAgent, deviceID: device.deviceID.rawValue)
    }

    /// The server's own information: the built-in datastores, under the names the device used in its Alerts, since newer
    /// Nokias compare them.
    static func serverInformation(
        for message: Message, settings: Settings, profile: DeviceProfile, wish: FormatWish
    ) -> DeviceInformation {
        var names: [String: String] = [:]
        for case .alert(let alert) in message.commands {
            for item in alert.items {
                guard let target = item.target?.uri, !target.isEmpty else { continue }
                names[DatastoreName(wire: target).canonical] = target
            }
        }
        return DeviceInformation.server(
            version: message.header.version, software: settings.version, deviceID: settings.serverName,
            datastores: DatastoreName.announced.map { name, kind in
                ServerDatastore(
                    name: names[name] ?? name, kinds: [kind],
                    formats: FormatChoice.announced(for: kind, to: profile, wish: wish),
                    filterKeywords: keywords(for: kind).map(\.rawValue))
            })
    }

    /// The keywords that mean something for items of a kind.
    private static func keywords(for kind: ItemKind) -> [FilterKeyword] {
        switch kind {
        case .event: FilterKeyword.allCases
        case .task: [.maxSize, .maxCount, .noAttachments]
        case .contact, .note: [.maxSize, .maxCount]
        }
    }
}
