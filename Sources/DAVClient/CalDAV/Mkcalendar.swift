import Markup

/// MKCALENDAR (RFC 4791 section 5.3.1).
enum Mkcalendar {
    static func call(displayName: String, component: String) -> Upstream.Call {
        let prop = PropertyName(XMLNamespace.dav, "prop").element([
            PropertyName.displayName.element(text: displayName), ComponentSet.element(component),
        ])
        let set = PropertyName(XMLNamespace.dav, "set").element([prop])
        return .xml("MKCALENDAR", PropertyName(XMLNamespace.calDAV, "mkcalendar").element([set]), depth: nil)
    }
}
