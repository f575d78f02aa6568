import SyncTypes

extension DeviceInformation {
    /// What the engine asks: the announced abilities, adjusted by the rules for this device.
    ///
    /// - Parameters:
    ///   - userAgent: the HTTP header; identifies families that send no device information.
    ///   - deviceID: Source LocURI of its SyncHdr, in whose prefix some clients name themselves.
    public func profile(userAgent: String? = nil, deviceID: String = "") -> DeviceProfile {
        var profile = DeviceProfile(
            utc: utc, numberOfChanges: numberOfChanges, largeObjects: largeObjects,
            datastores: datastores.map { datastoreProfile($0) })
        let identity = DeviceIdentity(
            manufacturer: manufacturer ?? "", model: model ?? "", software: software ?? "", userAgent: userAgent ?? "",
            deviceID: deviceID)
        for rule in DeviceRule.all where rule.matches(identity) { rule.adjustment.apply(to: &profile) }
        return profile
    }

    private func datastoreProfile(_ datastore: Datastore) -> DatastoreProfile {
        let types = Set((datastore.receives + datastore.sends).map(\.mediaType))
        let shared = capabilities.filter { types.contains($0.type.mediaType) }
        var limits: [String: [String: PropertyLimit]] = [:]
        var components: Set<String> = []
        for capability in shared + datastore.capabilities {
            for property in capability.properties {
                limits[capability.type.mediaType, default: [:]][property.name.uppercased(), default: PropertyLimit()]
                    .narrow(property)
                if property.name.uppercased() == "BEGIN" {
                    components.formUnion(property.values.map { $0.uppercased() })
                }
            }
        }
        return DatastoreProfile(
            sourceRef: datastore.sourceRef, receives: datastore.receives, sends: datastore.sends,
            maxGUIDSize: datastore.maxGUIDSize, properties: limits, components: components)
    }
}

extension PropertyLimit {
    /// Takes over what a property says. A size of 0 says nothing. Named twice, the larger number counts: devices list
    /// TEL once for each kind.
    fileprivate mutating func narrow(_ property: Capability.Property) {
        if let size = property.maxSize, size > 0 { maxSize = max(maxSize ?? 0, size) }
        if let occur = property.maxOccur, occur > 0 { maxOccur = max(maxOccur ?? 0, occur) }
    }
}
