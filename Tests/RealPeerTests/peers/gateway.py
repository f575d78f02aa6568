"""An SMS gateway on loopback that speaks as Kannel's sendsms does, and remembers what it was asked to send."""

import http.server
import threading
import time
import urllib.parse


class Gateway:
    def __init__(self, status=202):
        """`status`: what every request is answered with."""
        self.status = status
        self.messages = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                query = self.path.partition("?")[2]
                fields = dict(pair.partition("=")[::2] for pair in query.split("&"))
                outer.messages.append({name: urllib.parse.unquote_to_bytes(text) for name, text in fields.items()})
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(b"0: Accepted for delivery")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def wait(self, count, seconds=30):
        """The messages, as soon as there are so many."""
        until = time.monotonic() + seconds
        while len(self.messages) < count:
            if time.monotonic() > until:
                raise AssertionError("%d messages instead of %d" % (len(self.messages), count))
            time.sleep(0.1)
        return self.messages
