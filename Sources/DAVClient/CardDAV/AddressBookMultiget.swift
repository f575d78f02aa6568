/// The report's name (RFC 6352 section 10.7).
enum AddressBookMultiget {
    static let report = PropertyName(XMLNamespace.cardDAV, "addressbook-multiget")
}
