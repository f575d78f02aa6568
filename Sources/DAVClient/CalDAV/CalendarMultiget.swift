/// The report's name (RFC 4791 section 9.10).
enum CalendarMultiget {
    static let report = PropertyName(XMLNamespace.calDAV, "calendar-multiget")
}
