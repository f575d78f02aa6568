"""Compares items property by property across formats: vCard 2.1, 3.0 and 4.0, vCalendar 1.0, iCalendar, plain text.

An item becomes a set of facts, (property, details..., value), in one spelling: line folding, encodings, escapes,
order, type names in either syntax, time zones and the two recurrence grammars no longer show. What a side may
rewrite at will (PRODID, REV, DTSTAMP, LAST-MODIFIED, CREATED, SEQUENCE, UID, X- properties) is left out; tests of
byte-exact keeping use `changed_lines` instead.
"""

import base64
import binascii
import datetime
import hashlib
import quopri
import re
import zoneinfo

UTC = datetime.timezone.utc


class Line:
    """One content line: group, name, parameters (list of (NAME, value)) and the value as bytes, decoded."""

    def __init__(self, group, name, parameters, value, is_old):
        self.group, self.name, self.parameters, self.value, self.is_old = group, name, parameters, value, is_old

    def types(self):
        """Type names in upper case, in either syntax (`TEL;HOME` and `TEL;TYPE=home,voice`)."""
        found = set()
        for name, value in self.parameters:
            if name == "TYPE" or value is None:
                found.update((value or name).upper().replace('"', "").split(","))
        return found - {"VOICE", "INTERNET", "PREF", "QUOTED-PRINTABLE", "BASE64", "B", "JPEG", "8BIT"}

    def parameter(self, wanted):
        return next((value for name, value in self.parameters if name == wanted), None)

    def text(self):
        return self.value.decode(errors="replace")

    def fields(self, separator=";"):
        """The value split at unescaped separators, each part unescaped, trailing empty ones dropped."""
        parts = [unescape(part) for part in re.split(r"(?<!\\)" + re.escape(separator), self.text())]
        while parts and not parts[-1]:
            parts.pop()
        return parts


class Component:
    def __init__(self, name):
        self.name, self.lines, self.children = name, [], []

    def line(self, name):
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name):
        line = self.line(name)
        return None if line is None else unescape(line.text())

    def all(self, name):
        return [line for line in self.lines if line.name == name]

    def find(self, *names):
        """The components of these names, this one and below."""
        found = [self] if self.name in names else []
        for child in self.children:
            found += child.find(*names)
        return found


def unescape(text):
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text, flags=re.DOTALL)


def unfolded(text):
    """Logical lines: folded ones joined, quoted-printable soft breaks joined."""
    lines = []
    for raw in re.split("\r\n|\n|\r", text):
        if lines and raw[:1] in (" ", "\t"):
            lines[-1] += raw[1:]
        elif lines and lines[-1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1].split(":")[0].upper():
            lines[-1] = lines[-1][:-1] + raw
        elif raw:
            lines.append(raw)
    return lines


def parse(text):
    """The root component of a vCard or calendar text."""
    root = stack = None
    is_old = bool(re.search(r"^VERSION:(2\.1|1\.0)\s*$", text, re.MULTILINE))
    for raw in unfolded(text):
        line = parse_line(raw, is_old)
        if line.name == "BEGIN":
            component = Component(line.text().strip().upper())
            if stack:
                stack[-1].children.append(component)
                stack.append(component)
            else:
                root, stack = component, [component]
        elif line.name == "END":
            stack.pop()
        elif stack:
            stack[-1].lines.append(line)
    if root is None:
        raise AssertionError("not a vCard or calendar text:\n%s" % text)
    return root


def parse_line(raw, is_old):
    head, value = split_head(raw)
    words = head.split(";")
    group, _, name = words[0].rpartition(".")
    parameters = []
    for word in words[1:]:
        key, equals, setting = word.partition("=")
        parameters.append((key.upper(), setting) if equals else (word.upper(), None))
    line = Line(group, name.upper(), parameters, value.encode(), is_old)
    encoding = (line.parameter("ENCODING") or "").upper()
    bare = {key for key, setting in parameters if setting is None}
    if encoding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in bare:
        line.value = quopri.decodestring(line.value)
        charset = line.parameter("CHARSET")
        if charset:
            line.value = line.value.decode(charset, "replace").encode()
    elif encoding in ("B", "BASE64") or "BASE64" in bare:
        line.value = decode_base64(line.value)
    return line


