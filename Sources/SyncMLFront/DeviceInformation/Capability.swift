import Markup
import SyncTypes

/// CTCap: what a device knows of one content type (DevInf DTD).
///
/// 1.0 and 1.1 have one flat list for all types, in which order makes the structure; 1.2 has Property elements, inside
/// each DataStore.
public struct Capability: Hashable, Sendable, Codable {
    /// CTType and VerCT.
    public var type: ContentType
    /// The properties, in order.
    public var properties: [Property]

    /// What a device knows of one property or of one of its parameters.
    public struct Property: Hashable, Sendable, Codable {
        /// PropName or ParamName; "" where the whole content is meant (text/plain).
        public var name: String
        /// DataType: "chr", "datetime", "phonenum" ...
        public var dataType: String?
        /// MaxOccur (1.2).
        public var maxOccur: Int?
        /// Size or MaxSize.
        public var maxSize: Int?
        /// NoTruncate (1.2).
        public var noTruncate: Bool
        /// ValEnum: the values it knows.
        public var values: [String]
        /// DisplayName.
        public var displayName: String?
        /// The parameters; they have none of their own.
        public var parameters: [Property]

        /// A property or parameter.
        public init(
            name: String, dataType: String? = nil, maxOccur: Int? = nil, maxSize: Int? = nil, noTruncate: Bool = false,
            values: [String] = [], displayName: String? = nil, parameters: [Property] = []
        ) {
            self.name = name
            self.dataType = dataType
            self.maxOccur = maxOccur
            self.maxSize = maxSize
            self.noTruncate = noTruncate
            self.values = values
            self.displayName = displayName
            self.parameters = parameters
        }
    }

    /// What a device knows of a type.
    public init(type: ContentType, properties: [Property] = []) {
        self.type = type
        self.properties = properties
    }

    // MARK: Reading

    /// The capabilities in one CTCap: several when it holds several CTType (Sony Ericsson T68, Z600, K700).
    static func all(in element: Element) -> [Capability] {
        var all: [Capability] = []
        for child in element.elements {
            if child.name == "CTType" {
                all.append(Capability(type: ContentType(child.text.trimmed)))
                continue
            }
            guard !all.isEmpty else { continue }
            let last = all.count - 1
            switch child.name {
            case "VerCT": all[last].type = ContentType(all[last].type.mediaType, version: child.text.trimmed)
            case "Property": all[last].properties.append(Property(from: child))
            case "PropName": all[last].properties.append(Property(name: child.text.trimmed))
            default:
                if !all[last].properties.isEmpty {
                    all[last].properties[all[last].properties.count - 1].readFlat(child)
                }
            }
        }
        return all
    }

    // MARK: Writing

    /// CTCap of 1.2.
    func element12() -> Element {
        var element = type.element("CTCap")
        element.children += properties.map { .element($0.element12()) }
        return element
    }

    /// The one CTCap of 1.0 and 1.1. Without DataType and Size in 1.0, on which Siemens S55 crashes.
    static func element10(_ capabilities: [Capability], _ version: ProtocolVersion) -> Element {
        var children = Children()
        for capability in capabilities {
            children.text("CTType", capability.type.mediaType)
            for property in capability.properties {
                children.text("PropName", property.name)
                property.addFlatFacts(to: &children, version)
                for parameter in property.parameters { parameter.addFlatParameter(to: &children, version) }
            }
        }
        return Element("CTCap", children.nodes)
    }
}

extension Capability.Property {
    /// Reads Property or PropParam (1.2).
    fileprivate init(from element: Element) {
        self.init(name: "")
        for child in element.elements {
            switch child.name {
            case "PropName": name = child.text.trimmed
            case "PropParam": parameters.append(Capability.Property(from: child))
            // In PropParam this is the name; Nokia 5610d and 2630 put it straight into Property.
            case "ParamName" where element.name == "PropParam": name = child.text.trimmed
            default: readFlat(child)
            }
        }
    }

    /// Reads what follows a PropName or ParamName in the flat list; after the first ParamName facts are its own.
    fileprivate mutating func readFlat(_ child: Element) {
        if child.name == "ParamName" {
            parameters.append(Capability.Property(name: child.text.trimmed))
        } else if parameters.isEmpty {
            readFact(child)
        } else {
            parameters[parameters.count - 1].readFact(child)
        }
    }

    private mutating func readFact(_ child: Element) {
        let text = child.text.trimmed
        switch child.name {
        case "DataType": dataType = text.isEmpty ? nil : text
        case "MaxOccur": maxOccur = Int(text)
        case "Size", "MaxSize": maxSize = Int(text)
        case "NoTruncate": noTruncate = true
        case "ValEnum": values.append(text)
        case "DisplayName": displayName = text
        default: break
        }
    }

    /// Property (1.2).
    fileprivate func element12() -> Element {
        var children = Children()
        children.text("PropName", name)
        children.text("DataType", dataType)
        children.number("MaxOccur", maxOccur)
        children.number("MaxSize", maxSize)
        children.flag("NoTruncate", noTruncate)
        for value in values { children.text("ValEnum", value) }
        children.text("DisplayName", displayName)
        for parameter in parameters {
            var inner = Children()
            inner.text("ParamName", parameter.name)
            inner.text("DataType", parameter.dataType)
            for value in parameter.values { inner.text("ValEnum", value) }
            inner.text("DisplayName", parameter.displayName)
            children.add(Element("PropParam", inner.nodes))
        }
        return Element("Property", children.nodes)
    }

    /// `(ValEnum+ | (DataType, Size?))?, DisplayName?` of 1.0 and 1.1.
    fileprivate func addFlatFacts(to children: inout Children, _ version: ProtocolVersion) {
        if !values.isEmpty {
            for value in values { children.text("ValEnum", value) }
        } else if version != .v10, dataType != nil || maxSize != nil {
            children.text("DataType", dataType ?? "chr")
            children.number("Size", maxSize)
        }
        children.text("DisplayName", displayName)
    }

    /// A TYPE with values is a list of bare names in 1.0 and 1.1 (Nokia 7610 against E90).
    fileprivate func addFlatParameter(to children: inout Children, _ version: ProtocolVersion) {
        if name == "TYPE", !values.isEmpty {
            for value in values { children.text("ParamName", value) }
        } else {
            children.text("ParamName", name)
            addFlatFacts(to: &children, version)
        }
    }
}
