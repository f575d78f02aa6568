import Markup
import Versit

/// ReminderSet with ReminderMinutesBeforeStart is an alarm before the start; its neutral form is an AALARM with a duration.
///
/// Lost: further alarms, and those after the start, are not shown; ReminderInterval, ReminderRepeatCount, ReminderOptions and
/// ReminderSoundFile are the device's own.
struct SIFEventReminder: SIFFamily {
    let isTogether = true

    var elements: [(name: String, property: String)] {
        [("ReminderSet", "VALARM"), ("ReminderMinutesBeforeStart", "VALARM")]
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        guard text.flag("ReminderSet") ?? text.mentions("ReminderMinutesBeforeStart"),
            let minutes = text.number("ReminderMinutesBeforeStart") ?? (text.flag("ReminderSet") == true ? 0 : nil),
            (0...5_256_000).contains(minutes)
        else { return [] }
        return [ContentLine("AALARM", raw: TimeSpan(seconds: -minutes * 60).text)]
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        guard let span = component.first("AALARM").flatMap({ TimeSpan(parsing: $0.raw) }) else {
            return ["ReminderSet": .text("0"), "ReminderMinutesBeforeStart": .text("0")]
        }
        return [
            "ReminderSet": .text("1"), "ReminderMinutesBeforeStart": .text(String(max(0, -span.nominalSeconds / 60))),
        ]
    }
}

/// ReminderSet with ReminderTime, or with ReminderMinutesBeforeStart, is an alarm of a task.
///
/// Lost: as for events.
struct SIFTaskReminder: SIFFamily {
    let isTogether = true

    var elements: [(name: String, property: String)] { [("ReminderSet", "VALARM"), ("ReminderTime", "VALARM")] }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        guard text.flag("ReminderSet") == true else { return [] }
        if let time = SIFTime.value(text.filled("ReminderTime")) { return [ContentLine("AALARM", raw: time.text)] }
        guard let minutes = text.number("ReminderMinutesBeforeStart"), minutes >= 0 else { return [] }
        return [ContentLine("AALARM", raw: TimeSpan(seconds: -minutes * 60).text)]
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        guard let alarm = component.first("AALARM") else { return ["ReminderSet": .text("0")] }
        return ["ReminderSet": .text("1"), "ReminderTime": .text(alarm.raw)]
    }
}

/// Attendees{Attendee{AttendeeName, AttendeeEmail, AttendeeStatus}} are ATTENDEE.
///
/// Lost: AttendeeType, of which the role upstream stays as it is; the organizer, for whom SIF has no place; a delegation is shown
/// as unanswered.
struct SIFAttendees: SIFFamily {
    private static let statuses = ["NEEDS ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS ACTION"]

    var elements: [(name: String, property: String)] { [("Attendees", "ATTENDEE")] }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        (text.element("Attendees")?.all("Attendee") ?? []).compactMap { attendee in
            func part(_ name: String) -> String { LineEnds.trimmed(attendee[child: name]?.text ?? "") }
            let (name, address) = (part("AttendeeName"), part("AttendeeEmail"))
            guard !name.isEmpty || !address.isEmpty else { return nil }
            var parameters = [Parameter("ROLE", "ATTENDEE")]
            if let status = Int(part("AttendeeStatus")), SIFAttendees.statuses.indices.contains(status) {
                parameters.append(Parameter("STATUS", SIFAttendees.statuses[status]))
            }
            let value = address.isEmpty ? name : name.isEmpty ? address : "\(name) <\(address)>"
            return ContentLine("ATTENDEE", parameters: parameters, text: value, scene.dialect)
        }
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        let attendees = component.all("ATTENDEE").filter { line in
            line.parameter("ROLE")?.values.first?.uppercased() != "ORGANIZER"
        }
        let elements = attendees.map { line in
            let text = line.text(component.dialect)
            var (name, address) = ("", text)
            if let open = text.lastIndex(of: "<"), text.last == ">" {
                name = LineEnds.trimmed(String(text[..<open]))
                address = String(text[text.index(after: open)...].dropLast())
            } else if !text.contains("@") {
                (name, address) = (text, "")
            }
            let status = line.parameters.first { $0.name == "STATUS" }?.values.first
            let number = status.flatMap { SIFAttendees.statuses.firstIndex(of: $0) } ?? 0
            return SIFText.branch(
                "Attendee",
                [
                    SIFText.leaf("AttendeeName", name), SIFText.leaf("AttendeeEmail", address),
                    SIFText.leaf("AttendeeStatus", String(number)),
                ])
        }
        return ["Attendees": .nested(elements)]
    }
}
