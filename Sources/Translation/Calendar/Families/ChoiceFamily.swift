import Versit

/// A property with one word or number out of a few, each with its meaning when it is left out.
enum Choice: Sendable {
    /// CLASS (RFC 5545 section 3.8.1.3).
    case classification
    /// PRIORITY, 0 to 9 (section 3.8.1.9).
    case priority
    /// STATUS (section 3.8.1.11).
    case status
    /// TRANSP (section 3.8.2.7); vCalendar 1.0 counts 0, 1 and more.
    case transparency
    /// PERCENT-COMPLETE (section 3.8.1.8); vCalendar 1.0 has none.
    case percentComplete

    var property: String {
        switch self {
        case .classification: "CLASS"
        case .priority: "PRIORITY"
        case .status: "STATUS"
        case .transparency: "TRANSP"
        case .percentComplete: "PERCENT-COMPLETE"
        }
    }

    /// What an absent property means.
    func implied(isTask: Bool) -> String {
        switch self {
        case .classification: "PUBLIC"
        case .priority, .percentComplete: "0"
        case .status: isTask ? "NEEDS-ACTION" : "CONFIRMED"
        case .transparency: "OPAQUE"
        }
    }

    /// The iCalendar word for what either grammar writes; nil for what means nothing here.
    ///
    /// Phones of vCalendar 1.0 know three priorities: 1 high, 2 normal, 3 low; what is above is the iCalendar scale.
    func read(_ text: String, isTask: Bool, isOld: Bool) -> String? {
        let word = LineEnds.trimmed(text).uppercased()
        switch self {
        case .classification: return word.isEmpty ? nil : word
        case .priority:
            guard let number = Int(word), (0...9).contains(number) else { return nil }
            guard isOld else { return String(number) }
            let three = ["0", "1", "5", "9"]
            return number < three.count ? three[number] : String(number)
        case .percentComplete: return Int(word).flatMap { (0...100).contains($0) ? String($0) : nil }
        case .transparency:
            switch word {
            case "0", "OPAQUE": return "OPAQUE"
            case "TRANSPARENT": return "TRANSPARENT"
            default: return Int(word) == nil ? nil : "TRANSPARENT"
            }
        case .status: return Choice.status(word, isTask: isTask)
        }
    }

    /// vCalendar 1.0 shares its words between events, tasks and attendees; UIQ puts NEEDS ACTION on events, and lines folded
    /// at the blank arrive as NEEDS.
    private static func status(_ word: String, isTask: Bool) -> String? {
        switch word {
        case "NEEDS-ACTION", "NEEDS ACTION", "NEEDS", "SENT", "DELEGATED": isTask ? "NEEDS-ACTION" : nil
        case "IN-PROCESS": isTask ? "IN-PROCESS" : nil
        case "COMPLETED": isTask ? "COMPLETED" : nil
        case "ACCEPTED", "CONFIRMED": isTask ? "NEEDS-ACTION" : "CONFIRMED"
        case "TENTATIVE": isTask ? "NEEDS-ACTION" : "TENTATIVE"
        case "DECLINED", "CANCELLED": "CANCELLED"
        default: nil
        }
    }

    /// The word of vCalendar 1.0; nil: not shown.
    func old(_ value: String) -> String? {
        switch self {
        case .classification: return value
        case .priority:
            switch value {
            case "1", "2", "3", "4": return "1"
            case "5": return "2"
            case "6", "7", "8", "9": return "3"
            default: return "0"
            }
        case .percentComplete: return nil
        case .transparency: return value == "OPAQUE" ? "0" : "1"
        case .status:
            switch value {
            case "NEEDS-ACTION", "IN-PROCESS": return "NEEDS ACTION"
            case "CANCELLED": return "DECLINED"
            default: return value
            }
        }
    }
}

/// CLASS, PRIORITY, STATUS, TRANSP and PERCENT-COMPLETE.
///
/// A default that the device writes by itself is no edit: not where upstream has nothing, and not over another value as long as
/// the device has never returned that other value.
struct ChoiceFamily: CalendarFamily {
    let choice: Choice
    let scene: CalendarScene

    var property: String { choice.property }
    var isRepeatable: Bool { false }

    private var implied: String { choice.implied(isTask: scene.isTask) }

    func upstream(_ component: Component) -> [Placed<String>] {
        for (place, entry) in component.entries.enumerated() {
            guard case .line(let line) = entry, line.key == property,
                let value = choice.read(
                    line.text(component.dialect), isTask: scene.isTask, isOld: component.dialect.isOld)
            else { continue }
            return [Placed(value: value, place: place)]
        }
        return []
    }

    /// A task that has a date of completion is completed (phones of vCalendar 1.0 write only that).
    func device(_ component: Component) -> [String] {
        if let value = upstream(component).first?.value { return [value] }
        if property == "STATUS", scene.isTask, component.first("COMPLETED").flatMap(CalendarScene.dateTime) != nil {
            return ["COMPLETED"]
        }
        return []
    }

    func shown(_ values: [String]) -> [String?] {
        guard scene.isOld else { return values }
        return values.map { spelled($0).flatMap { choice.read($0, isTask: scene.isTask, isOld: true) } }
    }

    /// The word for an old device; nil: not shown. SIF has a number for each of a few.
    private func spelled(_ value: String) -> String? {
        guard scene.isSIF else { return choice.old(value) }
        switch choice {
        case .priority: return choice.old(value).map { $0 == "2" ? "0" : $0 }
        case .classification: return SIFSensitivity.shown(value)
        case .transparency: return choice.old(value)
        case .percentComplete: return value
        case .status:
            if !scene.isTask { return value == "TENTATIVE" ? value : "CONFIRMED" }
            return ["COMPLETED", "IN-PROCESS"].contains(value) ? value : "NEEDS ACTION"
        }
    }

    func isLoss(_ kept: String, of full: String, _ evidence: Evidence?) -> Bool {
        if kept == full { return true }
        // Every device that has tasks knows whether they are done.
        if property == "STATUS", scene.isTask, evidence != nil { return false }
        return kept == implied && !(evidence?.proves(property, full) ?? false)
    }

    func combined(base: String?, mine: String, theirs: String) -> String? {
        guard base == nil else { return nil }
        if mine == implied { return theirs }
        return theirs == implied ? mine : nil
    }

    func isProven(_ value: String, full: String, among all: [String], _ evidence: Evidence) -> Bool {
        evidence.proves(property, value)
    }

    func description(of value: String) -> String { value }

    /// The default is the same as nothing.
    func canonical(_ device: Component) -> [String] {
        self.device(device).filter { $0 != implied }.map { property + ":" + $0 }
    }

    func change(_ upstream: Placed<String>, from base: String, to mine: String, in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place), mine != upstream.value else { return }
        line.setRaw(mine)
        draft.replace(at: place, with: line)
    }

    func remove(_ upstream: Placed<String>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: String, in draft: inout Draft) {
        guard scene.isCreating || value != implied else { return }
        draft.add(ContentLine(property, raw: value))
    }

    func render(_ upstream: Component, into view: inout Component) {
        guard let value = self.upstream(upstream).first?.value, let word = spelled(value) else { return }
        view.entries.append(.line(ContentLine(property, raw: word)))
    }
}
