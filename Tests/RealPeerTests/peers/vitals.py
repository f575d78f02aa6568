"""What a process needs: memory and open files, read from /proc."""

import os
import threading


class Vitals:
    """Watches a process while something happens to it: `with Vitals(pid) as vitals: ...; vitals.peak`."""

    def __init__(self, pid):
        self.pid = pid
        self.peak = 0
        self.most_files = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self.before = self.memory()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()
        self._look()

    def _watch(self):
        while not self._done.wait(0.05):
            self._look()

    def _look(self):
        self.peak = max(self.peak, self.memory())
        self.most_files = max(self.most_files, self.files())

    def memory(self):
        """Bytes in memory (VmRSS); 0 when the process is gone."""
        try:
            with open("/proc/%d/status" % self.pid) as status:
                for line in status:
                    if line.startswith("VmRSS:"):
                        return int(line.split()[1]) << 10
        except (FileNotFoundError, ProcessLookupError):
            pass
        return 0

    def files(self):
        """Open files and sockets."""
        try:
            return len(os.listdir("/proc/%d/fd" % self.pid))
        except (FileNotFoundError, ProcessLookupError):
            return 0

    @property
    def grown(self):
        """Bytes that the memory grew by at most."""
        return self.peak - self.before
