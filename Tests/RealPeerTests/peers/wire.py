"""Reading recorded SyncML messages, whichever encoding they came in. WBXML is decoded by libwbxml, not by us."""

import re
import subprocess
import xml.etree.ElementTree as ElementTree

XML = "application/vnd.syncml+xml"
WBXML = "application/vnd.syncml+wbxml"


def to_xml(body):
    """XML bytes of a message in either encoding."""
    if body.lstrip()[:1] == b"<":
        return body
    done = subprocess.run(["/usr/bin/wbxml2xml", "-o", "-", "-"], input=body, capture_output=True)
    if done.returncode != 0:
        raise AssertionError("wbxml2xml refuses the message: %s" % done.stderr.decode(errors="replace"))
    return _without_raw_bytes(done.stdout)


def _without_raw_bytes(xml):
    """wbxml2xml writes binary data (an MD5 digest) as it is, which no XML parser accepts: put `?` there."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\uffff]", "?", xml.decode(errors="replace")).encode()


def to_wbxml(xml):
    """WBXML bytes of an XML message."""
    done = subprocess.run(["/usr/bin/xml2wbxml", "-o", "-", "-"], input=xml, capture_output=True)
    if done.returncode != 0:
        raise AssertionError("xml2wbxml refuses the message: %s" % done.stderr.decode(errors="replace"))
    return done.stdout


class Message:
    """A message as a tree without namespaces, with the questions that tests ask."""

    def __init__(self, body):
        self.root = ElementTree.fromstring(to_xml(body))
        for element in self.root.iter():
            element.tag = element.tag.rsplit("}", 1)[-1]

    def text(self, path):
        return (self.root.findtext(path) or "").strip()

    def alerts(self):
        """Alert codes in the order of the message."""
        return [int(alert.findtext("Data")) for alert in self.root.iter("Alert") if alert.findtext("Data")]

    def sources(self, command):
        """LUIDs of the items that come with this command."""
        return [(item.findtext("Source/LocURI") or "").strip()
                for each in self.root.iter(command) for item in each.iter("Item")]

    def statuses(self):
        """(command, code) of every Status."""
        return [(status.findtext("Cmd"), int(status.findtext("Data"))) for status in self.root.iter("Status")]

    def status(self, command):
        """The code of the first Status for this command, or None."""
        return next((code for name, code in self.statuses() if name == command), None)

    @property
    def is_final(self):
        """Whether the message ends its package."""
        return self.root.find("SyncBody/Final") is not None

    def credential_type(self):
        """"syncml:auth-basic", "syncml:auth-md5" or "" without Cred."""
        return self.text("SyncHdr/Cred/Meta/Type")

    def challenge_type(self):
        return next((chal.findtext("Meta/Type") for chal in self.root.iter("Chal")), None)


def messages(exchanges):
    """(request, reply) of each exchange that was answered with a message."""
    return [(Message(each.body), Message(each.reply)) for each in exchanges if each.status == 200]
