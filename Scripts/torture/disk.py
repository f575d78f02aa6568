"""A full disk: the state on a small tmpfs that a file fills up. footbridge refuses, loses nothing, and recovers."""

import os
import sqlite3
import subprocess

from torture import invariants
from torture.world import Violation, World

SIZE = "24m"
# Round by round: bytes left free (nothing at all, a page, less and more than a session writes), whether footbridge has
# just been restarted without an old write-ahead log to write into, and whether it is killed while the disk is full.
ROUNDS = ((0, True, False), (4096, True, True), (32768, True, False), (131072, False, True), (0, False, False),
          (0, True, True))
EDITS = 6


class Skipped(Exception):
    """This machine does not let us mount."""


class SmallDisk:
    def __init__(self, folder):
        self.folder = folder
        self.filler = os.path.join(folder, "filler")
        os.makedirs(folder)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=%s,mode=0700" % SIZE, "footbridge-torture", folder],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise Skipped("mounting a tmpfs is not permitted here: %s" % done.stderr.strip())

    def fill(self, left):
        """Leaves `left` bytes free, rounded down to pages."""
        with open(self.filler, "wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        os.truncate(self.filler, max(0, os.path.getsize(self.filler) // 4096 * 4096 - left))

    def empty(self):
        os.unlink(self.filler)

    def unmount(self):
        subprocess.run(["umount", "--lazy", self.folder], check=True)


def run(folder, random, counts, keep):
    """(one line for the report, Violation or None). `keep(world, violation)` keeps the transcript."""
    try:
        disk = SmallDisk(os.path.join(folder, "small"))
    except (Skipped, FileNotFoundError) as reason:
        return "skipped: %s" % reason, None
    try:
        world = World(os.path.join(folder, "disk"), random, counts, state=os.path.join(disk.folder, "state"))
        try:
            refused = [one_round(world, disk, *each) for each in ROUNDS]
        except Violation as violation:
            keep(world, violation)
            return "a violation", violation
        finally:
            world.close()
    finally:
        disk.unmount()
    return "%d rounds, %d syncs refused, recovered each time" % (len(ROUNDS), sum(refused)), None


def truncate_log(state):
    """An old write-ahead log is written over from its start, which needs no room: take it away."""
    database = sqlite3.connect(os.path.join(state, "footbridge.sqlite"))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def one_round(world, disk, left, fresh, kills):
    """Returns how many syncs were refused."""
    for user in (world.third, *world.phones):
        for _ in range(EDITS):
            user.act()
    world.settle()
    invariants.check(world)
    for user in (world.third, *world.phones):
        for _ in range(EDITS):
            user.act()
    if fresh:
        world.bridge.stop()
        truncate_log(world.bridge.state)
        world.restart()
    marker = len(world.bridge.log_text())
    world.note("the disk is full but for %d bytes" % left)
    disk.fill(left)
    results = [result for phone in world.phones for result in world.syncs([phone])]
    refused = results.count(None)
    world.assert_alive()
    if left == 0 and fresh and refused == 0:
        raise Violation(("full disk", "no sync was refused"))
    log = world.bridge.log_text()[marker:]
    if refused and "full" not in log and "space" not in log:
        raise Violation(("full disk", "the log does not name the reason:\n%s" % log[-1500:]))
    if kills:
        world.bridge.kill()
        world.note("kill -9 on a full disk")
        world.counts["kills"] += 1
    disk.empty()
    world.note("the disk has room again")
    if kills:
        world.check_state()
        world.restart()
    world.settle()
    invariants.check(world)
    world.clear()
    return refused
