"""A private PostgreSQL without fsync, on a port of loopback."""

import glob
import os
import signal

from ..processes import free_port

OWNER = "postgres"
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 60
"""


class PostgreSQL:
    def __init__(self, group):
        self.group = group
        self.port = free_port()
        self.programs = os.path.dirname(sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"))[-1])
        # Its superuser: whoever made it.
        self.role = OWNER

    def start(self):
        data = self.group.path("postgresql")
        if not os.path.exists(os.path.join(data, "PG_VERSION")):
            self.group.directory("postgresql", owner=OWNER)
            os.chmod(data, 0o700)
            self.group.run(
                [self.programs + "/initdb", "-D", data, "-A", "trust", "-U", self.role, "-E", "UTF8",
                 "--locale=C.UTF-8", "-N"], user=OWNER)
            with open(os.path.join(data, "postgresql.conf"), "a", encoding="utf-8") as file:
                file.write(SETTINGS.format(port=self.port))
        # SIGINT: a fast end that waits for nobody.
        self.group.spawn(
            "postgresql", [self.programs + "/postgres", "-D", data], user=OWNER, with_signal=signal.SIGINT)
        self.group.wait_until("PostgreSQL is not ready", 30, self.is_ready)
        return self

    def is_ready(self):
        try:
            self.run("SELECT 1")
            return True
        except Exception:  # not yet
            return False

    def run(self, statements, database="postgres"):
        return self.group.run(
            ["/usr/bin/psql", "-q", "-X", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.port), "-U", self.role,
             "-d", database, "-v", "ON_ERROR_STOP=1", "-f", "-"], text=statements)
