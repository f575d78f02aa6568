#!/usr/bin/python3
"""A DNS server on loopback with the records of a test (RFC 1035, RFC 2782).

    names.py PORT '{"_caldavs._tcp.example.test": [["SRV", 0, 1, 443, "dav.example.test"], ["TXT", "path=/dav/"]]}'

Names that are not there do not exist. ["SILENCE"]: no answer; ["FAIL"]: SERVFAIL; ["RAW", hex]: these bytes behind the question,
as one answer; ["LOOP"]: an SRV record whose target points to itself.
"""

import json
import os
import socket
import struct
import sys
import threading

TYPES = {"SRV": 33, "TXT": 16}
NO_SUCH_NAME, SERVER_FAILURE = 3, 2


class StubNames:
    """Answers until `stop`."""

    def __init__(self, records, port=0):
        self.records = {name.lower(): entries for name, entries in records.items()}
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def address(self):
        return "127.0.0.1:%d" % self.port

    def stop(self):
        self.socket.close()

    def serve(self):
        while True:
            try:
                question, client = self.socket.recvfrom(4096)
            except OSError:
                return
            reply = self.reply(question)
            if reply is not None:
                self.socket.sendto(reply, client)

    def reply(self, question):
        name, end = self.name(question)
        kind = struct.unpack("!H", question[end:end + 2])[0]
        self.asked.append((name, kind))
        entries = self.records.get(name)
        code = 0 if entries is not None else NO_SUCH_NAME
        words = [entry[0] for entry in entries or ()]
        if "SILENCE" in words:
            return None
        if "FAIL" in words:
            code = SERVER_FAILURE
        answers = [answer for answer in (self.answer(entry, kind, end) for entry in entries or ()) if answer]
        if code:
            answers = []
        # An answer, authoritative, recursion as asked for; only the question is repeated, without the asker's EDNS record.
        header = question[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(answers), 0, 0)
        return header + question[12:end + 4] + b"".join(answers)

    @staticmethod
    def name(question):
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1:at + 1 + question[at]].decode())
            at += 1 + question[at]
        return ".".join(labels).lower(), at + 1

    @staticmethod
    def answer(entry, kind, end):
        if entry[0] == "RAW":
            return bytes.fromhex(entry[1])
        if entry[0] == "LOOP" and kind == TYPES["SRV"]:
            data = struct.pack("!HHH", 0, 0, 443) + struct.pack("!H", 0xC000 | (end + 4 + 12 + 6))
        elif entry[0] == "SRV" and kind == TYPES["SRV"]:
            target = b"".join(bytes([len(label)]) + label.encode() for label in entry[4].split(".") if label)
            data = struct.pack("!HHH", *entry[1:4]) + target + b"\0"
        elif entry[0] == "TXT" and kind == TYPES["TXT"]:
            data = b"".join(bytes([len(text.encode())]) + text.encode() for text in entry[1:])
        else:
            return b""
        return struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(data)) + data


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.dont_write_bytecode = True
    from peers.processes import die_with_parent
    die_with_parent()
    names = StubNames(json.loads(sys.argv[2]), int(sys.argv[1]))
    print(names.address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
