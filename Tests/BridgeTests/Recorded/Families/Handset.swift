import BridgeTesting
import Markup
import SyncMLFront
import Testing

/// One device family's envelope: what stands around the commands of its messages.
struct Handset {
    var version = "1.1"
    /// Attributes of the root, and a DOCTYPE in front of it.
    var doctype = ""
    var namespace = ""
    var session = "1"
    var target = "http://bridge.example/syncml"
    var source = "IMEI:350000000000001"
    var userName: String?
    /// Cred of the first message; nil when the family puts it elsewhere or waits for a challenge.
    var credential: String? = Handset.basic
    var meta = "<Meta><MaxMsgSize>10000</MaxMsgSize></Meta>"

    /// A message as it is written and as a tree.
    struct Letter {
        let bytes: [UInt8]
        var tree: Element
    }

    /// Basic for alice.
    static let basic = """
        <Cred><Meta><Format>b64</Format><Type>syncml:auth-basic</Type></Meta><Data>YWxpY2U6c2VjcmV0</Data></Cred>
        """

    /// MD5; the digest is made when the message is sent.
    static let digest = """
        <Cred><Meta><Format>b64</Format><Type>syncml:auth-md5</Type></Meta><Data>AAAAAAAAAAAAAAAAAAAAAA==</Data></Cred>
        """

    /// A message of the session; the first carries the credential.
    func message(_ id: Int, final: Bool = true, _ commands: String...) throws -> Letter {
        let name = userName.map { "<LocName>\($0)</LocName>" } ?? ""
        let xml = """
            <?xml version="1.0" encoding="UTF-8"?>\(doctype)<SyncML\(namespace)><SyncHdr><VerDTD>\(version)</VerDTD>\
            <VerProto>SyncML/\(version)</VerProto><SessionID>\(session)</SessionID><MsgID>\(id)</MsgID>\
            <Target><LocURI>\(target)</LocURI></Target><Source><LocURI>\(source)</LocURI>\(name)</Source>\
            \(id == 1 ? credential ?? "" : "")\(meta)</SyncHdr><SyncBody>\(commands.joined())\
            \(final ? "<Final/>" : "")</SyncBody></SyncML>
            """
        let bytes = Array(xml.utf8)
        return Letter(bytes: bytes, tree: try WireForm.decode(bytes, as: .xml))
    }
}

/// Commands as most families write them.
enum Say {
    static func alert(_ id: Int, _ code: Int, _ target: String, _ source: String, last: String?, next: String) -> String
    {
        let last = last.map { "<Last>\($0)</Last>" } ?? ""
        return """
            <Alert><CmdID>\(id)</CmdID><Data>\(code)</Data><Item><Target><LocURI>\(target)</LocURI></Target>\
            <Source><LocURI>\(source)</LocURI></Source><Meta><Anchor xmlns='syncml:metinf'>\(last)\
            <Next>\(next)</Next></Anchor></Meta></Item></Alert>
            """
    }

    static func sync(_ id: Int, _ target: String, _ source: String, meta: String = "", _ changes: String...) -> String {
        """
        <Sync><CmdID>\(id)</CmdID><Target><LocURI>\(target)</LocURI></Target><Source><LocURI>\(source)</LocURI></Source>\
        \(meta)\(changes.joined())</Sync>
        """
    }

    static func change(_ verb: String, _ id: Int, _ luid: String, type: String, meta: String = "", _ text: String)
        -> String
    {
        """
        <\(verb)><CmdID>\(id)</CmdID><Meta><Type xmlns='syncml:metinf'>\(type)</Type>\(meta)</Meta><Item><Source>\
        <LocURI>\(luid)</LocURI></Source><Data><![CDATA[\(text)]]></Data></Item></\(verb)>
        """
    }

    static func delete(_ id: Int, _ luid: String) -> String {
        "<Delete><CmdID>\(id)</CmdID><Item><Source><LocURI>\(luid)</LocURI></Source></Item></Delete>"
    }

