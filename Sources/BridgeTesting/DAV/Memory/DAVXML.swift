import DAVClient
import Markup

/// The XML a server writes.
enum DAVXML {
    static let dav = "DAV:"
    static let calDAV = "urn:ietf:params:xml:ns:caldav"
    static let cardDAV = "urn:ietf:params:xml:ns:carddav"
    static let calendarServer = "http://calendarserver.org/ns/"

    static func element(_ name: String, _ namespace: String = dav, _ children: [Element] = []) -> Element {
        Element(name, namespace: namespace, children.map { .element($0) })
    }

    static func text(_ name: String, _ namespace: String = dav, _ text: String) -> Element {
        Element(name, namespace: namespace, [.text(text)])
    }

    static func href(_ path: String, isRaw: Bool = false) -> Element {
        text("href", dav, isRaw ? path : wire(path))
    }

    static func status(_ code: Int) -> Element { text("status", dav, "HTTP/1.1 \(code) \(reason(code))") }

    static func multistatus(_ children: [Element]) -> HTTPReply {
        reply(207, element("multistatus", dav, children))
    }

    /// A `DAV:error` with one condition (RFC 4918 section 16).
    static func error(_ status: Int, _ condition: Element) -> HTTPReply {
        reply(status, element("error", dav, [condition]))
    }

    static func reply(_ status: Int, _ root: Element) -> HTTPReply {
        HTTPReply(
            status: status, headers: [HTTPField("Content-Type", "application/xml; charset=utf-8")],
            body: XMLWriter.write(root))
    }

    /// Percent-encodes a path as Python's `quote` does.
    static func wire(_ path: String) -> String {
        var out = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += "%" + (hex.count == 1 ? "0" + hex : hex)
            }
        }
        return out
    }

    /// "Tue, 14 Nov 2023 22:13:20 GMT" (RFC 9110 section 5.6.7).
    static func date(_ seconds: Int64) -> String {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let time = Int(seconds) - days * 86_400
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let day = doy - (153 * mp + 2) / 5 + 1
        let month = mp < 10 ? mp + 3 : mp - 9
        let year = yoe + era * 400 + (month <= 2 ? 1 : 0)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((days % 7) + 7) % 7]
        let name = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][month - 1]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
        return "\(weekday), \(two(day)) \(name) \(year) \(clock) GMT"
    }

    private static func reason(_ code: Int) -> String {
        switch code {
        case 200: "OK"
        case 404: "Not Found"
        case 412: "Precondition Failed"
        case 507: "Insufficient Storage"
        default: "Status"
        }
    }
}
