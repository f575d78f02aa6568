import Markup
import SyncTypes

/// calendar-multiget (RFC 4791 section 7.9) and addressbook-multiget (RFC 6352 section 8.7).
enum Multiget {
    /// Hrefs in one request.
    static let batch = 50

    /// The call for at least one href; the hrefs go out as the server spelt them.
    static func call(_ hrefs: [Href], flavour: CollectionFlavour.Items) -> Upstream.Call {
        let data: PropertyName
        let report: PropertyName
        switch flavour {
        case .calendar: (report, data) = (CalendarMultiget.report, .calendarData)
        case .addressBook: (report, data) = (AddressBookMultiget.report, .addressData)
        }
        let names: [PropertyName] = [.getETag, .getLastModified, .getContentLength, data]
        let prop = PropertyName(XMLNamespace.dav, "prop").element(names.map { $0.element() })
        let wanted = hrefs.map { PropertyName(XMLNamespace.dav, "href").element(text: path($0)) }
        // Xandikos 0.2.8 reads some 180 items a second, slower machines less.
        return .xml("REPORT", report.element([prop] + wanted), depth: "1", timeoutSeconds: 120)
    }

    /// Inside the report a path names the resource, wherever the collection's host is.
    private static func path(_ href: Href) -> String {
        guard let url = WebURL(href.rawValue) else { return href.rawValue }
        return url.path
    }

    /// Restores the line ends that XML took away: iCalendar and vCard end lines with CRLF (RFC 5545 section 3.1).
    static func body(_ text: [UInt8]) -> [UInt8] {
        guard !text.contains(0x0D) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count + text.count / 24)
        for byte in text {
            if byte == 0x0A { out.append(0x0D) }
            out.append(byte)
        }
        return out
    }
}
