import SyncTypes

/// One datastore of ours, as announced to a device.
public struct ServerDatastore: Hashable, Sendable {
    /// The name the device used in its Alert, path and CGI part included (newer Nokia compare it).
    public var name: String
    /// A name for people; nil for none.
    public var displayName: String?
    /// What is in it.
    public var kinds: Set<ItemKind>
    /// The formats taken and sent, the preferred one first.
    public var formats: [ItemFormat]
    /// CGI filter keywords it understands (1.2): "SINCE", "BEFORE".
    public var filterKeywords: [String]

    /// A datastore.
    public init(
        name: String, displayName: String? = nil, kinds: Set<ItemKind>, formats: [ItemFormat],
        filterKeywords: [String] = []
    ) {
        self.name = name
        self.displayName = displayName
        self.kinds = kinds
        self.formats = formats
        self.filterKeywords = filterKeywords
    }
}

extension DeviceInformation {
    /// The server's own device information.
    ///
    /// SyncTypes are 1 to 7: more, or vendors' values, make Nokia and Funambol clients refuse. CTCap is there only in
    /// 1.2, whose DTD wants it: without one nothing is restricted. MaxGUIDSize is a client's fact.
    ///
    /// - Parameters:
    ///   - software: our version, "1.0.0".
    ///   - deviceID: the name of this installation.
    public static func server(
        version: ProtocolVersion, software: String, deviceID: String, datastores: [ServerDatastore]
    ) -> DeviceInformation {
        let isModern = version != .v10
        return DeviceInformation(
            version: version, manufacturer: "Footbridge", model: "Footbridge", software: software, deviceID: deviceID,
            deviceType: "server", utc: isModern, largeObjects: isModern, numberOfChanges: isModern,
            datastores: datastores.map { datastore in
                let types = datastore.formats.map(\.contentType)
                let filters =
                    datastore.filterKeywords.isEmpty ? [] : [ContentType("syncml:filtertype-cgi", version: "1.0")]
                return Datastore(
                    sourceRef: datastore.name, displayName: datastore.displayName, receives: types, sends: types,
                    capabilities: version == .v12
                        ? datastore.formats.map { ServerCapabilities.capability($0, kinds: datastore.kinds) } : [],
                    syncTypes: Array(1...7), filterTypes: version == .v12 ? filters : [],
                    filterKeywords: version == .v12 ? datastore.filterKeywords : [])
            })
    }
}

extension DeviceInformation {
    /// The same without CTCap, for messages that are too small to hold it.
    public var withoutCapabilities: DeviceInformation {
        var information = self
        information.capabilities = []
        for index in information.datastores.indices { information.datastores[index].capabilities = [] }
        return information
    }
}
