"""Runs seeds of the simulated world with one deliberate fault, and says whether a promise was seen to break."""

import os
import re
import subprocess
import time

from .sources import REACHED, SWITCH

FAILURE = re.compile(r"^seed (\d+): (\w+): (.*)$", re.MULTILINE)
# A failure of the world itself proves nothing about the product.
NO_PROOF = {"world"}


class Broken(Exception):
    """The program did not run as it should, whatever the mutation."""


class Finding:
    """What became of one mutation."""

    def __init__(self, mutation):
        self.mutation = mutation
        self.seed = self.invariant = self.detail = None
        self.was_reached = False
        self.seconds = 0.0
        self.seeds = 0
        self.excuse = ""

    @property
    def is_caught(self):
        return self.seed is not None

    @property
    def words(self):
        if self.is_caught:
            return "%s, seed %d, %.0f s" % (self.invariant, self.seed, self.seconds)
        reached = "" if self.was_reached else ", and nothing ever reached it"
        return "SURVIVED %d seeds, %.0f s%s%s" % (
            self.seeds, self.seconds, reached, ": " + self.excuse if self.excuse else "")


class Judge:
    def __init__(self, program, scope, jobs, seconds):
        self.program, self.scope, self.jobs, self.seconds = program, scope, jobs, seconds
        self.controls = {}

    def prove(self, arguments, mutant=None, timeout=None):
        """(exit code, output, what went to standard error)."""
        environment = {name: value for name, value in os.environ.items() if name != SWITCH}
        if mutant:
            environment[SWITCH] = mutant
        done = subprocess.run(
            [self.program, *arguments, *self.scope], env=environment, capture_output=True, text=True, timeout=timeout,
            stdin=subprocess.DEVNULL, errors="replace")
        return done.returncode, done.stdout, done.stderr

    def control(self, seeds):
        """Without a fault all promises hold. Returns what did not."""
        code, output, errors = self.prove(["--seeds", str(seeds), "--jobs", str(self.jobs)])
        if code not in (0, 1):
            raise Broken("prove ended with %d:\n%s%s" % (code, output, errors))
        return output.strip() if code else ""

    def holds_without(self, seed):
        """True when the seed keeps all promises as long as no fault acts: only then its failure is the mutation's."""
        if seed not in self.controls:
            self.controls[seed] = self.prove(["--seed", str(seed)], timeout=120)[0] == 0
        return self.controls[seed]

    def judge(self, mutation, seeds):
        finding = Finding(mutation)
        start = time.monotonic()
        first = 1
        while first <= seeds and not finding.is_caught:
            left = int(self.seconds - (time.monotonic() - start))
            if left < 1:
                finding.excuse = "not finished within %d s" % self.seconds
                break
            arguments = [
                "--first", "--from", str(first), "--seeds", str(seeds - first + 1), "--jobs", str(self.jobs),
                "--until", str(left)]
            try:
                code, output, errors = self.prove(arguments, mutation.name, timeout=left + 60)
            except subprocess.TimeoutExpired:
                finding.excuse = "it hangs"
                break
            finding.was_reached = finding.was_reached or REACHED in errors
            if code not in (0, 1):
                finding.excuse = "the program ended with %d: a crash is no broken promise" % code
                break
            found = sorted((int(seed), name, words) for seed, name, words in FAILURE.findall(output))
            done = re.search(r"^(\d+) seeds, ", output)
            finding.seeds = first - 1 + (int(done.group(1)) if done else 0)
            if not found:
                if finding.seeds < seeds:
                    finding.excuse = "not finished within %d s" % self.seconds
                break
            for seed, name, words in found:
                if name not in NO_PROOF and self.holds_without(seed):
                    finding.seed, finding.invariant, finding.detail = seed, name, words
                    break
            first = found[0][0] + 1
        finding.seconds = time.monotonic() - start
        return finding
