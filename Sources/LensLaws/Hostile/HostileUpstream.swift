import SyncTypes
import Translation
import Versit

/// Any bytes of a server are a resource whose parts can be shown, or a typed error; and no change of them makes what cannot be
/// read.
enum HostileUpstream {
    private static let lenses: [(kind: ItemKind, lens: Lens)] = [
        (.contact, .vCard21), (.contact, .vCard40), (.contact, .sifC), (.event, .vCalendar10), (.event, .iCalendar20),
        (.event, .sifE), (.task, .vCalendar10), (.task, .sifT), (.note, .plainText), (.note, .vNote11),
    ].map { kind, format in
        let context = LensContext(
            format: format, kind: kind, profile: DeviceProfile(utc: true), zone: CalendarFixtures.berlin,
            zones: CalendarFixtures.zones, now: CalendarFixtures.now)
        return (kind, Lens(context))
    }
    private static let file = Href("/notes/a%20note.txt")

    static func broken(by body: [UInt8], _ choice: UInt8) -> [String] {
        var broken = asFile(body)
        guard let outline = try? ResourceReader.parts(of: body, zones: CalendarFixtures.zones) else { return broken }
        for (kind, lens) in lenses where kind == outline.kind {
            for part in outline.parts.prefix(4) {
                guard let view = try? lens.view(of: part, in: body, held: nil).text else { continue }
                let echo = try? lens.put(view, held: view, sent: view, part: part, into: body, rule: .deviceWins)
                if let echo, (try? ResourceReader.parts(of: echo.body)) == nil {
                    broken.append("an echo cannot be read")
                }
                if let rest = try? lens.remove(part, from: body), (try? ResourceReader.parts(of: rest)) == nil {
                    broken.append("what is left cannot be read")
                }
            }
        }
        let samples = seeds
        let other = Array(samples[Int(choice) % samples.count].dropFirst())
        for (base, mine) in [(body, other), (other, body)] {
            guard let merge = try? ResourceMerge(base: base, mine: mine, theirs: body, now: Given.now) else { continue }
            if (try? ResourceReader.parts(of: merge.body)) == nil { broken.append("an undo cannot be read") }
        }
        return broken
    }

    /// A text file comes back byte for byte, unless its line ends differ among themselves.
    private static func asFile(_ bytes: [UInt8]) -> [String] {
        guard let journal = NoteFile.journal(of: bytes, at: file) else { return [] }
        guard let again = try? NoteFile.file(of: journal) else { return ["a file cannot be written"] }
        let isMixed = bytes.contains(0x0D)
        if !isMixed, again != bytes { return ["a file has other bytes"] }
        return (try? NoteFile.asRead(journal, at: file)) == journal || isMixed ? [] : ["a file changes when it is read"]
    }

    static let seeds: [[UInt8]] =
        (HostileTranslation.samples(10, RandomCard.body)
        + HostileTranslation.samples(10) { RandomCalendar.body(isTask: false, &$0) }
        + HostileTranslation.samples(4) { RandomCalendar.body(isTask: true, &$0) } + HostileTranslation.noteBodies
        + ["Shopping list\nmilk\n", "# Title\r\n\r\ntext"].map { Array($0.utf8) }).enumerated().map {
            [UInt8($0.offset)] + $0.element
        }
}
