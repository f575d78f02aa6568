"""What can go wrong with one request to a server, each as a named value that `FaultLine` acts out.

"Before": the server never hears of it. "After": the server has done it, and its answer goes wrong.
"""

import re
import socket
import struct

PAGE = b"<html><head><title>Sign in</title></head><body><p>Please accept our terms of use.</p></body></html>"
# Seconds for which a reply is held back at most; footbridge's own longest time-out for these requests is 120.
HOLD = 180
# Seconds of a Retry-After.
REST = 2


class Fault:
    def __init__(self, name, act, fits=lambda reply: True, rest=0):
        """`act(line, client, exchange)` answers the request, or does not. `fits`: whether the fault makes sense for a
        request, told by its exchange in a sync without faults. `rest`: seconds for which the server wants to be left
        alone after it."""
        self.name = name
        self.act = act
        self.fits = fits
        self.rest = rest


# How a connection ends


def reset(client):
    """Ends the connection by RST instead of FIN: nothing that was written comes through for sure."""
    client.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(client.connection.detach())
    client.close_connection = True


def reset_before(line, client, exchange):
    reset(client)


def reset_after(line, client, exchange):
    line.pass_on(client, exchange)
    reset(client)


def cut(line, client, exchange):
    """Half of the body comes, or of the head where there is no body."""
    line.pass_on(client, exchange)
    reply = line.in_bytes(exchange)
    head = len(reply) - len(exchange.reply)
    client.wfile.write(reply[:head + len(exchange.reply) // 2 if exchange.reply else head // 2])
    client.close_connection = True


def hold(line, client, exchange):
    """No answer until the client loses patience and hangs up."""
    line.pass_on(client, exchange)
    client.connection.settimeout(HOLD)
    client.close_connection = True
    client.connection.recv(1)
    exchange.outlasted = True


# Answers that are not the server's


def says(status, headers=(), body=b""):
    """Another answer; the server never hears of the request."""
    def act(line, client, exchange):
        line.replace(exchange, status, headers, body)
        line.answer(client, exchange)
    return act


def says_instead(status, headers=(), body=b""):
    """The server does it, and another answer comes."""
    def act(line, client, exchange):
        line.pass_on(client, exchange)
        line.replace(exchange, status, headers, body)
        line.answer(client, exchange)
    return act


def half_xml(line, client, exchange):
    """The length is that of the half, so only the XML tells."""
    line.pass_on(client, exchange)
    exchange.reply = exchange.reply[:len(exchange.reply) // 2]
    line.answer(client, exchange)


# ETags

ETAG = re.compile(rb"(<(?:\w+:)?getetag>)([^<]*)(</(?:\w+:)?getetag>)")


def etags(change):
    """Replaces each ETag of a reply, in its head and in its body, by what `change` makes of it; nothing for None."""
    def in_body(match):
        changed = change(match[2].decode())
        return b"" if changed is None else match[1] + changed.encode() + match[3]

    def act(line, client, exchange):
        line.pass_on(client, exchange)
        exchange.reply = ETAG.sub(in_body, exchange.reply)
        in_head = exchange.reply_headers.get("ETag")
        if in_head is not None:
            del exchange.reply_headers["ETag"]
            changed = change(in_head)
            if changed is not None:
                exchange.reply_headers["ETag"] = changed
        line.answer(client, exchange)
    return act


# XML escapes a quotation mark or does not.
def gzipped(etag):
    """As Apache's mod_deflate marks the ETag of a packed reply."""
    return re.sub(r'("|&quot;)$', r"-gzip\1", etag)


def wrong(etag):
    return re.sub(r'^("|&quot;)', r"\1wrong-", etag)


# What a fault needs to make sense


def has_xml(exchange):
    return b"<?xml" in exchange.reply[:10]


def has_etag(exchange):
    return "ETag" in exchange.reply_headers or bool(ETAG.search(exchange.reply))


HTML = {"Content-Type": "text/html; charset=utf-8"}
TIMEOUT = "time-out-after"
# How a server or a proxy before it spells all its ETags.
SPELLINGS = ("no-etag", "weak-etag", "gzip-etag")

FAULTS = {fault.name: fault for fault in (
    Fault("reset-before", reset_before),
    Fault("reset-after", reset_after),
    Fault("cut", cut),
    Fault(TIMEOUT, hold),
    Fault("500-before", says(500)),
    Fault("500-after", says_instead(500)),
    Fault("412", says(412)),
    Fault("423", says(423)),
    Fault("429", says(429, {"Retry-After": str(REST)}), rest=REST),
    Fault("503", says(503, {"Retry-After": str(REST)}), rest=REST),
    Fault("half-xml", half_xml, has_xml),
    Fault("html-200", says_instead(200, HTML, PAGE), has_xml),
    Fault("html-207", says_instead(207, HTML, PAGE), has_xml),
    Fault("sign-in-page", says(200, HTML, PAGE)),
    Fault("wrong-etag", etags(wrong), has_etag),
    Fault("no-etag", etags(lambda etag: None), has_etag),
    Fault("weak-etag", etags("W/{}".format), has_etag),
    Fault("gzip-etag", etags(gzipped), has_etag),
)}
