import Markup
import SyncMLFront
import SyncTypes

/// The phone's device information (DevInf DTD 1.0, 1.1 and 1.2) for a configuration.
enum PhoneInformation {
    /// The DevInf element; without `properties` it leaves CTCap out, as phones do when their messages are small.
    static func element(_ configuration: PhoneConfiguration, properties: Bool = true) -> Element {
        let model = configuration.model
        var children: [Element] = [
            leaf("VerDTD", configuration.version.rawValue), leaf("Man", model.manufacturer), leaf("Mod", model.model),
            leaf("FwV", model.software), leaf("SwV", model.software), leaf("HwV", model.hardware),
            leaf("DevID", configuration.deviceID), leaf("DevTyp", model.type),
        ]
        let isOld: Bool
        switch configuration.version {
        case .v10: isOld = true
        case .v11:
            isOld = true
            children += abilities(configuration.habits)
        case .v12:
            isOld = false
            children += abilities(configuration.habits)
        }
        for store in configuration.stores {
            children.append(dataStore(store, configuration: configuration, capabilities: properties && !isOld))
        }
        if properties, isOld { children.append(oldCapabilities(configuration.stores)) }
        return branch("DevInf", children)
    }

    /// UTC, SupportLargeObjs and SupportNumberOfChanges exist since 1.1.
    private static func abilities(_ habits: PhoneHabits) -> [Element] {
        var elements = [branch("UTC", [])]
        if habits.largeObjects { elements.append(branch("SupportLargeObjs", [])) }
        if habits.numberOfChanges { elements.append(branch("SupportNumberOfChanges", [])) }
        return elements
    }

    /// `SourceRef, MaxGUIDSize, Rx-Pref, Tx-Pref, CTCap (1.2), SyncCap`.
    private static func dataStore(
        _ store: StoreConfiguration, configuration: PhoneConfiguration, capabilities: Bool
    ) -> Element {
        let type = typeElements(store.format)
        var children = [
            leaf("SourceRef", store.localURI), leaf("MaxGUIDSize", String(configuration.model.maxGUIDSize)),
            branch("Rx-Pref", type), branch("Tx-Pref", type),
        ]
        if capabilities {
            let properties = PhoneProperty.list(of: store).map { property in
                branch(
                    "Property",
                    [leaf("PropName", property.name)] + (property.size.map { [leaf("MaxSize", String($0))] } ?? [])
                        + property.values.map { leaf("ValEnum", $0) }
                        + property.parameters.map { branch("PropParam", [leaf("ParamName", $0)]) })
            }
            children.append(branch("CTCap", type + properties))
        }
        children.append(branch("SyncCap", (1...6).map { leaf("SyncType", String($0)) }))
        return branch("DataStore", children)
    }

    /// 1.0 and 1.1 have one CTCap for the device: `(CTType, (PropName, ValEnum*, ParamName*)+)+`.
    private static func oldCapabilities(_ stores: [StoreConfiguration]) -> Element {
        var children: [Element] = []
        var seen: Set<String> = []
        for type in stores.map(\.format.contentType.mediaType) where seen.insert(type).inserted {
            children.append(leaf("CTType", type))
            let same = stores.filter { $0.format.contentType.mediaType == type }
            for property in PhoneProperty.union(same.map(PhoneProperty.list(of:))) {
                children.append(leaf("PropName", property.name))
                // DevInf 1.0 and 1.1: Size follows DataType.
                if let size = property.size { children += [leaf("DataType", "chr"), leaf("Size", String(size))] }
                children += property.values.map { leaf("ValEnum", $0) }
                children += property.parameters.map { leaf("ParamName", $0) }
            }
        }
        return branch("CTCap", children)
    }

    private static func typeElements(_ format: PhoneFormat) -> [Element] {
        let type = format.contentType
        return [leaf("CTType", type.mediaType)] + (type.version.map { [leaf("VerCT", $0)] } ?? [])
    }

    private static let namespace = "syncml:devinf"

    private static func leaf(_ name: String, _ text: String) -> Element {
        Element(name, namespace: namespace, text.isEmpty ? [] : [.text(text)])
    }

    private static func branch(_ name: String, _ children: [Element]) -> Element {
        Element(name, namespace: namespace, children.map { .element($0) })
    }
}

