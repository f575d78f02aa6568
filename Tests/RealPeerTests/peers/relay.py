"""An HTTP relay between phone and footbridge: it records what goes over the wire, and can act as a reverse proxy."""

import http.client
import http.server
import socket
import threading
import time

from .processes import free_port

HOP_HEADERS = {"connection", "keep-alive", "host", "content-length", "transfer-encoding"}


class Exchange:
    """One request and its reply, as they went over the wire."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body
        self.status = None
        self.reply_headers = None
        self.reply = b""


class Relay:
    """Plain: keeps Host, adds nothing. With `prefix` it is a reverse proxy: what comes to PREFIX... goes to
    footbridge's `/syncml...`, the Host header is footbridge's own, and the original one travels in X-Forwarded-*
    when `forwarded` is set."""

    def __init__(self, target_port, prefix=None, forwarded=False):
        self.target_port = target_port
        self.prefix = prefix
        self.forwarded = forwarded
        self.port = free_port()
        self.exchanges = []
        self.strangers = []
        # Seconds for which a request that footbridge did not answer is repeated, byte for byte: a persistent phone.
        self.patience = 0
        # Called with each exchange before its reply reaches the phone.
        self.watcher = None
        self.connections = set()
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def do_POST(self):
                relay.serve(self)

            do_GET = do_POST

            def log_message(self, *arguments):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def process_request(self, request, client_address):
                relay.connections.add(request)
                super().process_request(request, client_address)

            def shutdown_request(self, request):
                relay.connections.discard(request)
                super().shutdown_request(request)

            def handle_error(self, request, client_address):
                pass  # a phone or a server that hung up is no news here

        self.listener = Listener(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.listener.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d%s" % (self.port, self.prefix or "/syncml")

    def clear(self):
        self.exchanges = []

    def stop(self):
        """Ends open connections, too: a client that keeps one would come through it to whoever has the port next."""
        self.listener.shutdown()
        self.listener.server_close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended meanwhile

    def serve(self, client):
        body = client.rfile.read(int(client.headers.get("Content-Length") or 0))
        exchange = Exchange(client.path, client.headers, body)
        self.exchanges.append(exchange)
        path = client.path
        if self.prefix is not None:
            if not path.startswith(self.prefix):
                self.strangers.append(path)
                client.send_error(404)
                return
            path = "/syncml" + path[len(self.prefix):]
        deadline = time.monotonic() + self.patience
        while True:
            try:
                self.fetch(client, exchange, path)
                break
            except (OSError, http.client.HTTPException):
                if time.monotonic() >= deadline:
                    client.close_connection = True  # footbridge is down: the phone sees a broken connection
                    return
                time.sleep(0.05)
        if self.watcher:
            self.watcher(exchange)
        self.answer(client, exchange)

    def fetch(self, client, exchange, path):
        headers = {name: value for name, value in client.headers.items() if name.lower() not in HOP_HEADERS}
        original = client.headers.get("Host", "")
        headers["Host"] = original if self.prefix is None else "127.0.0.1:%d" % self.target_port
        if self.forwarded:
            headers.update({
                "X-Forwarded-For": client.client_address[0], "X-Forwarded-Proto": "http",
                "X-Forwarded-Host": original, "X-Forwarded-Prefix": self.prefix[:-len("/syncml")]})
        connection = http.client.HTTPConnection("127.0.0.1", self.target_port, timeout=120)
        try:
            connection.request(client.command, path, exchange.body or None, headers)
            answer = connection.getresponse()
            exchange.status, exchange.reply_headers, exchange.reply = answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    @staticmethod
    def answer(client, exchange):
        client.send_response_only(exchange.status)
        for name, value in exchange.reply_headers.items():
            if name.lower() not in HOP_HEADERS:
                client.send_header(name, value)
        client.send_header("Content-Length", str(len(exchange.reply)))
        client.end_headers()
        client.wfile.write(exchange.reply)