    /// A Status whose references are filled in when it is sent.
    static func status(_ id: Int, _ command: String, _ code: Int, target: String = "") -> String {
        let target = target.isEmpty ? "" : "<TargetRef>\(target)</TargetRef>"
        return """
            <Status><CmdID>\(id)</CmdID><MsgRef>0</MsgRef><CmdRef>0</CmdRef><Cmd>\(command)</Cmd>\(target)\
            <Data>\(code)</Data></Status>
            """
    }

    /// A Map; each of our items gets its name when it is sent.
    static func map(_ id: Int, _ target: String, _ source: String, _ luids: String...) -> String {
        let items = luids.map {
            "<MapItem><Target><LocURI>?</LocURI></Target><Source><LocURI>\($0)</LocURI></Source></MapItem>"
        }
        return """
            <Map><CmdID>\(id)</CmdID><Target><LocURI>\(target)</LocURI></Target><Source><LocURI>\(source)</LocURI>\
            </Source>\(items.joined())</Map>
            """
    }

    static func get(_ id: Int, _ uri: String, type: String = "application/vnd.syncml-devinf+wbxml") -> String {
        """
        <Get><CmdID>\(id)</CmdID><Meta><Type xmlns='syncml:metinf'>\(type)</Type></Meta><Item><Target><LocURI>\(uri)\
        </LocURI></Target></Item></Get>
        """
    }

    static func put(
        _ id: Int, _ uri: String, type: String = "application/vnd.syncml-devinf+wbxml", _ information: String
    ) -> String {
        """
        <Put><CmdID>\(id)</CmdID><Meta><Type xmlns='syncml:metinf'>\(type)</Type></Meta><Item><Source><LocURI>\(uri)\
        </LocURI></Source><Data><DevInf xmlns='syncml:devinf'>\(information)</DevInf></Data></Item></Put>
        """
    }

    /// A datastore in device information, with one type.
    static func datastore(_ source: String, _ type: String, _ version: String) -> String {
        """
        <DataStore><SourceRef>\(source)</SourceRef><Rx-Pref><CTType>\(type)</CTType><VerCT>\(version)</VerCT></Rx-Pref>\
        <Tx-Pref><CTType>\(type)</CTType><VerCT>\(version)</VerCT></Tx-Pref><SyncCap><SyncType>1</SyncType>\
        <SyncType>2</SyncType></SyncCap></DataStore>
        """
    }

    /// A vCard 2.1.
    static func card21(_ given: String, _ family: String, _ more: String...) -> String {
        (["BEGIN:VCARD", "VERSION:2.1", "N:\(family);\(given)"] + more + ["END:VCARD"]).map { $0 + "\r\n" }.joined()
    }

    /// A vCalendar 1.0 event.
    static func event10(_ summary: String, _ start: String, _ end: String, _ more: String...) -> String {
        ([
            "BEGIN:VCALENDAR", "VERSION:1.0", "BEGIN:VEVENT", "SUMMARY:\(summary)", "DTSTART:\(start)", "DTEND:\(end)",
        ] + more + ["END:VEVENT", "END:VCALENDAR"]).map { $0 + "\r\n" }.joined()
    }
}

extension Replay {
    /// Sends one message of a family's session.
    mutating func send(_ letter: Handset.Letter) async throws -> Exchanged {
        try await play(letter.tree, raw: encoding == .xml ? letter.bytes : nil)
    }

    /// A replay in which the device says exactly what its messages hold.
    init(exactly world: World, _ encoding: WireEncoding, userAgent: String? = nil) {
        self.init(world)
        self.encoding = encoding
        self.userAgent = userAgent
        completes = false
    }
}

extension Element {
    /// Puts a Cred written as XML into a message's header, and the user's name.
    mutating func add(_ credential: String, userName: String) {
        guard var header = self[child: "SyncHdr"], let cred = try? XMLReader.read(Array(credential.utf8)),
            var source = header[child: "Source"]
        else { return }
        source.children.append(.element(Element("LocName", [.text(userName)])))
        header.replace("Source", with: source)
        header.children.append(.element(cred))
        replace("SyncHdr", with: header)
    }
}

extension Element {
    /// The same with the items' texts in ISO-8859-1.
    var latin1Data: Element {
        var copy = self
        if name == "Data", elements.isEmpty {
            copy.children = [.bytes(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })]
        } else {
            copy.mapChildren { $0.latin1Data }
        }
        return copy
    }
}
