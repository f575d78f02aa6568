"""A relay that plays a bad line: it drops, cuts and delays what goes through it, and tells who watches when it does."""

import http.client
import threading
import time
from collections import Counter

from .relay import Exchange, Relay

DROP_REQUEST = "request dropped"
DROP_REPLY = "reply dropped"
CUT_REPLY = "reply cut in the middle"
DELAY = "delayed"
UNAVAILABLE = "503"
KINDS = (DROP_REQUEST, DROP_REPLY, CUT_REPLY, DELAY, UNAVAILABLE)

# Moments of an exchange: before it is passed on, and when its reply is here but not passed back yet.
ASKED = "asked"
ANSWERED = "answered"
MOMENTS = (ASKED, ANSWERED)

METHODS = ("OPTIONS", "PROPFIND", "PROPPATCH", "REPORT", "PUT", "DELETE", "MKCOL", "MKCALENDAR", "MOVE")


class FaultyRelay(Relay):
    """Stands in front of `target_port`, for phones or for a CalDAV server's clients. `random` decides on faults; of
    each request `rate` (0 to 1) meets one. `watcher(relay, moment, exchange)` is called from the relay's threads."""

    def __init__(self, name, target_port, random, path=None, longest_delay=0.3):
        self.name = name
        self.random = random
        self.longest_delay = longest_delay
        self.rate = 0.0
        self.watcher = None
        self.faults = Counter()
        self.requests = 0
        self.lock = threading.Lock()
        super().__init__(target_port)
        self.path = path
        handler = self.listener.RequestHandlerClass
        for method in METHODS:
            setattr(handler, "do_" + method, handler.do_POST)

    @property
    def url(self):
        return super().url if self.path is None else "http://127.0.0.1:%d%s" % (self.port, self.path)

    def choose(self):
        """The fault that the next request meets: (kind or None, a number from 0 to 1 for its size)."""
        with self.lock:
            self.requests += 1
            hit, kind, size = self.random.random() < self.rate, self.random.choice(KINDS), self.random.random()
            if hit:
                self.faults[kind] += 1
            return (kind if hit else None), size

    def tell(self, moment, exchange):
        watcher = self.watcher
        if watcher is not None:
            watcher(self, moment, exchange)

    def serve(self, client):
        body = client.rfile.read(int(client.headers.get("Content-Length") or 0))
        exchange = Exchange(client.path, client.headers, body)
        exchange.method, exchange.at = client.command, time.time()
        exchange.fault, size = self.choose()
        self.exchanges.append(exchange)
        self.tell(ASKED, exchange)
        if exchange.fault == DROP_REQUEST:
            client.close_connection = True
            return
        if exchange.fault == UNAVAILABLE:
            client.send_error(503)
            return
        if exchange.fault == DELAY:
            time.sleep(size * self.longest_delay)  # the fault itself
        if not self.passed_on(client, exchange):
            client.close_connection = True
            return
        self.tell(ANSWERED, exchange)
        if exchange.fault == DROP_REPLY:
            client.close_connection = True
        elif exchange.fault == CUT_REPLY:
            self.answer_half(client, exchange, size)
        else:
            self.answer(client, exchange)

    def passed_on(self, client, exchange):
        """Whether the target answered, within `patience` seconds."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                self.fetch(client, exchange, client.path)
                return True
            except (OSError, http.client.HTTPException):
                if time.monotonic() >= deadline:
                    return False
                time.sleep(0.02)

    @staticmethod
    def answer_half(client, exchange, size):
        """The whole length is announced, and a part of it comes."""
        client.send_response_only(exchange.status)
        client.send_header("Content-Type", exchange.reply_headers.get("Content-Type", "text/plain"))
        client.send_header("Content-Length", str(max(1, len(exchange.reply))))
        client.end_headers()
        client.wfile.write(exchange.reply[:int(len(exchange.reply) * size * 0.99)])
        client.close_connection = True
