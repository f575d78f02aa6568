import Markup

/// A client provisioning document that sets a phone up for one account (OMA-WAP-ProvCont 1.1; application w5 is OMA DS).
public struct ProvisioningDocument: Hashable, Sendable {
    /// One database of the server: RESOURCE.
    public struct Database: Hashable, Sendable {
        /// URI: its name in Alerts.
        public var uri: String
        /// NAME: for people.
        public var name: String
        /// AACCEPT: media types.
        public var types: [String]

        /// One database.
        public init(uri: String, name: String, types: [String]) {
            self.uri = uri
            self.name = name
            self.types = types
        }
    }

    /// NAME of the profile on the phone.
    public var name: String
    /// PROVIDER-ID: by it the phone knows whose notifications it gets.
    public var serverID: String
    /// ADDR: the server's URL.
    public var url: String
    /// APROTOCOL; nil: left to the phone.
    public var version: ProtocolVersion?
    /// AAUTHTYPE: what SyncML credentials the phone begins with. (HTTP-BASIC and HTTP-DIGEST would be HTTP's.)
    public var scheme: AuthenticationScheme
    /// AAUTHNAME.
    public var user: String
    /// AAUTHSECRET; nil: the phone asks its user.
    public var password: String?
    /// The databases.
    public var databases: [Database]

    /// A document.
    public init(
        name: String, serverID: String, url: String, version: ProtocolVersion? = nil, scheme: AuthenticationScheme,
        user: String, password: String? = nil, databases: [Database]
    ) {
        self.name = name
        self.serverID = serverID
        self.url = url
        self.version = version
        self.scheme = scheme
        self.user = user
        self.password = password
        self.databases = databases
    }

    /// What S60 phones cut off or leave out (bytes: name 50, server id 150, user 80, password 22), in words.
    public var warnings: [String] {
        var all: [String] = []
        if name.utf8.count > 50 { all.append("S60 phones cut the profile's name at 50 characters") }
        if serverID.utf8.count > 150 { all.append("S60 phones cut the server's name at 150 characters") }
        if user.utf8.count > 80 { all.append("S60 phones cut the user's name at 80 characters") }
        if let password, password.utf8.count > 22 {
            all.append("S60 phones leave out a password of more than 22 characters")
        }
        return all
    }

    /// `wap-provisioningdoc { characteristic APPLICATION }`.
    public var element: Element {
        var application = [
            Self.parameter("APPID", "w5"), Self.parameter("NAME", name), Self.parameter("PROVIDER-ID", serverID),
            Self.parameter("TO-NAPID", "INTERNET"),
        ]
        if let version { application.append(Self.parameter("APROTOCOL", version.rawValue)) }
        application.append(Self.parameter("ADDR", url))
        var login = [
            Self.parameter("AAUTHLEVEL", "APPSRV"), Self.parameter("AAUTHTYPE", Self.word(scheme)),
            Self.parameter("AAUTHNAME", user),
        ]
        if let password { login.append(Self.parameter("AAUTHSECRET", password)) }
        application.append(Self.characteristic("APPAUTH", login))
        for database in databases {
            application.append(
                Self.characteristic(
                    "RESOURCE",
                    [
                        Self.parameter("URI", database.uri), Self.parameter("NAME", database.name),
                        Self.parameter("AACCEPT", database.types.joined(separator: ",")),
                    ]))
        }
        return Element(
            "wap-provisioningdoc", attributes: [Attribute(name: "version", value: "1.0")],
            [.element(Self.characteristic("APPLICATION", application))])
    }

    /// `text/vnd.wap.connectivity-xml`.
    public var xml: [UInt8] {
        let head = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE wap-provisioningdoc PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "http://www.wapforum.org/DTD/prov.dtd">

            """
        return Array(head.utf8) + XMLWriter.write(Self.indented(element, depth: 0), declaration: false) + [0x0A]
    }

    /// `application/vnd.wap.connectivity-wbxml`.
    public var wbxml: [UInt8] { ProvisioningWriter.document(element) }

    private static func word(_ scheme: AuthenticationScheme) -> String {
        switch scheme {
        case .basic: "BASIC"
        case .md5: "DIGEST"
        }
    }

    private static func parameter(_ name: String, _ value: String) -> Element {
        Element("parm", attributes: [Attribute(name: "name", value: name), Attribute(name: "value", value: value)])
    }

    private static func characteristic(_ type: String, _ children: [Element]) -> Element {
        Element(
            "characteristic", attributes: [Attribute(name: "type", value: type)], children.map { .element($0) })
    }

    /// One element a line, for people who look into the file.
    private static func indented(_ element: Element, depth: Int) -> Element {
        guard !element.children.isEmpty else { return element }
        var result = element
        let margin = "\n" + String(repeating: " ", count: 2 * depth)
        result.children = element.elements.flatMap { child -> [Element.Node] in
            [.text(margin + "  "), .element(indented(child, depth: depth + 1))]
        }
        result.children.append(.text(margin))
        return result
    }
}
