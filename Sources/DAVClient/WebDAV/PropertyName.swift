import Markup

/// The namespaces of the properties this client reads.
enum XMLNamespace {
    static let dav = "DAV:"
    static let calDAV = "urn:ietf:params:xml:ns:caldav"
    static let cardDAV = "urn:ietf:params:xml:ns:carddav"
    static let calendarServer = "http://calendarserver.org/ns/"
}

/// The name of a WebDAV property or element (RFC 4918 section 4).
struct PropertyName: Hashable, Sendable {
    let namespace: String
    let name: String

    init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// An element of that name.
    func element(_ children: [Element] = []) -> Element {
        Element(name, namespace: namespace, children.map { .element($0) })
    }

    /// An element of that name holding text.
    func element(text: String) -> Element { Element(name, namespace: namespace, [.text(text)]) }

    /// True for an element of that name.
    func matches(_ element: Element) -> Bool { element.name == name && element.namespace == namespace }

    // RFC 4918 section 15, RFC 5397, RFC 3744, RFC 3253, RFC 6578
    static let resourceType = PropertyName(XMLNamespace.dav, "resourcetype")
    static let displayName = PropertyName(XMLNamespace.dav, "displayname")
    static let getETag = PropertyName(XMLNamespace.dav, "getetag")
    static let getLastModified = PropertyName(XMLNamespace.dav, "getlastmodified")
    static let getContentLength = PropertyName(XMLNamespace.dav, "getcontentlength")
    static let currentUserPrincipal = PropertyName(XMLNamespace.dav, "current-user-principal")
    static let currentUserPrivilegeSet = PropertyName(XMLNamespace.dav, "current-user-privilege-set")
    static let supportedReportSet = PropertyName(XMLNamespace.dav, "supported-report-set")
    static let syncToken = PropertyName(XMLNamespace.dav, "sync-token")
    // RFC 4791, RFC 6638
    static let calendarHomeSet = PropertyName(XMLNamespace.calDAV, "calendar-home-set")
    static let componentSet = PropertyName(XMLNamespace.calDAV, "supported-calendar-component-set")
    static let scheduleInbox = PropertyName(XMLNamespace.calDAV, "schedule-inbox-URL")
    static let defaultCalendar = PropertyName(XMLNamespace.calDAV, "schedule-default-calendar-URL")
    static let calendarData = PropertyName(XMLNamespace.calDAV, "calendar-data")
    // RFC 6352
    static let addressBookHomeSet = PropertyName(XMLNamespace.cardDAV, "addressbook-home-set")
    static let addressData = PropertyName(XMLNamespace.cardDAV, "address-data")
    // calendarserver-ctag
    static let getCTag = PropertyName(XMLNamespace.calendarServer, "getctag")
}