def split_head(raw):
    """At the first colon outside double quotes."""
    quoted = False
    for at, character in enumerate(raw):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return raw[:at], raw[at + 1:]
    return raw, ""


def decode_base64(value):
    try:
        return base64.b64decode(value)
    except (binascii.Error, ValueError):
        return b"not base64: " + value


# Facts


def facts(text, kind):
    """The facts of an item as a sorted list of tuples of strings."""
    if kind == "note":
        return sorted(note_facts(text))
    root = parse(text)
    if kind == "contact":
        return sorted(contact_facts(root))
    found = []
    for component in root.find("VEVENT" if kind == "event" else "VTODO"):
        found += event_facts(component, root) if kind == "event" else task_facts(component, root)
    return sorted(found)


def contact_facts(card):
    for line in card.lines:
        if line.name in ("FN", "TITLE", "NOTE", "NICKNAME", "ROLE", "URL"):
            if line.text().strip():
                yield (line.name, unescape(line.text()).replace("\r\n", "\n").strip())
        elif line.name in ("N", "ORG"):
            if line.fields():
                yield (line.name, *line.fields())
        elif line.name == "ADR":
            if line.fields():
                yield ("ADR", type_text(line), *line.fields())
        elif line.name in ("TEL", "EMAIL"):
            if line.text().strip():
                yield (line.name, type_text(line), unescape(line.text()).replace("tel:", "").strip())
        elif line.name in ("BDAY", "ANNIVERSARY"):
            yield (line.name, re.sub(r"[^0-9].*", "", line.text().replace("-", "")))
        elif line.name == "CATEGORIES":
            for category in re.split("[,;]", unescape(line.text())):
                if category.strip():
                    yield ("CATEGORIES", category.strip())
        elif line.name == "PHOTO" and line.value:
            picture = line.value
            if picture.startswith(b"data:"):
                picture = decode_base64(picture.partition(b",")[2])
            yield ("PHOTO", "%d bytes" % len(picture), hashlib.sha256(picture).hexdigest()[:16])


def type_text(line):
    return "+".join(sorted(line.types() - {"POSTAL", "PARCEL", "INTL", "DOM"}))


def event_facts(component, root):
    tag = instant(component.line("RECURRENCE-ID"), root)
    prefix = ("occurrence " + tag,) if tag else ()
    yield from (prefix + fact for fact in text_facts(component, "SUMMARY", "LOCATION", "DESCRIPTION"))
    start = component.line("DTSTART")
    begin, end = instant(start, root), end_of(component, start, root)
    if start.is_old and begin.endswith("T00:00") and end.endswith(("T00:00", "T23:59")):
        begin, end = all_day(begin, end)
    yield prefix + ("START", begin)
    yield prefix + ("END", end)
    if (component.value("CLASS") or "PUBLIC").upper() != "PUBLIC":
        yield prefix + ("CLASS", component.value("CLASS").upper())
    for rule in component.all("RRULE"):
        yield prefix + ("REPEATS", repetitions(rule.text(), start, root))
    for line in component.all("EXDATE"):
        for value in re.split("[,;]", line.text()):
            yield prefix + ("NOT ON", instant(line, root, value))
    for minutes in alarms(component, start, root):
        yield prefix + ("ALARM", minutes)


def task_facts(component, root):
    yield from text_facts(component, "SUMMARY", "DESCRIPTION")
    if component.line("DUE"):
        yield ("DUE", instant(component.line("DUE"), root))
    line = component.line("PRIORITY")
    if line and line.text().strip() != "0":
        yield ("PRIORITY", priority(line))
    done = (component.value("STATUS") or "").upper() == "COMPLETED"
    yield ("DONE", "yes" if done else "no")