/// One property the phone claims to hold: it holds any text, so the list only has to be plausible.
struct PhoneProperty: Hashable, Sendable {
    var name: String
    var values: [String] = []
    var parameters: [String] = []
    /// Characters that it takes; nil: not announced.
    var size: Int?

    /// The properties of a store.
    static func list(of store: StoreConfiguration) -> [PhoneProperty] {
        let all = all(of: store)
        guard let own = store.properties else { return all }
        let frame = all.filter { ["BEGIN", "END", "VERSION"].contains($0.name) }
        return frame
            + own.sorted { $0.key < $1.key }.map { name, size in
                var property = all.first { $0.name == name } ?? PhoneProperty(name: name)
                property.size = size
                return property
            }
    }

    /// The properties of a store's format.
    private static func all(of store: StoreConfiguration) -> [PhoneProperty] {
        switch store.format {
        case .vcard21: frame("VCARD", "2.1") + card
        case .vcard30: frame("VCARD", "3.0") + card + plain(["NICKNAME", "UID"])
        case .vcard40: frame("VCARD", "4.0") + card + plain(["NICKNAME", "UID", "ANNIVERSARY", "IMPP"])
        case .vcal10: frame("VCALENDAR", "1.0", components(of: store)) + oldCalendar(store.isTasks)
        case .ical20:
            frame("VCALENDAR", "2.0", components(of: store) + ["VALARM", "VTIMEZONE"])
                + calendar(store.isTasks)
        case .vnote: frame("VNOTE", "1.1") + plain(["BODY", "CATEGORIES", "CLASS", "DCREATED", "LAST-MODIFIED"])
        case .text, .sifc, .sife, .sift, .sifn: []
        }
    }

    private static func components(of store: StoreConfiguration) -> [String] {
        if store.isCombined == true { return ["VEVENT", "VTODO"] }
        return [store.isTasks ? "VTODO" : "VEVENT"]
    }

    /// Several lists as one, each property once: events and tasks share a type.
    static func union(_ lists: [[PhoneProperty]]) -> [PhoneProperty] {
        var result: [PhoneProperty] = []
        for property in lists.joined() {
            guard let index = result.firstIndex(where: { $0.name == property.name }) else {
                result.append(property)
                continue
            }
            result[index].values += property.values.filter { !result[index].values.contains($0) }
        }
        return result
    }

    private static func frame(_ outer: String, _ version: String, _ inner: [String] = []) -> [PhoneProperty] {
        [
            PhoneProperty(name: "BEGIN", values: [outer] + inner), PhoneProperty(name: "END", values: [outer] + inner),
            PhoneProperty(name: "VERSION", values: [version]),
        ]
    }

    private static func plain(_ names: [String]) -> [PhoneProperty] { names.map { PhoneProperty(name: $0) } }

    private static let card: [PhoneProperty] =
        plain(["N", "FN", "ORG", "TITLE", "NOTE", "BDAY", "REV", "PHOTO", "CATEGORIES"]) + [
            PhoneProperty(name: "TEL", parameters: ["HOME", "WORK", "CELL", "FAX", "PAGER", "VOICE", "PREF"]),
            PhoneProperty(name: "EMAIL", parameters: ["INTERNET", "HOME", "WORK"]),
            PhoneProperty(name: "ADR", parameters: ["HOME", "WORK"]),
            PhoneProperty(name: "URL", parameters: ["HOME", "WORK"]),
        ]

    private static func oldCalendar(_ isTasks: Bool) -> [PhoneProperty] {
        plain(["UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "PRIORITY", "LAST-MODIFIED", "AALARM", "DALARM"])
            + plain(isTasks ? ["DUE", "COMPLETED", "STATUS", "DTSTART"] : eventOnly)
    }

    private static func calendar(_ isTasks: Bool) -> [PhoneProperty] {
        plain([
            "UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "PRIORITY", "LAST-MODIFIED", "STATUS", "SEQUENCE",
        ])
            + plain(isTasks ? ["DUE", "COMPLETED", "PERCENT-COMPLETE", "DTSTART"] : eventOnly + ["RECURRENCE-ID"])
    }

    private static let eventOnly = ["DTSTART", "DTEND", "LOCATION", "RRULE", "EXDATE", "TRANSP"]
}
