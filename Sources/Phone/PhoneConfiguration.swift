import SyncMLFront
import SyncTypes

/// Everything a phone is told once: server, account, itself, its databases. JSON in DIR/.phone/configuration.json.
public struct PhoneConfiguration: Hashable, Sendable, Codable {
    /// Where to sync: an http or https URL.
    public var url: String
    /// The user's name at the server.
    public var user: String
    /// The password in clear; the file that holds it is for the owner alone.
    public var password: String
    /// Source/LocURI of every message ("IMEI:...").
    public var deviceID: String
    /// The SyncML version to speak.
    public var version: ProtocolVersion
    /// XML or WBXML.
    public var encoding: WireEncoding
    /// How to prove the password until the server asks for another way.
    public var authentication: AuthenticationScheme
    /// Bytes of the largest message this phone takes, announced in every header; it sends none larger either.
    public var maxMessageSize: Int?
    /// Bytes of the largest item this phone takes (SyncML 1.1 and later).
    public var maxObjectSize: Int?
    /// The databases, in the order in which they sync.
    public var stores: [StoreConfiguration]
    /// What the phone says of itself in its device information.
    public var model: PhoneModel
    /// The deviations of a real device this phone shows.
    public var habits: PhoneHabits

    /// A phone's settings; the defaults are those of a tame SyncML 1.2 phone.
    public init(
        url: String, user: String, password: String, deviceID: String, version: ProtocolVersion = .v12,
        encoding: WireEncoding = .wbxml, authentication: AuthenticationScheme = .md5, maxMessageSize: Int? = 64_000,
        maxObjectSize: Int? = 4_000_000, stores: [StoreConfiguration] = StoreConfiguration.standard(oldFormats: false),
        model: PhoneModel = PhoneModel(), habits: PhoneHabits = PhoneHabits()
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.deviceID = deviceID
        self.version = version
        self.encoding = encoding
        self.authentication = authentication
        self.maxMessageSize = maxMessageSize
        self.maxObjectSize = maxObjectSize
        self.stores = stores
        self.model = model
        self.habits = habits
    }

    /// Refuses settings with which no sync can work: `PhoneError.configuration` says which and why.
    public func validate() throws(PhoneError) {
        let lowered = url.lowercased()
        guard lowered.hasPrefix("http://") || lowered.hasPrefix("https://") else {
            throw PhoneError(.configuration, "the URL must start with http:// or https://, and \"\(url)\" does not")
        }
        guard !deviceID.isEmpty else { throw PhoneError(.configuration, "the device id is empty") }
        guard !user.isEmpty else { throw PhoneError(.configuration, "the user name is empty") }
        if authentication == .basic, user.contains(":") {
            throw PhoneError(.configuration, "basic authentication cannot carry a colon in a user name")
        }
        if let size = maxMessageSize, size < PhoneConfiguration.smallestMessage {
            throw PhoneError(
                .configuration,
                "messages of \(size) bytes are too small; \(PhoneConfiguration.smallestMessage) is the least")
        }
        guard !stores.isEmpty else { throw PhoneError(.configuration, "there is no store to sync") }
        var names: Set<String> = []
        for store in stores {
            guard store.hasUsableName else {
                throw PhoneError(.configuration, "\"\(store.name)\" cannot be the name of a store and its folder")
            }
            guard names.insert(store.name).inserted else {
                throw PhoneError(.configuration, "there are two stores with the name \"\(store.name)\"")
            }
        }
    }

    /// Below this a header with its credentials leaves no room for content.
    static let smallestMessage = 1500
}

/// One database of the phone.
public struct StoreConfiguration: Hashable, Sendable, Codable {
    /// Its name here: the folder in DIR, the row in tables.
    public var name: String
    /// What one item looks like.
    public var format: PhoneFormat
    /// The server's name for it: Target/LocURI of Alert and Sync.
    public var uri: String
    /// The phone's name for it on the wire: Source/LocURI; usually `./` and the name.
    public var localURI: String
    /// True when the calendar format holds tasks only; it only changes the device information.
    public var isTasks: Bool
    /// True for a calendar that holds tasks beside its events; it only changes the device information. Nil: it does not.
    public var isCombined: Bool?
    /// The properties that it announces (CTCap), by name, with the characters each takes; nil: all that its format has.
    public var properties: [String: Int?]?
    /// What it asks to have; nil: everything.
    public var filter: PhoneFilter?

    /// A database; `uri` defaults to the name, `localURI` to `./name`.
    public init(name: String, format: PhoneFormat, uri: String? = nil, localURI: String? = nil, isTasks: Bool? = nil) {
        self.name = name
        self.format = format
        self.uri = uri ?? name
        self.localURI = localURI ?? "./\(name)"
        let lowered = name.lowercased()
        self.isTasks = isTasks ?? (lowered.contains("task") || lowered.contains("todo"))
    }

    /// The four databases of a usual phone; with `oldFormats` in vCard 2.1 and vCalendar 1.0.
    public static func standard(oldFormats: Bool) -> [StoreConfiguration] {
        let calendar: PhoneFormat = oldFormats ? .vcal10 : .ical20
        return [
            StoreConfiguration(name: "contacts", format: oldFormats ? .vcard21 : .vcard30),
            StoreConfiguration(name: "calendar", format: calendar),
            StoreConfiguration(name: "tasks", format: calendar),
            StoreConfiguration(name: "notes", format: .text),
        ]
    }

    /// The four databases of a Funambol client.
    public static func sif() -> [StoreConfiguration] {
        [
            StoreConfiguration(name: "contacts", format: .sifc), StoreConfiguration(name: "calendar", format: .sife),
            StoreConfiguration(name: "tasks", format: .sift), StoreConfiguration(name: "notes", format: .sifn),
        ]
    }

    /// Reads `NAME=FORMAT` or `NAME=FORMAT:URI`; nil when it has another shape or an unknown format.
    public init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        let rest = argument[argument.index(after: equals)...]
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let format = parts.first.flatMap({ PhoneFormat(rawValue: $0.lowercased()) }) else { return nil }
        let uri = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        self.init(name: String(argument[..<equals]), format: format, uri: uri)
        guard hasUsableName else { return nil }
    }

    /// The name is one visible path segment.
    var hasUsableName: Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.unicodeScalars.contains { $0.value < 32 }
    }
}

/// What a phone says of itself: DevInf Man, Mod, SwV and the like.
public struct PhoneModel: Hashable, Sendable, Codable {
    /// DevInf Man.
    public var manufacturer: String
    /// DevInf Mod.
    public var model: String
    /// DevInf FwV and SwV.
    public var software: String
    /// DevInf HwV.
    public var hardware: String
    /// DevInf DevTyp: "phone", "smartphone", "pda", "workstation".
    public var type: String
    /// DevInf MaxGUIDSize: bytes a server's name for an item may have.
    public var maxGUIDSize: Int

    /// A model; the default is this project's own phone.
    public init(
        manufacturer: String = "Footbridge", model: String = "Folder phone", software: String = "1.0",
        hardware: String = "1.0", type: String = "phone", maxGUIDSize: Int = 32
    ) {
        self.manufacturer = manufacturer
        self.model = model
        self.software = software
        self.hardware = hardware
        self.type = type
        self.maxGUIDSize = maxGUIDSize
    }
}
