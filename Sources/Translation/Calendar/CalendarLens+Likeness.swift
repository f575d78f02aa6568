import Versit

/// Events and tasks of which one may be what a device has left of the other.
extension CalendarLens {
    /// Characters below which no device cuts a title.
    private static let shortestCut = 16

    /// The minute in which it begins or is due, or the beginning of its title when it is at no time.
    func traces(_ item: CalendarItem) -> [String] {
        let scene = scene(of: item)
        if let moment = moment(item, scene) { return ["m" + minute(moment)] }
        guard let title = summary(item, scene) else { return [] }
        let beginning = TextPatch.cut(title, to: Self.shortestCut)
        return ["s" + Skeleton(beginning).text, "s" + Skeleton.ascii(beginning)]
    }

    private func moment(_ item: CalendarItem, _ scene: CalendarScene) -> Moment? {
        let when = WhenFamily(scene: scene).device(item.component).first
        return item.isTask ? when?.end : when?.start
    }

    private func minute(_ moment: Moment) -> String {
        switch moment {
        case .day: moment.text
        case .instant(let seconds): String(seconds / 60 - (seconds % 60 < 0 ? 1 : 0))
        }
    }

    /// The same minute and the same title, or its beginning; place, description, end and rule say how sure that is. Another place
    /// or another description beside a title that is not the same word by word is another event.
    func likeness(of text: [UInt8], to other: [UInt8]) -> Int? {
        guard let mine = try? CalendarItem(text, context), let theirs = try? CalendarItem(other, context),
            mine.isTask == theirs.isTask
        else { return nil }
        let (scene, otherScene) = (scene(of: mine), scene(of: theirs))
        guard moment(mine, scene).map(minute) == moment(theirs, otherScene).map(minute) else { return nil }
        guard let title = summary(mine, scene), let otherTitle = summary(theirs, otherScene) else { return nil }
        guard var score = Self.likeness(Skeleton(title), Skeleton(otherTitle), least: Self.shortestCut) else {
            return nil
        }
        score *= 10
        for property in ["LOCATION", "DESCRIPTION"] {
            let own = TextFamily(property: property, scene: scene).device(mine.component).first
            let its = TextFamily(property: property, scene: otherScene).device(theirs.component).first
            guard let own, let its else { continue }
            guard let shared = Self.likeness(Skeleton(own), Skeleton(its), least: Self.shortestCut) else {
                return nil
            }
            score += shared
        }
        let (when, otherWhen) = (
            WhenFamily(scene: scene).device(mine.component).first,
            WhenFamily(scene: otherScene).device(theirs.component).first
        )
        if when?.end == otherWhen?.end { score += 2 }
        return CalendarScene.repeats(mine.component) == CalendarScene.repeats(theirs.component) ? score + 2 : score
    }

    /// 3: the same; 2: the same but for letters; 1: one is the beginning of the other; nil: neither.
    private static func likeness(_ own: Skeleton, _ theirs: Skeleton, least: Int) -> Int? {
        if own == theirs { return 3 }
        if own.isSame(as: theirs) { return 2 }
        return own.isCut(of: theirs, least: least) || theirs.isCut(of: own, least: least) ? 1 : nil
    }
}
