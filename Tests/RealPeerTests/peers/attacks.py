"""What hostile peers do to a listener, in any number. Nothing here judges: the tests and `make hostile` do."""

import http.client
import resource
import socket
import threading
import time

from . import messages, wire

TYPE = "application/vnd.syncml+xml"


def allow_files(count):
    """Lets this process open so many sockets, as far as the system does; returns how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 500
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 500


class Crowd:
    """Many connections that begin something and never end it. Leaves when the `with` does."""

    def __init__(self, port, count, first, source="127.0.0.1"):
        """`first`: the bytes each sends at once."""
        self.port, self.count, self.first, self.source = port, count, first, source
        self.sockets = []
        self.refused = 0

    def __enter__(self):
        for _ in range(self.count):
            connection = socket.socket()
            connection.settimeout(5)
            try:
                connection.bind((self.source, 0))
                connection.connect(("127.0.0.1", self.port))
                connection.sendall(self.first)
            except OSError:
                self.refused += 1  # dropped already: as good
            self.sockets.append(connection)
        return self

    def __exit__(self, *_):
        for connection in self.sockets:
            connection.close()

    def trickle(self, piece, seconds, pause=0.5):
        """Sends another piece on each connection, over and over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for connection in self.sockets:
                try:
                    connection.send(piece)
                except OSError:
                    pass
            time.sleep(pause)

    def outlive(self, seconds):
        """Waits until the server has closed all, at most so long; returns how many it has not."""
        end = time.monotonic() + seconds
        alive = [connection for connection in self.sockets if not closed(connection)]
        while alive and time.monotonic() < end:
            time.sleep(0.2)
            alive = [connection for connection in alive if not closed(connection)]
        return len(alive)


def closed(connection):
    """Whether the server has ended a connection; what it says before is read and dropped."""
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
        return True
    except BlockingIOError:
        return False
    except OSError:
        return True


HALF_HEAD = b"POST /syncml HTTP/1.1\r\nHost: x\r\n"


def half_body(size, sent):
    """A request that announces `size` bytes and sends some of them."""
    head = b"POST /syncml HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (TYPE.encode(), size)
    return head + b" " * sent


def huge_head(fields, size):
    """Headers of so many fields of so many bytes."""
    return HALF_HEAD + b"".join(b"X-F%d: %s\r\n" % (number, b"a" * size) for number in range(fields)) + b"\r\n"


def answer_to(port, data, seconds=20):
    """What the server answers to raw bytes until it closes or says nothing more."""
    with socket.create_connection(("127.0.0.1", port), 10) as raw:
        raw.settimeout(seconds)
        answer = b""
        try:
            raw.sendall(data)
        except OSError:
            pass  # cut off while sending: what was answered counts
        try:
            while piece := raw.recv(65536):
                answer += piece
        except OSError:
            pass
    return answer


def post(port, body, content_type=TYPE, timeout=120, source="127.0.0.1"):
    """(status, body) of one POST from a loopback address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout, source_address=(source, 0))
    try:
        connection.request("POST", "/syncml", body, {"Content-Type": content_type})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def stranger(number):
    """One of sixteen million loopback addresses."""
    return "127.%d.%d.%d" % (1 + (number >> 16) % 250, (number >> 8) % 256, number % 256)


def at_once(count, work):
    """Runs `work(number)` in so many threads; returns what they returned, exceptions among it."""
    results = [None] * count

    def run(number):
        try:
            results[number] = work(number)
        except Exception as error:  # the caller looks at it
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# Bombs: small messages that stand for large ones

def string_table_bomb(uses=1_000_000):
    """Three bytes each that stand for 60,000: sixty gigabytes for who copies them."""
    table = b"A" * 60_000 + b"\0"
    return bytes([0x02, 0xA4, 0x01, 0x6A, 0x83, 0xD4, 0x61]) + table + b"\x6d\x6c\x71" + b"\x83\0" * uses + b"\1\1\1"


def element_bomb(count=199_000):
    """As many empty elements as a message may have, a byte each."""
    return messages.WBXML_START + b"\0\x6d\x6b" + b"\x05" * count + b"\1\1"


def command_bomb(count=60_000, user="nobody", password="x"):
    """A message that opens a session, with so many empty commands behind."""
    return messages.opening(user, password).replace(
        b"<SyncBody>", b"<SyncBody>" + b"<Delete><CmdID>9</CmdID></Delete>" * count)


# A phone with too many items

class Sender:
    """A phone by hand that sends more and more new notes in a slow sync, message after message, and never ends."""

    def __init__(self, port, user, password, device="sender", database="notes"):
        self.port, self.user, self.password = port, user, password
        self.device, self.database = device, database
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.number = 1
        self.sent = 0
        self.path = "/syncml"
        self.codes = {}

    def open(self):
        body = messages.opening(self.user, self.password, database=self.database, session="9", device=self.device)
        # Room for the statuses of thousands of items.
        reply = wire.Message(self.talk(body.replace(b">20000<", b">4000000<")))
        if reply.status("Alert") not in (200, 508):
            raise AssertionError("the database does not open: %s" % reply.statuses())

    def talk(self, body):
        self.connection.request("POST", self.path, body, {"Content-Type": TYPE})
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status != 200:
            raise AssertionError("HTTP %d: %s" % (reply.status, text[:200]))
        where = text.find(b"<RespURI>")
        if where >= 0:
            uri = text[where + 9:text.index(b"<", where + 9)].decode().replace("&amp;", "&")
            self.path = uri[uri.index("/", 8):]
        return text

    def send(self, count):
        """One message with so many new items; notes their status codes."""
        self.number += 1
        adds = "".join(
            "<Add><CmdID>%d</CmdID><Meta><Type xmlns=\"syncml:metinf\">text/plain</Type></Meta><Item><Source><LocURI>"
            "n%d</LocURI></Source><Data>note %d</Data></Item></Add>" % (at + 3, self.sent + at, self.sent + at)
            for at in range(count))
        self.sent += count
        body = (
            '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto>'
            "<SessionID>9</SessionID><MsgID>%d</MsgID><Target><LocURI>http://127.0.0.1/syncml</LocURI></Target>"
            "<Source><LocURI>%s</LocURI></Source></SyncHdr><SyncBody><Sync><CmdID>2</CmdID><Target><LocURI>%s</LocURI>"
            "</Target><Source><LocURI>./contacts</LocURI></Source>%s</Sync></SyncBody></SyncML>" % (
                self.number, self.device, self.database, adds))
        self.note(self.talk(body.encode()))

    def drain(self):
        """Statuses that did not fit are asked for with empty messages."""
        while sum(self.codes.values()) < self.sent:
            before = sum(self.codes.values())
            self.number += 1
            self.note(self.talk((
                '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto>'
                "<SessionID>9</SessionID><MsgID>%d</MsgID><Target><LocURI>http://127.0.0.1/syncml</LocURI></Target>"
                "<Source><LocURI>%s</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>222</Data><Item>"
                "<Target><LocURI>%s</LocURI></Target><Source><LocURI>./contacts</LocURI></Source></Item></Alert>"
                "</SyncBody></SyncML>" % (self.number, self.device, self.database)).encode()))
            if sum(self.codes.values()) == before:
                raise AssertionError("no further statuses: %s of %d" % (self.codes, self.sent))

    def note(self, reply):
        for part in reply.split(b"<Status>")[1:]:
            if b"<Cmd>Add</Cmd>" in part:
                code = int(part[part.index(b"<Data>") + 6:part.index(b"</Data>")])
                self.codes[code] = self.codes.get(code, 0) + 1
