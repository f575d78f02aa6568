import Markup

/// `DAV:resourcetype` (RFC 4918 section 15.9) as far as it concerns us.
struct ResourceType {
    let isCollection: Bool
    let isCalendar: Bool
    let isAddressBook: Bool
    let isPrincipal: Bool
    /// In- and outboxes, proxies, notification folders, subscriptions, SOGo's read-only directory.
    let isService: Bool

    init(_ property: Element?) {
        let types = property?.elements ?? []
        func has(_ namespace: String, _ name: String) -> Bool {
            types.contains { $0.name == name && $0.namespace == namespace }
        }
        isCollection = has(XMLNamespace.dav, "collection")
        isPrincipal = has(XMLNamespace.dav, "principal")
        let isDirectory = has(XMLNamespace.cardDAV, "directory")
        isCalendar = has(XMLNamespace.calDAV, "calendar")
        isAddressBook = has(XMLNamespace.cardDAV, "addressbook") && !isDirectory
        isService = isDirectory || types.contains { ResourceType.services.contains($0.name) }
    }

    private static let services: Set<String> = [
        "schedule-inbox", "schedule-outbox", "calendar-proxy-read", "calendar-proxy-write", "notification",
        "notifications", "dropbox-home", "subscribed", "deleted-calendar", "trash-bin",
    ]
}
