import Markup

@testable import SyncMLFront

/// A message of our own making with everything a phone sends in a first session.
enum WireFixtures {
    static let card = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8:Lee;Kim Ä\r\nTEL;CELL:+1 & <2>\r\nEND:VCARD\r\n"

    /// The tree for a version, as either reader gives it.
    static func message(_ version: ProtocolVersion) throws -> Element {
        try WireForm.decode(Array(xml(version).utf8), as: .xml)
    }

    static func xml(_ version: ProtocolVersion) -> String {
        let number = version.rawValue
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <SyncML xmlns="SYNCML:SYNCML\(number)"><SyncHdr><VerDTD>\(number)</VerDTD><VerProto>SyncML/\(number)</VerProto>\
            <SessionID>17</SessionID><MsgID>1</MsgID><Target><LocURI>http://sync.example.org/syncml</LocURI></Target>\
            <Source><LocURI>IMEI:004401234567890</LocURI><LocName>kim</LocName></Source><Cred><Meta>\
            <Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type></Meta>\
            <Data>Zz6EivR3yeaaENcRN6lpAQ==</Data></Cred><Meta><MaxMsgSize xmlns="syncml:metinf">10000</MaxMsgSize></Meta>\
            </SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>201</Data><Item><Target><LocURI>./Contacts</LocURI></Target>\
            <Source><LocURI>./C:Contacts.cdb</LocURI></Source><Meta><Anchor xmlns="syncml:metinf"><Last>0</Last>\
            <Next>20260102T030405Z</Next></Anchor></Meta></Item></Alert><Put><CmdID>2</CmdID><Meta>\
            <Type xmlns="syncml:metinf">application/vnd.syncml-devinf+wbxml</Type></Meta><Item><Source>\
            <LocURI>\(version.devInfURI)</LocURI></Source><Data>\(devInf(version))</Data></Item></Put>\
            <Status><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><TargetRef>a</TargetRef>\
            <SourceRef>b</SourceRef><Data>200</Data><Item><Data><Anchor xmlns="syncml:metinf"><Next>5</Next></Anchor></Data>\
            </Item></Status><Sync><CmdID>4</CmdID><Target><LocURI>./Contacts</LocURI></Target><Source>\
            <LocURI>./C:Contacts.cdb</LocURI></Source><Meta><Mem xmlns="syncml:metinf"><FreeMem>8060</FreeMem>\
            <FreeID>100</FreeID></Mem></Meta><Add><CmdID>5</CmdID><Meta><Type xmlns="syncml:metinf">text/x-vcard</Type>\
            </Meta><Item><Source><LocURI>17</LocURI></Source><Data><![CDATA[\(card)]]></Data></Item></Add><Delete>\
            <CmdID>6</CmdID><Archive/><Item><Source><LocURI>18</LocURI></Source></Item></Delete></Sync><Map>\
            <CmdID>7</CmdID><Target><LocURI>t</LocURI></Target><Source><LocURI>s</LocURI></Source><MapItem><Target>\
            <LocURI>1</LocURI></Target><Source><LocURI>2</LocURI></Source></MapItem></Map><Final/></SyncBody></SyncML>
            """
    }

    private static func devInf(_ version: ProtocolVersion) -> String {
        let flags = version == .v10 ? "" : "<UTC/><SupportLargeObjs/>"
        let old =
            "<CTCap><CTType>text/x-vcard</CTType><PropName>N</PropName><DataType>chr</DataType><Size>80</Size></CTCap>"
        let new = """
            <CTCap><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT><Property><PropName>N</PropName><MaxSize>80</MaxSize>\
            </Property></CTCap>
            """
        return """
            <DevInf xmlns="syncml:devinf"><VerDTD>\(version.rawValue)</VerDTD><Man>Example</Man><Mod>E1</Mod>\
            <DevID>IMEI:004401234567890</DevID><DevTyp>phone</DevTyp>\(flags)<DataStore>\
            <SourceRef>./C:Contacts.cdb</SourceRef><MaxGUIDSize>8</MaxGUIDSize><Rx-Pref><CTType>text/x-vcard</CTType>\
            <VerCT>2.1</VerCT></Rx-Pref><Tx-Pref><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Tx-Pref>\
            \(version == .v12 ? new : "")<SyncCap><SyncType>1</SyncType></SyncCap></DataStore>\
            \(version == .v12 ? "" : old)</DevInf>
            """
    }
}