def priority(line):
    """High, normal or low: old phones count 1 to 3, iCalendar 1 to 9."""
    value = int(line.text())
    if line.is_old:
        return {1: "high", 2: "normal"}.get(value, "low")
    return "high" if value < 5 else "normal" if value == 5 else "low"


def text_facts(component, *names):
    for name in names:
        value = (component.value(name) or "").replace("\r\n", "\n").strip()
        if value:
            yield (name, value)


def note_facts(text):
    """Lines of the note. Upstream DESCRIPTION holds the whole text; SUMMARY, its title, may stand alone."""
    if text.lstrip().startswith("BEGIN:"):
        journal = parse(text).find("VJOURNAL")[0]
        summary, text = journal.value("SUMMARY") or "", journal.value("DESCRIPTION") or ""
        if summary and not text.startswith(summary):
            text = summary + "\n" + text
    lines = text.replace("\r\n", "\n").strip().split("\n")
    return [("LINE %03d" % number, line.rstrip()) for number, line in enumerate(lines)]


# Times


def instant(line, root, value=None):
    """A date ("2027-05-01") or a moment in UTC ("2027-05-01T08:00Z"); floating times end without Z."""
    if line is None:
        return ""
    value = (value or line.text()).strip()
    if re.fullmatch(r"\d{8}", value):
        return "%s-%s-%s" % (value[:4], value[4:6], value[6:8])
    moment = parse_moment(value)
    if moment is None:
        return value
    return spell(moment.replace(tzinfo=zone_of(line, root, value)))


def parse_moment(value):
    found = re.fullmatch(r"(\d{8})T(\d{6})Z?", value)
    return datetime.datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S") if found else None


