"""The list of deliberate faults: Tests/Mutations/*.toml."""

import os
import re
import tomllib

# How the fault takes the place of what is found.
FORMS = ("statement", "value", "before")
KEYS = {"name", "breaks", "file", "form", "find", "becomes"}
OPTIONAL = {"within"}


class Stale(Exception):
    """The list and the sources do not fit together."""


class Mutation:
    def __init__(self, layer, entry):
        missing, unknown = KEYS - entry.keys(), entry.keys() - KEYS - OPTIONAL
        where = "%s: %s" % (layer, entry.get("name", "?"))
        if missing or unknown:
            raise Stale("%s: missing %s, unknown %s" % (where, sorted(missing), sorted(unknown)))
        self.layer, self.name, self.breaks = layer, entry["name"], entry["breaks"]
        self.file, self.form = entry["file"], entry["form"]
        self.find, self.becomes = entry["find"].strip("\n"), entry["becomes"].strip("\n")
        self.within = entry.get("within", self.find).strip("\n")
        if self.form not in FORMS:
            raise Stale("%s: form is one of %s" % (where, ", ".join(FORMS)))
        if not re.fullmatch(r"[a-z0-9-]+", self.name):
            raise Stale("%s: a name is made of a-z, 0-9 and -" % where)

    def span(self, text):
        """Where in its file the original stands; exactly once, or the mutation no longer applies."""
        for part, whole, place in ((self.within, text, self.file), (self.find, self.within, "its surroundings")):
            if whole.count(part) != 1:
                raise Stale("%s no longer applies: found %d times in %s, not once: %s" % (
                    self.name, whole.count(part), place, part))
        start = text.index(self.within) + self.within.index(self.find)
        return start, start + len(self.find)

    def switched(self):
        """The original and the fault as one piece of Swift, chosen when the program runs."""
        acts = 'Mutant.acts("%s")' % self.name
        if self.form == "value":
            return "(%s ? (%s) : (%s))" % (acts, self.becomes, self.find)
        if self.form == "before":
            return "if %s { %s }\n%s" % (acts, self.becomes, self.find)
        return "if %s {\n%s\n} else {\n%s\n}" % (acts, self.becomes, self.find)


def read(folder):
    """All mutations in the order of the files."""
    found = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".toml"):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            entries = tomllib.load(file).get("mutation", [])
        found += [Mutation(name.removesuffix(".toml"), entry) for entry in entries]
    names = [mutation.name for mutation in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Stale("named twice: %s" % ", ".join(twice))
    return found
