import Markup

/// Writes a provisioning document as WBXML 1.3 in UTF-8 (OMA-WAP-ProvCont 1.1 section 8; public identifier 0x0B).
///
/// Unlike SyncML's, these documents live in attributes: each has a code page of its own, which stays in force until the next
/// switch. `value` is written on page 0, where every reader knows it.
struct ProvisioningWriter {
    private(set) var bytes: [UInt8] = [0x03, 0x0B, 0x6A, 0x00]
    private var page = 0

    /// A whole document.
    static func document(_ root: Element) -> [UInt8] {
        var writer = ProvisioningWriter()
        writer.element(root)
        return writer.bytes
    }

    /// `stag attribute* END content END`. An element without a token is left out: WBXML cannot say it.
    private mutating func element(_ element: Element) {
        guard let tag = ProvisioningTokens.tags[element.name] else { return }
        bytes.append(tag | (element.attributes.isEmpty ? 0 : 0x80) | (element.elements.isEmpty ? 0 : 0x40))
        if !element.attributes.isEmpty {
            for attribute in element.attributes { self.attribute(attribute, of: element.name) }
            bytes.append(0x01)
        }
        guard !element.elements.isEmpty else { return }
        for child in element.elements { self.element(child) }
        bytes.append(0x01)
    }

    /// A token that says name and value, else one for the name and the value behind it.
    private mutating func attribute(_ attribute: Attribute, of element: String) {
        if let whole = ProvisioningTokens.whole(attribute, of: element) {
            token(whole)
        } else if let name = ProvisioningTokens.names["\(element) \(attribute.name)"] {
            token(name)
            value(attribute.value)
        }
    }

    private mutating func value(_ text: String) {
        if let known = ProvisioningTokens.values[text] { return token(known) }
        bytes.append(0x03)
        bytes += text.utf8.filter { $0 != 0 }
        bytes.append(0x00)
    }

    private mutating func token(_ token: ProvisioningTokens.Token) {
        if token.page != page {
            bytes += [0x00, UInt8(token.page)]
            page = token.page
        }
        bytes.append(token.code)
    }
}

/// The tokens of PROV 1.0 that a document for w5 needs (OMA-WAP-ProvCont 1.1 section 8.2).
enum ProvisioningTokens {
    /// A token with the attribute code page it is on.
    struct Token: Hashable, Sendable {
        let page: Int
        let code: UInt8

        init(_ page: Int, _ code: UInt8) {
            self.page = page
            self.code = code
        }
    }

    static let tags: [String: UInt8] = ["wap-provisioningdoc": 0x05, "characteristic": 0x06, "parm": 0x07]

    /// Attributes whose value follows, by element and name.
    static let names: [String: Token] = [
        "wap-provisioningdoc version": Token(0, 0x45), "characteristic type": Token(0, 0x50),
        "parm name": Token(0, 0x05), "parm value": Token(0, 0x06),
    ]

    /// The token of an attribute with this value; nil when it has none.
    static func whole(_ attribute: Attribute, of element: String) -> Token? {
        switch (element, attribute.name) {
        case ("wap-provisioningdoc", "version"): attribute.value == "1.0" ? Token(0, 0x46) : nil
        case ("characteristic", "type"): characteristics[attribute.value]
        case ("parm", "name"): parameters[attribute.value]
        default: nil
        }
    }

    private static let characteristics: [String: Token] = [
        "APPLICATION": Token(1, 0x55), "APPADDR": Token(1, 0x56), "APPAUTH": Token(1, 0x57), "PORT": Token(0, 0x53),
        "RESOURCE": Token(1, 0x59),
    ]

    private static let parameters: [String: Token] = [
        "NAME": Token(0, 0x07), "TO-NAPID": Token(0, 0x22), "PORTNBR": Token(0, 0x23), "AACCEPT": Token(1, 0x2E),
        "AAUTHDATA": Token(1, 0x2F), "AAUTHLEVEL": Token(1, 0x30), "AAUTHNAME": Token(1, 0x31),
        "AAUTHSECRET": Token(1, 0x32), "AAUTHTYPE": Token(1, 0x33), "ADDR": Token(1, 0x34), "APPID": Token(1, 0x36),
        "APROTOCOL": Token(1, 0x37), "PROVIDER-ID": Token(1, 0x38), "TO-PROXY": Token(1, 0x39), "URI": Token(1, 0x3A),
    ]

    /// Values with a token of their own.
    static let values: [String: Token] = [
        "APPSRV": Token(1, 0x8D), "BASIC": Token(1, 0x92), "DIGEST": Token(1, 0x93),
    ]
}
