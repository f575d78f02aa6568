"""A small CalDAV/CardDAV client: what the tests do on the server's side of footbridge."""

import base64
import http.client
import urllib.parse
import xml.etree.ElementTree as ElementTree

NAMESPACES = {
    "d": "DAV:",
    "c": "urn:ietf:params:xml:ns:caldav",
    "a": "urn:ietf:params:xml:ns:carddav",
}
PREFIXES = " ".join('xmlns:%s="%s"' % pair for pair in NAMESPACES.items())


class DAVError(Exception):
    """A request got a status that the caller did not expect."""


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")


class Dav:
    """One login at one server; each request is a connection of its own (Radicale closes after each anyway)."""

    def __init__(self, port, user=None, password=None):
        self.port = port
        self.headers = {}
        if user is not None:
            login = base64.b64encode(("%s:%s" % (user, password)).encode()).decode()
            self.headers["Authorization"] = "Basic " + login

    def request(self, method, path, body=None, headers=None, expect=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            payload = body.encode() if isinstance(body, str) else body
            # Calypso writes hrefs as they are spoken.
            wire = urllib.parse.quote(path, safe="/%:;=&?~!$'()*+,@")
            connection.request(method, wire, payload, {**self.headers, **(headers or {})})
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        if expect is not None and reply.status not in expect:
            raise DAVError("%s %s: %d %s" % (method, path, reply.status, reply.body[:500]))
        return reply

    def get(self, path):
        return self.request("GET", path, expect=(200,)).text

    def put(self, path, body):
        kind = "text/vcard" if path.endswith(".vcf") else "text/calendar"
        self.request("PUT", path, body, {"Content-Type": kind + "; charset=utf-8"}, expect=(200, 201, 204))

    def delete(self, path):
        self.request("DELETE", path, expect=(200, 204))

    def make_address_book(self, path, name):
        self._make("MKCOL", path, "d:mkcol", '<d:resourcetype><d:collection/><a:addressbook/></d:resourcetype>', name)

    def make_calendar(self, path, name, component):
        components = (
            '<c:supported-calendar-component-set><c:comp name="%s"/></c:supported-calendar-component-set>' % component)
        self._make("MKCALENDAR", path, "c:mkcalendar", components, name)

    def _make(self, method, path, root, properties, name):
        body = "<?xml version='1.0' encoding='utf-8'?><%s %s><d:set><d:prop>%s<d:displayname>%s</d:displayname>" \
            "</d:prop></d:set></%s>" % (root, PREFIXES, properties, name, root)
        self.request(method, path, body, {"Content-Type": "application/xml"}, expect=(201,))

    def members(self, path):
        """Path -> ETag of everything directly inside a collection."""
        body = "<?xml version='1.0' encoding='utf-8'?><d:propfind %s><d:prop><d:getetag/></d:prop></d:propfind>"
        reply = self.request(
            "PROPFIND", path, body % PREFIXES, {"Depth": "1", "Content-Type": "application/xml"}, expect=(207,))
        found = {}
        for response in ElementTree.fromstring(reply.body).findall("d:response", NAMESPACES):
            href = urllib.parse.urlsplit(response.findtext("d:href", "", NAMESPACES).strip()).path
            if href.rstrip("/") != path.rstrip("/"):
                found[href] = response.findtext(".//d:getetag", "", NAMESPACES)
        return found

    def bodies(self, path):
        """Path -> text of everything directly inside a collection."""
        return {href: self.get(href) for href in self.members(path)}
