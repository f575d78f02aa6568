"""A line to a CalDAV server on which one chosen request meets one chosen fault, and all others go well."""

import email.message
import http
import threading
import time

from .faults import METHODS
from .relay import Exchange, Relay

# In the place of a position: each request meets the fault.
EVERY = "every"
MULTIGETS = (b"calendar-multiget", b"addressbook-multiget")


class FaultLine(Relay):
    """Stands in front of `target_port`. Counts requests from `begin` on; `exchanges` are those since then."""

    def __init__(self, target_port, has_multiget=True):
        """`has_multiget`: False for a server that refuses that report, so that items are read by GET."""
        self.has_multiget = has_multiget
        self.position, self.fault = None, None
        self.lock = threading.Lock()
        super().__init__(target_port)
        handler = self.listener.RequestHandlerClass
        for method in METHODS:
            setattr(handler, "do_" + method, handler.do_POST)

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.port

    def begin(self, position=None, fault=None):
        """Counts anew; the request number `position`, from 1 on, meets `fault`, or EVERY one does."""
        with self.lock:
            self.exchanges, self.position, self.fault = [], position, fault

    def heal(self):
        """From now on nothing goes wrong; the exchanges stay."""
        with self.lock:
            self.position = None

    @property
    def met(self):
        """The first exchange that met the fault, or None."""
        return next((each for each in self.exchanges if each.fault), None)

    def early(self):
        """The exchanges that came although the server had asked to be left alone by then."""
        met = self.met
        if met is None or self.position == EVERY:
            return []
        # Its answer was on its way for a moment, and so was what crossed it.
        return [each for each in self.exchanges if met.at + 0.2 < each.at < met.at + met.fault.rest - 0.2]

    def serve(self, client):
        body = client.rfile.read(int(client.headers.get("Content-Length") or 0))
        exchange = Exchange(client.path, client.headers, body)
        exchange.method, exchange.outlasted, exchange.at = client.command, False, time.monotonic()
        with self.lock:
            self.exchanges.append(exchange)
            exchange.fault = self.fault if self.position in (EVERY, len(self.exchanges)) else None
        if exchange.fault:
            exchange.fault.act(self, client, exchange)
        else:
            self.pass_on(client, exchange)
            self.answer(client, exchange)

    def pass_on(self, client, exchange):
        if not self.has_multiget and any(name in exchange.body for name in MULTIGETS):
            self.replace(exchange, 403)
        else:
            self.fetch(client, exchange, client.path)

    @staticmethod
    def replace(exchange, status, headers=(), body=b""):
        exchange.status, exchange.reply, exchange.reply_headers = status, body, email.message.Message()
        for name, value in dict(headers).items():
            exchange.reply_headers[name] = value

    @staticmethod
    def in_bytes(exchange):
        """The reply as it goes over the wire."""
        head = ["HTTP/1.1 %d %s" % (exchange.status, http.HTTPStatus(exchange.status).phrase)]
        head += ["%s: %s" % pair for pair in exchange.reply_headers.items() if pair[0].lower() != "content-length"]
        return "\r\n".join(head + ["Content-Length: %d" % len(exchange.reply), "", ""]).encode() + exchange.reply
