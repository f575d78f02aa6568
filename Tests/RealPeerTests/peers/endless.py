"""A CalDAV server that finds no end: honest until its collections are found, then replies of a chosen kind."""

import http.server
import threading
import time

from .processes import free_port

MULTISTATUS = b'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:a="urn:ietf:params:xml:ns:carddav">'
HREF = b"<d:response><d:href>%s</d:href><d:propstat><d:prop>%s</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
HOME = (
    b"<d:current-user-principal><d:href>/p/</d:href></d:current-user-principal>"
    b"<a:addressbook-home-set><d:href>/h/</d:href></a:addressbook-home-set>")
BOOK = (
    b"<d:resourcetype><d:collection/><a:addressbook/></d:resourcetype><d:displayname>Contacts</d:displayname>"
    b"<d:current-user-privilege-set><d:privilege><d:all/></d:privilege></d:current-user-privilege-set>"
    b"<d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>"
    b"</d:supported-report-set>")

# How its replies find no end.
HEADERS, LISTING, TEXT, ITEMS, DRIP, PAGES = "headers", "listing", "text", "items", "drip", "pages"
KINDS = [HEADERS, LISTING, TEXT, ITEMS, DRIP, PAGES]


class EndlessServer:
    """`kind`: which reply does not end. Stops sending a reply after `most` bytes, so that a test ends whatever happens."""

    def __init__(self, kind, most=4 << 30):
        self.kind, self.most = kind, most
        self.sent = 0
        self.requests = 0
        self.port = free_port()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.requests += 1
                server.answer(self, body)

            do_PROPFIND = do_REPORT = do_GET = do_PUT = do_DELETE = do_OPTIONS = handle_one

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # who hangs up in the middle of an endless reply is right

        self.listener = Listener(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.listener.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.port

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()

    def answer(self, client, body):
        if "Authorization" not in client.headers:
            client.send_response(401)
            client.send_header("WWW-Authenticate", 'Basic realm="x"')
            client.send_header("Content-Length", "0")
            client.end_headers()
        elif client.command == "REPORT":
            self.report(client, body)
        elif client.command == "PROPFIND" and client.path == "/h/":
            self.whole(client, HREF % (b"/h/", b"<d:resourcetype><d:collection/></d:resourcetype>") + HREF % (b"/h/c/", BOOK))
        elif client.command == "PROPFIND":
            self.whole(client, HREF % (client.path.encode(), HOME if client.path != "/h/c/" else BOOK))
        else:
            self.pour(client, b"", b"x" * 65536)

    def whole(self, client, inside):
        text = MULTISTATUS + inside + b"</d:multistatus>"
        client.send_response(207)
        client.send_header("Content-Type", "application/xml")
        client.send_header("Content-Length", str(len(text)))
        client.end_headers()
        client.wfile.write(text)

    def report(self, client, body):
        is_sync = b"sync-collection" in body
        if is_sync and self.kind == ITEMS:
            names = b"".join(HREF % (b"/h/c/%d.vcf" % n, b'<d:getetag>"%d"</d:getetag>' % n) for n in range(200))
            self.whole(client, names + b"<d:sync-token>t1</d:sync-token>")
        elif is_sync and self.kind == PAGES:
            first = self.requests * 1000
            names = b"".join(
                HREF % (b"/h/c/%d.vcf" % n, b'<d:getetag>"%d"</d:getetag>' % n) for n in range(first, first + 1000))
            self.sent += len(names)
            self.whole(client, names + (
                b"<d:response><d:href>/h/c/</d:href><d:status>HTTP/1.1 507 More</d:status></d:response>"
                b"<d:sync-token>t%d</d:sync-token>" % self.requests))
        elif self.kind == HEADERS:
            self.endless_headers(client)
        elif self.kind == DRIP:
            self.drip(client)
        elif self.kind == LISTING:
            self.pour(client, MULTISTATUS, numbered=True)
        else:
            self.pour(client, MULTISTATUS + b"<d:response><d:href>/h/c/0.vcf", b"x" * 65536)

    def pour(self, client, start, piece=b"", numbered=False):
        client.send_response(207)
        client.send_header("Content-Type", "application/xml")
        client.send_header("Transfer-Encoding", "chunked")
        client.end_headers()
        self.chunk(client, start)
        number = 0
        while self.sent < self.most:
            if numbered:
                piece = b"".join(
                    HREF % (b"/h/c/%d.vcf" % n, b'<d:getetag>"%d"</d:getetag>' % n)
                    for n in range(number, number + 500))
                number += 500
            self.chunk(client, piece)
            self.sent += len(piece)
        client.close_connection = True

    @staticmethod
    def chunk(client, data):
        if data:
            client.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def endless_headers(self, client):
        client.wfile.write(b"HTTP/1.1 207 Multi-Status\r\n")
        while self.sent < self.most:
            client.wfile.write(b"X-Field: %s\r\n" % (b"a" * 60_000))
            self.sent += 60_000
        client.close_connection = True

    def drip(self, client):
        client.wfile.write(b"HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\nContent-Length: 1000000\r\n\r\n")
        for _ in range(600):
            client.wfile.write(b" ")
            client.wfile.flush()
            self.sent += 1
            time.sleep(1)
        client.close_connection = True
