"""An HTTP/1.1 peer that misbehaves on request; standard library only.

usage: peer.py PORT [CERTIFICATE-AND-KEY.pem]

Each path is one behaviour. Every reply names the TCP connection it came over (X-Connection). GET /log lists the
arrivals so far: method, path, connection, authorization scheme.
"""
import hashlib
import re
import socket
import ssl
import sys
import threading
import time

LOCK = threading.Lock()
LOG = []
USER, PASSWORD, REALM = "alice", "secret", "peer"
NONCES = set()


def reply(connection, status, body=b"", headers=(), version="HTTP/1.1", length=True):
    lines = ["%s %d Status" % (version, status), "X-Connection: %d" % connection]
    if length:
        lines.append("Content-Length: %d" % len(body))
    lines += ["%s: %s" % header for header in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Peer:
    def __init__(self, stream, number):
        self.stream, self.number, self.served = stream, number, 0
        self.reader = stream.makefile("rb")

    def send(self, data):
        self.stream.sendall(data)

    def run(self):
        try:
            while self.one():
                self.served += 1
        except (OSError, ValueError):
            pass
        finally:
            # shutdown, since the reader's file keeps the socket open otherwise
            try:
                self.stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            self.reader.close()
            self.stream.close()

    def one(self):
        line = self.reader.readline().decode("latin-1").strip()
        if not line:
            return False
        method, path, _ = line.split(" ", 2)
        raw, headers = [], {}
        while True:
            field = self.reader.readline().decode("latin-1").strip()
            if not field:
                break
            raw.append(field)
            name, value = field.split(":", 1)
            headers[name.strip().lower()] = value.strip()
        body = self.reader.read(int(headers.get("content-length", "0")))
        scheme = headers.get("authorization", "none").split(" ")[0]
        with LOCK:
            LOG.append("%s %s %d %s" % (method, path, self.number, scheme))
        handler = getattr(self, "do_" + path.strip("/").split("/")[0].replace("-", "_"), None)
        if handler is None:
            self.send(reply(self.number, 404))
            return True
        return handler(method, path, headers, body, raw)

    def do_log(self, *_):
        with LOCK:
            text = "\n".join(LOG)
        self.send(reply(self.number, 200, text.encode()))
        return True

    def do_echo(self, method, path, headers, body, raw):
        text = "\n".join(["%s %s" % (method, path)] + raw) + "\n\n"
        self.send(reply(self.number, 200, text.encode() + body, [("ETag", '"e1"'), ("Set-Cookie", "a=1"),
                                                                 ("Set-Cookie", "b=2")]))
        return True

    def do_slow(self, *_):
        time.sleep(10)
        self.send(reply(self.number, 200, b"late"))
        return True

    def do_stall(self, *_):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        time.sleep(20)
        return False

    def do_cut(self, *_):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        return False

    def do_hangup(self, *_):
        return False

    def do_drop_reused(self, *_):
        # Answers the first request of a connection, and hangs up on the second one after reading it.
        if self.served > 0:
            return False
        self.send(reply(self.number, 200, b"fresh"))
        return True

    def do_big(self, method, path, *_):
        self.send(reply(self.number, 200, b"x" * int(path.split("/")[-1])))
        return True

    def do_chunked(self, method, path, *_):
        # /chunked/COUNT: no length is announced.
        left = int(path.split("/")[-1])
        self.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while left > 0:
            size = min(left, 10000)
            self.send(b"%x\r\n" % size + b"z" * size + b"\r\n")
            left -= size
        self.send(b"0\r\n\r\n")
        return True

    def do_listing(self, method, path, *_):
        # /listing/COUNT/ answers PROPFIND and REPORT with so many members.
        self.send(reply(self.number, 207, self.members(path)))
        return True

    def do_half_listing(self, method, path, *_):
        # A whole HTTP reply with half a document in it.
        body = self.members(path)
        self.send(reply(self.number, 207, body[:len(body) // 2]))
        return True

    @staticmethod
    def members(path):
        one = ('<d:response><d:href>%sitem-%d.ics</d:href><d:propstat><d:prop><d:resourcetype/>'
               '<d:getetag>"%d"</d:getetag><d:getlastmodified>Sun, 06 Nov 1994 08:49:37 GMT</d:getlastmodified>'
               '<d:getcontentlength>4711</d:getcontentlength></d:prop><d:status>HTTP/1.1 200 OK</d:status>'
               '</d:propstat></d:response>')
        inside = "".join(one % (path, number, number) for number in range(int(path.split("/")[2])))
        return ('<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">%s<d:sync-token>token-1</d:sync-token>'
                '</d:multistatus>' % inside).encode()

    def do_endless(self, *_):
        self.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            self.send(b"10000\r\n" + b"y" * 65536 + b"\r\n")

    def do_long_headers(self, *_):
        self.send(b"HTTP/1.1 200 OK\r\n")
        for number in range(5000):
            self.send(b"X-%d: " % number + b"z" * 100 + b"\r\n")
        self.send(b"\r\n")
        return False

    def do_garbage(self, *_):
        self.send(b"\x00\x01 this is not HTTP\r\n\r\n")
        return False

    def do_http10(self, *_):
        self.send(b"HTTP/1.0 200 OK\r\n\r\nold and closed")
        return False

    def do_redirect(self, method, path, *_):
        status = int(path.split("/")[2])
        self.send(reply(self.number, status, b"", [("Location", "/echo")]))
        return True

    def do_status(self, method, path, *_):
        self.send(reply(self.number, int(path.split("/")[2]), b"", [("Retry-After", "7")]))
        return True

    def do_basic(self, method, path, headers, *_):
        # alice:secret
        if headers.get("authorization") == "Basic YWxpY2U6c2VjcmV0":
            self.send(reply(self.number, 200, b"welcome"))
        else:
            self.send(reply(self.number, 401, b"", [("WWW-Authenticate", 'basic realm="peer"')]))
        return True

    def do_digest(self, method, path, headers, body, raw):
        if self.digest_holds(method, path, headers.get("authorization", "")):
            self.send(reply(self.number, 200, b"welcome " + body))
            return True
        with LOCK:
            nonce = "nonce%d" % (len(NONCES) + 1)
            NONCES.add(nonce)
        challenge = 'Digest realm="%s", nonce="%s", qop="auth", algorithm=MD5' % (REALM, nonce)
        self.send(reply(self.number, 401, b"who?", [("WWW-Authenticate", 'Negotiate'), ("WWW-Authenticate", challenge)]))
        return True

    @staticmethod
    def digest_holds(method, path, header):
        if not header.startswith("Digest "):
            return False
        parts = dict((a, b.strip('"')) for a, b in re.findall(r'(\w+)=("[^"]*"|[^,\s]+)', header[7:]))
        if parts.get("nonce") not in NONCES or parts.get("uri") != path:
            return False

        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        first = md5("%s:%s:%s" % (USER, REALM, PASSWORD))
        second = md5("%s:%s" % (method, path))
        wanted = md5(":".join([first, parts["nonce"], parts["nc"], parts["cnonce"], parts["qop"], second]))
        return parts.get("username") == USER and parts.get("response") == wanted


def main():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(sys.argv[1])))
    listener.listen(64)
    context = None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2])
    number = 0
    while True:
        stream, _ = listener.accept()
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number += 1
        threading.Thread(target=serve, args=(stream, context, number), daemon=True).start()


def serve(stream, context, number):
    if context:
        try:
            stream = context.wrap_socket(stream, server_side=True)
        except (OSError, ssl.SSLError):
            return
    Peer(stream, number).run()


main()
