import Markup

/// MKCOL with properties (RFC 5689): the way to make an address book, and a calendar where MKCALENDAR is unknown.
enum ExtendedMkcol {
    static func call(type: PropertyName, displayName: String, other: [Element] = []) -> Upstream.Call {
        let dav = { (name: String) in PropertyName(XMLNamespace.dav, name) }
        let types = PropertyName.resourceType.element([dav("collection").element(), type.element()])
        let properties = [types, PropertyName.displayName.element(text: displayName)] + other
        let set = dav("set").element([dav("prop").element(properties)])
        return .xml("MKCOL", dav("mkcol").element([set]), depth: nil)
    }

    static let addressBook = PropertyName(XMLNamespace.cardDAV, "addressbook")
    static let calendar = PropertyName(XMLNamespace.calDAV, "calendar")
}
