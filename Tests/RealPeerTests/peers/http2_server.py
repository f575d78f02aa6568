"""Radicale's application in Hypercorn, which speaks HTTP/2 over TLS and nothing else: http2_server.py CONFIG PORT CERTIFICATE LOG.

The way from ASGI to WSGI is our own: Hypercorn's loses a reply now and then.
"""

import asyncio
import io
import sys

import hypercorn.asyncio
import hypercorn.config
import radicale.app
import radicale.config


def environment(scope, body):
    found = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "", "PATH_INFO": scope["path"],
        "QUERY_STRING": scope["query_string"].decode(), "SERVER_NAME": "localhost", "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": "HTTP/2", "REMOTE_ADDR": scope["client"][0], "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": "https", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode().upper().replace("-", "_")
        found["CONTENT_TYPE" if key == "CONTENT_TYPE" else "HTTP_" + key] = value.decode("latin-1")
    return found


def adapted(application):
    """A WSGI application as one of ASGI; a request and its reply are each in memory as a whole."""

    def answer(variables):
        head = []
        body = b"".join(application(variables, lambda status, headers, _=None: head.extend([status, headers])))
        return int(head[0].split()[0]), [(name.lower().encode(), value.encode()) for name, value in head[1]], body

    async def serve(scope, receive, send):
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status, headers, reply = await asyncio.to_thread(answer, environment(scope, body))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": reply})

    return serve


def main(configuration, port, certificate, log):
    settings = hypercorn.config.Config()
    settings.bind = ["127.0.0.1:" + port]
    settings.certfile = settings.keyfile = certificate
    settings.alpn_protocols = ["h2"]
    settings.accesslog = log
    settings.access_log_format = "%(h)s %(m)s %(U)s HTTP/%(H)s %(s)s"
    application = radicale.app.Application(radicale.config.load([(configuration, False)]))
    asyncio.run(hypercorn.asyncio.serve(adapted(application), settings))


if __name__ == "__main__":
    main(*sys.argv[1:])
