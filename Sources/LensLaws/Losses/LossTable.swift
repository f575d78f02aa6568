import SyncTypes
import Translation
import Versit

/// What each device family is shown of an item with everything, and what becomes of the rest when its user edits one thing: the
/// table of docs/losses.md.
public struct LossTable {
    /// What a device has of one property.
    enum Share: String {
        /// Shown; an edit of it goes upstream.
        case shown = "shown"
        /// Shown shortened to what the device announced; its end stays upstream.
        case cut = "cut"
        /// Not shown; it stays upstream as it is.
        case kept = "kept"
        /// Not as it was after the edit of something else.
        case lost = "LOST"
    }

    /// The rows of one kind: the property, and a share for each family that holds the kind.
    private struct Table {
        let families: [String]
        let rows: [(name: String, shares: [Share])]
    }

    private let tables: [(title: String, table: Table)]

    /// The table of the present lens. Throws what the lens throws.
    public init() throws {
        tables = [
            ("Contacts", try LossTable.table(of: .contact)), ("Events", try LossTable.table(of: .event)),
        ]
    }

    /// What an edit of something else has destroyed; empty when all is well.
    public var lost: [String] {
        tables.flatMap { _, table in
            table.rows.flatMap { row in
                zip(table.families, row.shares).filter { $0.1 == .lost }.map { "\(row.name) on \($0.0)" }
            }
        }
    }

    /// As Markdown.
    public var markdown: String {
        tables.map { title, table in
            let head = "| | " + table.families.joined(separator: " | ") + " |"
            let line = "|---" + table.families.map { _ in "|---" }.joined() + "|"
            let rows = table.rows.map { row in
                "| \(row.name) | " + row.shares.map(\.rawValue).joined(separator: " | ") + " |"
            }
            return (["## \(title)", "", head, line] + rows).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private static func table(of item: ReferenceItem) throws -> Table {
        var columns: [(name: String, shares: [Share])] = []
        for family in DeviceFamily.all {
            guard let (lens, format) = family.lens(item.kind) else { continue }
            let view = try lens.view(of: item.part, in: item.body, held: nil).text
            let mine = view.replacing(item.edit.old, with: item.edit.new)
            let proven = family.lens(item.kind, evidence: Given.evidence(view, format: format))?.lens ?? lens
            let put = try proven.put(
                mine, held: view, sent: view, part: item.part, into: item.body, rule: .deviceWins)
            let (before, after) = (Given.lines(item.body), Given.lines(put.body))
            let words = LossTable.words(of: view, format) + LossTable.parts(of: item, lens, format)
            columns.append(
                (
                    family.name,
                    item.properties.map { property in
                        let lines = before.filter { $0.contains(property.upstream) && !$0.contains(item.edit.old) }
                        if !lines.allSatisfy(after.contains) { return .lost }
                        guard let mark = property.shown.first(where: words.contains) else { return .kept }
                        return mark == property.shown[0] || property.name != "NOTE" ? .shown : .cut
                    }
                ))
        }
        let rows = item.properties.indices.map { index in
            (item.properties[index].name, columns.map { $0.shares[index] })
        }
        return Table(families: columns.map(\.name), rows: rows)
    }

    /// The other parts of an item, such as a moved occurrence, that a device gets as items of their own.
    private static func parts(of item: ReferenceItem, _ lens: Lens, _ format: ItemFormat) -> String {
        let parts = (try? ResourceReader.parts(of: item.body, zones: CalendarFixtures.zones).parts) ?? []
        return parts.filter { $0 != item.part }.compactMap { part in
            (try? lens.view(of: part, in: item.body, held: nil).text).map { words(of: $0, format) }
        }.joined()
    }

    /// All that a text says, decoded, without `-`, `:` and white space.
    private static func words(of text: [UInt8], _ format: ItemFormat) -> String {
        var lines = [String(decoding: text, as: UTF8.self).replacing("\r\n ", with: "")]
        func read(_ component: Component) {
            for line in component.lines { lines.append(line.key + line.text(component.dialect)) }
            component.components.forEach(read)
        }
        (try? Document.parse(text).document)?.components.forEach(read)
        return lines.joined(separator: "\n").filter { !"-: \r\n".contains($0) }
    }
}
