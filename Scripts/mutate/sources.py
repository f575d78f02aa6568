"""A copy of the sources with every mutation in it as a switch: one build serves them all.

The product's own sources know nothing of this. The copy lies in .build/mutate and keeps its build, so that only what
changed is compiled again.
"""

import os
import shutil
import subprocess

from .mutations import Stale

LOWEST = "SyncTypes"
SWITCH = "FOOTBRIDGE_MUTANT"
REACHED = "the deliberate fault was reached"
MUTANT = '''import Glibc

/// Which deliberate fault is at work; only in the copy that Scripts/mutate makes.
public enum Mutant {
    private static let name = getenv("%s").map { String(cString: $0) } ?? ""
    private static let announced: Int = "%s\\n".withCString { write(2, $0, strlen($0)) }

    /// True for the one that the environment names.
    public static func acts(_ fault: String) -> Bool {
        guard fault == name else { return false }
        _ = announced
        return true
    }
}
''' % (SWITCH, REACHED)


class Copy:
    def __init__(self, root, folder):
        self.root, self.folder = root, folder

    @property
    def program(self):
        return os.path.join(self.folder, ".build", "release", "prove")

    def make(self, mutations):
        """Writes the copy. Throws `Stale` when a mutation no longer applies; files that stay equal keep their time."""
        files = {"Package.swift": self.read("Package.swift")}
        for place, _, names in os.walk(os.path.join(self.root, "Sources")):
            for name in names:
                path = os.path.relpath(os.path.join(place, name), self.root)
                files[path] = self.read(path)
        stale = []
        for file in sorted({mutation.file for mutation in mutations}):
            try:
                files[file] = self.switched(file, [mutation for mutation in mutations if mutation.file == file])
            except Stale as error:
                stale.append(str(error))
        if stale:
            raise Stale("\n".join(stale))
        files["Sources/%s/Mutant.swift" % LOWEST] = MUTANT
        if os.path.exists(os.path.join(self.root, "Package.resolved")):
            files["Package.resolved"] = self.read("Package.resolved")
        self.write(files)
        # The package names its tests; nobody builds them here.
        tests = os.path.join(self.folder, "Tests")
        if not os.path.lexists(tests):
            os.symlink(os.path.join(self.root, "Tests"), tests)

    def switched(self, file, mutations):
        if not os.path.exists(os.path.join(self.root, file)):
            raise Stale("%s no longer applies: there is no %s" % (mutations[0].name, file))
        text = self.read(file)
        spans = sorted((*mutation.span(text), mutation) for mutation in mutations)
        for (_, end, one), (start, _, other) in zip(spans, spans[1:]):
            if start < end:
                raise Stale("%s and %s overlap in %s" % (one.name, other.name, file))
        for start, end, mutation in reversed(spans):
            text = text[:start] + mutation.switched() + text[end:]
        if "/%s/" % LOWEST not in file and "import %s\n" % LOWEST not in text:
            text = "import %s\n" % LOWEST + text
        return text

    def build(self):
        """Builds `prove` of the copy. Returns the compiler's output when that fails, else None."""
        done = subprocess.run(
            ["swift", "build", "-c", "release", "-j", "2", "--product", "prove", "--package-path", self.folder],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
        return None if done.returncode == 0 else done.stdout

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8") as file:
            return file.read()

    def write(self, files):
        for path, text in files.items():
            place = os.path.join(self.folder, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            if os.path.exists(place):
                with open(place, encoding="utf-8") as file:
                    if file.read() == text:
                        continue
            with open(place, "w", encoding="utf-8") as file:
                file.write(text)
        # What is gone from the sources goes from the copy.
        for place, folders, names in os.walk(os.path.join(self.folder, "Sources"), topdown=False):
            for name in names:
                if os.path.relpath(os.path.join(place, name), self.folder) not in files:
                    os.remove(os.path.join(place, name))
            if not os.listdir(place):
                shutil.rmtree(place)
