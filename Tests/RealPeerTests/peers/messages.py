"""Hand-made SyncML messages, for what no well-behaved phone would send."""

import base64

from . import wire

DOCTYPES = {
    "1.0": "-//SYNCML//DTD SyncML 1.0//EN", "1.1": "-//SYNCML//DTD SyncML 1.1//EN",
    "1.2": "-//SYNCML//DTD SyncML 1.2//EN",
}


def opening(user, password, database="addressbook", version="1.2", session="1", device="hand-made", next_anchor="1",
            auth="basic"):
    """The first message of a session in XML: credentials and one slow-sync alert."""
    if auth == "basic":
        data = base64.b64encode(("%s:%s" % (user, password)).encode()).decode()
    else:
        data = base64.b64encode(b"\0" * 16).decode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<SyncML xmlns="SYNCML:SYNCML{version}"><SyncHdr><VerDTD>{version}</VerDTD>'
        "<VerProto>SyncML/{version}</VerProto><SessionID>{session}</SessionID><MsgID>1</MsgID>"
        "<Target><LocURI>http://127.0.0.1/syncml</LocURI></Target><Source><LocURI>{device}</LocURI></Source>"
        '<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-{auth}</Type>'
        '</Meta><Data>{data}</Data></Cred><Meta><MaxMsgSize xmlns="syncml:metinf">20000</MaxMsgSize></Meta></SyncHdr>'
        "<SyncBody><Alert><CmdID>1</CmdID><Data>201</Data><Item><Target><LocURI>{database}</LocURI></Target>"
        '<Source><LocURI>./contacts</LocURI></Source><Meta><Anchor xmlns="syncml:metinf"><Next>{next_anchor}</Next>'
        "</Anchor></Meta></Item></Alert><Final/></SyncBody></SyncML>"
    ).format(version=version, session=session, device=device, auth=auth, data=data, database=database,
             next_anchor=next_anchor).encode()


def opening_wbxml(*arguments, version="1.2", **options):
    """The same in WBXML, made by libwbxml (which needs the DOCTYPE to know the version)."""
    xml = opening(*arguments, version=version, **options).decode()
    doctype = '<!DOCTYPE SyncML PUBLIC "%s" "http://www.openmobilealliance.org/tech/DTD/x.dtd">' % DOCTYPES[version]
    return wire.to_wbxml(xml.replace("?>", "?>" + doctype, 1).encode())


def nested(depth):
    """A message whose body nests `depth` elements."""
    return opening("alice", "secret").replace(
        b"<SyncBody>", b"<SyncBody>" + b"<Sequence><CmdID>9</CmdID>" * depth).replace(
        b"</SyncBody>", b"</Sequence>" * depth + b"</SyncBody>")


def entity_bomb():
    """Ten levels of ten references each: ten gigabytes for who expands them."""
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
        '<!ENTITY a%d "%s">' % (level, "&a%d;" % (level - 1) * 10) for level in range(1, 10))
    return opening("alice", "secret").replace(
        b"?>", b"?><!DOCTYPE SyncML [" + entities.encode() + b"]>", 1).replace(b"hand-made", b"&a9;")


def external_entity(path):
    """Asks the reader to put a file of the server into the message."""
    return opening("alice", "secret").replace(
        b"?>", b'?><!DOCTYPE SyncML [<!ENTITY x SYSTEM "file://' + path.encode() + b'">]>', 1).replace(
        b"hand-made", b"&x;")


# WBXML: version 1.2, public id SyncML 1.2 (0x1201), UTF-8, empty string table; then SyncML, SyncHdr, VerDTD with
# content (code page 0: SyncML 0x2D, SyncHdr 0x2C, VerDTD 0x31).
WBXML_START = bytes([0x02, 0xA4, 0x01, 0x6A])
HOSTILE_WBXML = {
    "nothing but a header": WBXML_START + b"\0",
    "a string table longer than the message": WBXML_START + b"\xff\xff\xff\x7f" + b"\x6d\x6c\x71",
    "a length of six bytes": WBXML_START + b"\x8f\xff\xff\xff\xff\x7f" + b"\x6d",
    "opaque data of two gigabytes": WBXML_START + b"\0\x6d\x6c\x71\xc3\x87\xff\xff\xff\x7fabc",
    "opaque data one byte too long": WBXML_START + b"\0\x6d\x6c\x71\xc3\x04abc",
    "a string without its end": WBXML_START + b"\0\x6d\x6c\x71\x031.2",
    "a string table reference outside the table": WBXML_START + b"\x02ab\x6d\x6c\x71\x83\x40\x01\x01\x01",
    "an unknown code page": WBXML_START + b"\0\x00\x77\x6d\x6c\x01\x01",
    "an unknown tag": WBXML_START + b"\0\x6d\x7f\x01\x01",
    "300 levels": WBXML_START + b"\0\x6d\x6b" + b"\x64" * 300 + b"\x01" * 302,
    "only END tokens": WBXML_START + b"\0" + b"\x01" * 50,
    "an end too many": WBXML_START + b"\0\x6d\x01\x01\x01",
    "an extension token": WBXML_START + b"\0\x6d\x80\x05\x01",
    "an attribute": WBXML_START + b"\0\xed\x05\x01\x01",
}
