import Markup
import SyncMLFront

/// Reads the text of a dialogue for one form and version.
struct DialogueReader {
    private struct Section {
        let line: Int
        let words: [String]
        var lines: [String] = []
        var text: String { lines.joined(separator: "\n") }
    }

    private let version: String
    private var pending: Dialogue.Saying?
    private var dialogue = Dialogue()

    /// Reads a dialogue; `{version}` and `{devinf}` in it are those of the wire.
    static func read(_ text: String, for wire: Dialogue.Wire) throws -> Dialogue {
        let text =
            text
            .replacing("{version}", with: wire.version.rawValue)
            .replacing("{devinf}", with: wire.version.devInfURI)
        var reader = DialogueReader(version: wire.version.rawValue)
        let (head, sections) = split(text)
        reader.dialogue.settings = try settings(head)
        reader.dialogue.title = head.first { !$0.isEmpty } ?? ""
        for section in sections { try reader.take(section) }
        if let pending = reader.pending { throw DialogueError(line: pending.line, reason: "no `== server` follows") }
        return reader.dialogue
    }

    /// The forms and versions in which a dialogue is spoken.
    static func wires(_ text: String) throws -> [Dialogue.Wire] { try settings(split(text).head).wires }

    private init(version: String) { self.version = version }

    private static func split(_ text: String) -> (head: [String], sections: [Section]) {
        var head: [String] = []
        var sections: [Section] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = String(line)
            if line.hasPrefix("== ") {
                let words = line.dropFirst(3).split { " ,".contains($0) }.map(String.init)
                sections.append(Section(line: number + 1, words: words))
            } else if sections.isEmpty {
                head.append(line)
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
        return (head, sections)
    }

    // MARK: - The head

    private static func settings(_ head: [String]) throws -> Dialogue.Settings {
        var settings = Dialogue.Settings()
        for (number, line) in head.enumerated() {
            guard let colon = line.firstIndex(of: ":"), !line[..<colon].contains(" ") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon] {
            case "wire": settings.wires = try value.split(separator: ",").map { try wire($0, number + 1) }
            case "device": settings.device = String(value)
            case "user-agent": settings.userAgent = String(value)
            case "meta": settings.meta = "<Meta>\(value)</Meta>"
            case "target": settings.target = String(value)
            case "url": settings.query = String(value)
            case "account": settings.hasStoredAccount = value == "stored"
            case "credential":
                guard let credential = Dialogue.Credential(rawValue: String(value)) else {
                    throw DialogueError(line: number + 1, reason: "credential: basic, md5, md5-without-nonce or none")
                }
                settings.credential = credential
            default: throw DialogueError(line: number + 1, reason: "unknown setting \(line[..<colon])")
            }
        }
        guard !settings.wires.isEmpty else { throw DialogueError(line: 1, reason: "no `wire:`") }
        return settings
    }

    private static func wire(_ text: Substring, _ line: Int) throws -> Dialogue.Wire {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let encoding = WireEncoding(rawValue: words[0]),
            let version = ProtocolVersion(rawValue: words[1])
        else { throw DialogueError(line: line, reason: "no wire: \(text)") }
        return Dialogue.Wire(encoding: encoding, version: version)
    }

    // MARK: - Sections

    private mutating func take(_ section: Section) throws {
        let words = section.words
        switch words.first {
        case "phone" where words.count == 2 && words[1] == "again":
            dialogue.steps.append(.again(line: section.line))
        case "phone":
            pending = try saying(section)
        case "server":
            guard let saying = pending else {
                throw DialogueError(line: section.line, reason: "no `== phone` before it")
            }
            pending = nil
            dialogue.steps.append(.exchange(saying, try hearing(section)))
        case "upstream" where words.count == 4 && words[2] == "gets":
            let lines = section.lines.filter { !$0.isEmpty }
            dialogue.steps.append(.put(words[1], name: words[3], body: lines.map { $0 + "\r\n" }.joined()))
        case "upstream" where words.count == 4 && words[2] == "loses":
            dialogue.steps.append(.remove(words[1], name: words[3]))
        case "upstream" where words.count == 3 && words[2] == "changes":
            let lines = section.lines.filter { !$0.isEmpty }
            guard lines.count == 2 else { throw DialogueError(line: section.line, reason: "an old line and a new one") }
            dialogue.steps.append(.edit(words[1], old: lines[0], new: lines[1]))
        case "upstream" where words.count == 3 && words[2] == "has":
            let members = section.lines.split(whereSeparator: \.isEmpty).map { Array($0) }
            dialogue.steps.append(.holds(words[1], members, line: section.line))
        default:
            throw DialogueError(line: section.line, reason: "unknown section \(words.joined(separator: " "))")
        }
    }

    private func saying(_ section: Section) throws -> Dialogue.Saying {
        var saying = Dialogue.Saying(line: section.line, text: Self.withLineEnds(section.text))
        var words = section.words.dropFirst()
        while let word = words.popFirst() {
            switch word {
            case "session": saying.session = words.popFirst()
            case "with": saying.credential = words.popFirst().flatMap { Dialogue.Credential(rawValue: $0) }
            case "answers" where words.popFirst() == "all": saying.answersAll = true
            default: throw DialogueError(line: section.line, reason: "unknown word \(word)")
            }
        }
        return saying
    }

    /// Items have CR LF at their line ends; the first line of a CDATA section may begin below its mark.
    private static func withLineEnds(_ text: String) -> String {
        var out = ""
        for (number, piece) in text.split(separator: "<![CDATA[", omittingEmptySubsequences: false).enumerated() {
            guard number > 0 else {
                out += piece
                continue
            }
            let parts = piece.split(separator: "]]>", maxSplits: 1, omittingEmptySubsequences: false)
            let content = (parts.first ?? "").drop { $0 == "\n" }
            out += "<![CDATA[" + content.replacing("\n", with: "\r\n") + "]]>" + (parts.count > 1 ? parts[1] : "")
        }
        return out
    }

    private func hearing(_ section: Section) throws -> Dialogue.Hearing {
        var hearing = Dialogue.Hearing(line: section.line)
        var xml: [String] = []
        for line in section.lines {
            let words = line.split(separator: " ").map(String.init)
            if line == "..." {
                hearing.isOpen = true
            } else if words.count == 3, Int(words[0]) != nil, Int(words[2]) != nil, !line.hasPrefix(" ") {
                hearing.commands.append(Self.status(words))
            } else {
                xml.append(line)
            }
        }
        let text = Self.withLineEnds(xml.joined(separator: "\n"))
        let tree: Element
        do {
            tree = try WireForm.decode(Array("<SyncML>\(text)</SyncML>".utf8), as: .xml)
        } catch {
            throw DialogueError(line: section.line, reason: "\(error)")
        }
        for element in tree.elements {
            switch element.name {
            case "SyncHdr": hearing.header = element
            case "Final": hearing.isFinal = true
            default: hearing.commands.append(element)
            }
        }
        return hearing
    }

    /// `3 Alert 200`.
    private static func status(_ words: [String]) -> Element {
        func text(_ name: String, _ value: String) -> Element.Node { .element(Element(name, [.text(value)])) }
        return Element("Status", [text("CmdRef", words[0]), text("Cmd", words[1]), text("Data", words[2])])
    }
}
