"""What a run did, for people."""

COUNTS = (
    "kills", "kills while starting", "restarts", "integrity checks", "syncs", "slow syncs", "syncs that failed",
    "user actions", "settled", "invariants checked", "values checked", "values checked, in the history only")


class Failure:
    def __init__(self, where, violation, folder):
        self.where, self.found, self.folder = where, violation.found, folder

    def __str__(self):
        return "%s: %s\n  transcript: %s" % (
            self.where, "\n  ".join("%s: %s" % pair for pair in self.found[:20]), self.folder)


class Report:
    def __init__(self, options, phones):
        self.options, self.phones = options, phones
        self.failures = []
        self.disk = "not run"

    def text(self, counts, faults, seconds):
        """The Markdown of the whole run. `faults`: side -> Counter of kinds."""
        options = self.options
        lines = ["## Real kills: `make torture`", ""]
        lines += ["%s, commit %s." % (options.date or "undated", options.commit or "unknown"), ""]
        lines += ["`footbridge serve` on its SQLite file, in front of Radicale, killed with `kill -9` at random moments; "
                  "seed %d, %d minutes. The phones:" % (options.seed, round(seconds / 60)), ""]
        lines += ["- " + phone for phone in self.phones] + [""]
        lines += ["| what | number |", "|---|---:|"]
        lines += ["| %s | %d |" % (name, counts[name]) for name in COUNTS]
        for side, kinds in faults.items():
            lines += ["| fault on the %s side: %s | %d |" % (side, *pair) for pair in sorted(kinds.items())]
        lines += ["| violations | %d |" % len(self.failures), "", "Full disk: %s." % self.disk, ""]
        for failure in self.failures:
            lines += ["### %s" % failure.where, ""]
            lines += ["- %s: %s" % pair for pair in failure.found[:50]] + [""]
        return "\n".join(lines)
