import Versit

/// BusyStatus: 0 free is TRANSP:TRANSPARENT, 1 tentative is STATUS:TENTATIVE, 2 busy is neither; 3 out of office is busy with a
/// property of Outlook's beside.
///
/// Lost: a cancelled event is shown as busy, a tentative one that takes no time as free.
struct SIFBusyFamily: SIFFamily {
    /// Where "out of office" is kept.
    static let away = "X-MICROSOFT-CDO-BUSYSTATUS"

    var elements: [(name: String, property: String)] { [("BusyStatus", "TRANSP")] }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        guard let number = text.number("BusyStatus"), (0...3).contains(number) else { return [] }
        let lines = [
            ContentLine("TRANSP", raw: number == 0 ? "1" : "0"),
            ContentLine("STATUS", raw: number == 1 ? "TENTATIVE" : "CONFIRMED"),
        ]
        return number == 3 ? lines + [ContentLine(SIFBusyFamily.away, text: "OOF", scene.dialect)] : lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        let isFree = component.first("TRANSP").map { $0.raw != "0" } ?? false
        let isTentative = component.first("STATUS")?.raw == "TENTATIVE"
        let isAway = component.text(SIFBusyFamily.away)?.uppercased() == "OOF"
        return ["BusyStatus": .text(isFree ? "0" : isTentative ? "1" : isAway ? "3" : "2")]
    }
}

/// Importance 2, 1 and 0 are PRIORITY 1, none and 9; Sensitivity is CLASS.
///
/// Lost: 2 to 4 are shown as high, 5 as normal, 6 to 8 as low, and stay what they are until somebody chooses another.
struct SIFImportanceFamily: SIFFamily {
    var elements: [(name: String, property: String)] { [("Importance", "PRIORITY"), ("Sensitivity", "CLASS")] }

    /// In vCalendar's three priorities.
    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var lines: [ContentLine] = []
        if let number = text.number("Importance"), (0...2).contains(number) {
            lines.append(ContentLine("PRIORITY", raw: ["3", "0", "1"][number]))
        }
        if let number = text.number("Sensitivity"), (0...3).contains(number) {
            lines.append(ContentLine("CLASS", raw: SIFSensitivity.word(number) ?? "PUBLIC"))
        }
        return lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        let importance =
            switch component.first("PRIORITY")?.raw {
            case "1": "2"
            case "3": "0"
            case nil, .some: "1"
            }
        return ["Importance": .text(importance), "Sensitivity": .text(SIFSensitivity.number(component.text("CLASS")))]
    }
}

/// Status 0 not started, 1 in progress, 2 complete is STATUS; Complete says the same of the last; PercentComplete is
/// PERCENT-COMPLETE and DateCompleted COMPLETED.
///
/// Lost: 3 waiting and 4 deferred are to do for all but SIF devices; the hour of completion is not shown.
struct SIFTaskStatus: SIFFamily {
    /// Where "waiting" and "deferred" are kept.
    static let detail = "X-FUNAMBOL-TASKSTATUS"

    let isTogether = true

    var elements: [(name: String, property: String)] {
        [
            ("Complete", "STATUS"), ("Status", "STATUS"), ("PercentComplete", "PERCENT-COMPLETE"),
            ("DateCompleted", "COMPLETED"),
        ]
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var lines: [ContentLine] = []
        let (isComplete, status) = (text.flag("Complete"), text.number("Status"))
        // Outlook leaves Complete behind when the status is set.
        if isComplete == true || status == 2 {
            lines.append(ContentLine("STATUS", raw: "COMPLETED"))
            if let value = SIFTime.value(text.filled("DateCompleted")) {
                lines.append(ContentLine("COMPLETED", raw: value.text))
            }
        } else if isComplete != nil || status != nil {
            lines.append(ContentLine("STATUS", raw: status == 1 ? "IN-PROCESS" : "NEEDS ACTION"))
            if status == 3 || status == 4 {
                lines.append(
                    ContentLine(SIFTaskStatus.detail, text: status == 3 ? "WAITING" : "DEFERRED", scene.dialect))
            }
        }
        if let percent = text.filled("PercentComplete").flatMap({ Double($0) }), (0...100).contains(percent) {
            lines.append(ContentLine("PERCENT-COMPLETE", raw: String(Int(percent))))
        }
        return lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        let status = component.first("STATUS")?.raw
        let isComplete = status == "COMPLETED"
        var number = isComplete ? "2" : status == "IN-PROCESS" ? "1" : "0"
        if number == "0" {
            switch component.text(SIFTaskStatus.detail)?.uppercased() {
            case "WAITING": number = "3"
            case "DEFERRED": number = "4"
            case nil, .some: break
            }
        }
        var values: [String: SIFValue] = ["Complete": .text(isComplete ? "1" : "0"), "Status": .text(number)]
        values["PercentComplete"] = .text(component.first("PERCENT-COMPLETE")?.raw ?? (isComplete ? "100" : "0"))
        if let value = component.first("COMPLETED").flatMap(CalendarScene.dateTime), isComplete {
            values["DateCompleted"] = .text(SIFTime.text(SIFTime.day(value, scene.zone ?? .utc)))
        }
        return values
    }
}