def zone_of(line, root, value):
    if value.endswith("Z"):
        return UTC
    name = line.parameter("TZID")
    if name:
        for at in range(len(name)):  # "/freeassociation.sourceforge.net/Europe/Prague" ends in a known name
            try:
                return zoneinfo.ZoneInfo(name[at:].strip('"/'))
            except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
                continue
    offset = re.fullmatch(r"([+-]?)(\d\d):?(\d\d)?", (root.value("TZ") or "").strip())
    if line.is_old and offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return datetime.timezone(datetime.timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    return None


def spell(moment):
    if moment.tzinfo is None:
        return moment.strftime("%Y-%m-%dT%H:%M")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def end_of(component, start, root):
    """The end, exclusive: DTEND, or DTSTART plus DURATION; an all-day event without either lasts one day."""
    end = instant(component.line("DTEND"), root)
    begin = instant(start, root)
    if not end and component.value("DURATION"):
        moment = datetime.datetime.strptime(begin.rstrip("Z")[:16], "%Y-%m-%dT%H:%M" if "T" in begin else "%Y-%m-%d")
        end = (moment + duration(component.value("DURATION"))).strftime(
            "%Y-%m-%dT%H:%M" if "T" in begin else "%Y-%m-%d") + ("Z" if begin.endswith("Z") else "")
    if not end and "T" not in begin:
        end = (datetime.date.fromisoformat(begin) + datetime.timedelta(days=1)).isoformat()
    return end


def all_day(begin, end):
    """vCalendar 1.0 has no dates without times: floating midnight to midnight, or to 23:59, is all day."""
    last = datetime.datetime.fromisoformat(end)
    if end.endswith("T23:59"):
        last += datetime.timedelta(minutes=1)
    return begin[:10], last.date().isoformat()


def duration(text):
    found = re.fullmatch(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", text.strip())
    if not found:
        return datetime.timedelta()
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def alarms(component, start, root):
    """Minutes before the start, for VALARM (iCalendar) and AALARM/DALARM (vCalendar 1.0)."""
    begin = parse_spelled(instant(start, root))
    for alarm in component.children:
        trigger = alarm.line("TRIGGER") if alarm.name == "VALARM" else None
        if trigger is None:
            continue
        if trigger.text().strip().lstrip("+-").startswith("P"):
            yield "%d min" % (-duration(trigger.text()).total_seconds() // 60)
        else:
            yield "%d min" % ((begin - parse_spelled(instant(trigger, root))).total_seconds() // 60)
    moments = set()
    for line in component.all("AALARM") + component.all("DALARM"):
        moments.add(instant(line, root, line.text().split(";")[0]))
    for moment in moments - {""}:
        yield "%d min" % ((begin - parse_spelled(moment)).total_seconds() // 60)


def parse_spelled(text):
    return datetime.datetime.fromisoformat(text.rstrip("Z"))


# Recurrence: the first days of the series, so that COUNT, UNTIL and both grammars compare equal.


def repetitions(rule, start, root, limit=12):
    first = parse_spelled(instant(start, root))
    rule = rule.strip()
    if "FREQ=" in rule:
        parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
        unit, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
        count, until = parts.get("COUNT"), parts.get("UNTIL")
    else:
        words = rule.upper().split()
        letters = re.match(r"(D|W|MP|MD|YM|YD)(\d+)", words[0])
        unit = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}[letters[1][0]]
        interval = int(letters[2])
        count = next((word[1:] for word in words[1:] if word.startswith("#")), None)
        until = next((word for word in words[1:] if re.fullmatch(r"\d{8}(T\d{6}Z?)?", word)), None)
        if count is None and until is None:
            count = "2"  # vCalendar 1.0: without a duration it repeats twice
        if count == "0":
            count = None
    last = None
    if until:
        last = parse_moment(until) if "T" in until else datetime.datetime.strptime(until + "235959", "%Y%m%d%H%M%S")
    days = []
    moment = first
    while len(days) < (min(int(count), limit) if count else limit) and (last is None or moment <= last):
        days.append(moment.strftime("%m-%d"))
        moment = step(moment, unit, interval)
    return "%s %s%s" % (unit, " ".join(days), "" if count or until else " ...")


def step(moment, unit, interval):
    if unit == "DAILY":
        return moment + datetime.timedelta(days=interval)
    if unit == "WEEKLY":
        return moment + datetime.timedelta(weeks=interval)
    months = interval * (12 if unit == "YEARLY" else 1) + moment.month - 1
    return moment.replace(year=moment.year + months // 12, month=months % 12 + 1)


# Comparison


def title(found):
    """What a person calls an item, from its facts."""
    for name in ("FN", "SUMMARY", "LINE 000"):
        for fact in found:
            if fact[0] == name:
                return fact[1]
    return str(found[:1])


def differences(kind, here, there, names=("phone", "server")):
    """Readable lines: how two lists of texts differ as sets of items. Empty when they agree."""
    sides = [sorted(facts(text, kind) for text in side) for side in (here, there)]
    if sides[0] == sides[1]:
        return []
    only = [list(sides[0]), list(sides[1])]
    for found in sides[0]:
        if found in only[1]:
            only[0].remove(found)
            only[1].remove(found)
    report = []
    for found in list(only[0]):
        twin = next((other for other in only[1] if title(other) == title(found)), None)
        if twin is None:
            report.append("%s %r is only on the %s" % (kind, title(found), names[0]))
            continue
        only[1].remove(twin)
        for name, side, other in ((names[0], found, twin), (names[1], twin, found)):
            report += ["%s %r, only on the %s: %s" % (kind, title(found), name, " | ".join(fact))
                       for fact in side if side.count(fact) > other.count(fact)]
    report += ["%s %r is only on the %s" % (kind, title(found), names[1]) for found in only[1]]
    return report


def changed_lines(before, after):
    """(lost, new) logical lines between two bodies of one resource; order does not matter, counts do."""
    old, new = unfolded(before), unfolded(after)
    lost, gained = list(old), list(new)
    for line in old:
        if line in gained:
            gained.remove(line)
            lost.remove(line)
    return lost, gained
