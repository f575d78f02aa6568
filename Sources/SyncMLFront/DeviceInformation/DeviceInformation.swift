import Markup
import SyncTypes

/// DevInf: what a device or server is and can do (DevInf DTD 1.0, 1.1, 1.2).
public struct DeviceInformation: Hashable, Sendable, Codable {
    /// VerDTD; nil when missing or unknown.
    public var version: ProtocolVersion?
    /// Man.
    public var manufacturer: String?
    /// Mod.
    public var model: String?
    /// OEM.
    public var oem: String?
    /// FwV: firmware version.
    public var firmware: String?
    /// SwV: software version.
    public var software: String?
    /// HwV: hardware version.
    public var hardware: String?
    /// DevID.
    public var deviceID: String?
    /// DevTyp: "phone", "server", "workstation" (Nokia 3220 says so too) ...
    public var deviceType: String?
    /// UTC (1.1): date-times are in UTC.
    public var utc: Bool
    /// SupportLargeObjs (1.1).
    public var largeObjects: Bool
    /// SupportNumberOfChanges (1.1).
    public var numberOfChanges: Bool
    /// DataStore, in order.
    public var datastores: [Datastore]
    /// CTCap of the whole device (1.0 and 1.1), one for each content type.
    public var capabilities: [Capability]
    /// Ext, in order.
    public var extensions: [Extension]

    /// Ext: a vendor's own fact.
    public struct Extension: Hashable, Sendable, Codable {
        /// XNam.
        public var name: String
        /// XVal.
        public var values: [String]

        /// A vendor's own fact.
        public init(name: String, values: [String] = []) {
            self.name = name
            self.values = values
        }
    }

    /// Device information; everything is left out unless given.
    public init(
        version: ProtocolVersion? = nil, manufacturer: String? = nil, model: String? = nil, oem: String? = nil,
        firmware: String? = nil, software: String? = nil, hardware: String? = nil, deviceID: String? = nil,
        deviceType: String? = nil, utc: Bool = false, largeObjects: Bool = false, numberOfChanges: Bool = false,
        datastores: [Datastore] = [], capabilities: [Capability] = [], extensions: [Extension] = []
    ) {
        self.version = version
        self.manufacturer = manufacturer
        self.model = model
        self.oem = oem
        self.firmware = firmware
        self.software = software
        self.hardware = hardware
        self.deviceID = deviceID
        self.deviceType = deviceType
        self.utc = utc
        self.largeObjects = largeObjects
        self.numberOfChanges = numberOfChanges
        self.datastores = datastores
        self.capabilities = capabilities
        self.extensions = extensions
    }

    /// Reads DevInf in any order: Panasonic X70 puts CTCap between datastores, Nokia a line end into SwV.
    public init(from element: Element) {
        func value(_ name: String) -> String? { element.token(name).flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            version: value("VerDTD").flatMap { ProtocolVersion(wire: $0) }, manufacturer: value("Man"),
            model: value("Mod"), oem: value("OEM"), firmware: value("FwV"), software: value("SwV"),
            hardware: value("HwV"), deviceID: value("DevID"), deviceType: value("DevTyp"), utc: element.has("UTC"),
            largeObjects: element.has("SupportLargeObjs"), numberOfChanges: element.has("SupportNumberOfChanges"),
            datastores: element.all("DataStore").map(Datastore.init(from:)),
            capabilities: element.all("CTCap").flatMap(Capability.all(in:)),
            extensions: element.all("Ext").map { ext in
                Extension(name: ext.token("XNam") ?? "", values: ext.all("XVal").map { $0.text.trimmed })
            })
    }

    /// Writes DevInf in the order and with the elements of a version's DTD.
    public func element(_ version: ProtocolVersion) -> Element {
        var children = Children()
        children.text("VerDTD", version.rawValue)
        children.text("Man", manufacturer)
        children.text("Mod", model)
        children.text("OEM", oem)
        children.text("FwV", firmware)
        children.text("SwV", software)
        children.text("HwV", hardware)
        children.text("DevID", deviceID ?? "")
        children.text("DevTyp", deviceType ?? "")
        if version != .v10 {
            children.flag("UTC", utc)
            children.flag("SupportLargeObjs", largeObjects)
            children.flag("SupportNumberOfChanges", numberOfChanges)
        }
        children.add(datastores.map { $0.element(version) })
        if version != .v12, !capabilities.isEmpty { children.add(Capability.element10(capabilities, version)) }
        for ext in extensions {
            var inner = Children()
            inner.text("XNam", ext.name)
            for value in ext.values { inner.text("XVal", value) }
            children.add(Element("Ext", inner.nodes))
        }
        return DeviceInformation.qualified(Element("DevInf", children.nodes))
    }

    /// The tree in DevInf's namespace.
    private static func qualified(_ element: Element) -> Element {
        Element(
            element.name, namespace: Namespace.devInf,
            element.children.map { node in
                switch node {
                case .element(let child): .element(qualified(child))
                case .text, .bytes: node
                }
            })
    }
}
