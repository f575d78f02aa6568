#!/usr/bin/python3
"""Runs one CalDAV/CardDAV server on loopback for alice and bob, in a folder of its own, until it is told to end.

    serve.py NAME FOLDER [PORT]     NAME: see --list

Prints one line of JSON once it answers, and ends with all that it has started at SIGTERM or SIGINT, or with its parent.
"""

import json
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

from peers.processes import NotReady, die_with_parent, free_port  # noqa: E402
from peers.servers import SERVERS  # noqa: E402
from peers.servers.group import PASSWORD, USERS  # noqa: E402


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join("%-13s %s" % (name, server.name) for name, server in SERVERS.items()))
        return 0
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in SERVERS:
        print(__doc__, file=sys.stderr)
        return 2
    die_with_parent()
    ends = (signal.SIGTERM, signal.SIGINT)
    # Blocked: an end in the middle of a start waits until everything is known that has to be stopped.
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    server = SERVERS[sys.argv[1]](sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else free_port())
    try:
        server.start()
        print(json.dumps({
            "name": server.name, "url": server.url, "user": USERS[0], "password": PASSWORD,
            "needs_login": server.needs_login}), flush=True)
        signal.sigwait(ends)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
