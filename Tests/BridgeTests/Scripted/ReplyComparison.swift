import Markup
import SyncMLFront

/// Compares a reply with what a dialogue expects of it. What is written must be there; commands that are not written must not;
/// the order of commands says nothing.
struct ReplyComparison {
    /// One line a difference, with the path to it.
    private(set) var differences: [String] = []

    init(_ expected: Dialogue.Hearing, _ reply: Element) {
        if let header = expected.header {
            differences += Self.differences(header, reply[child: "SyncHdr"] ?? Element("SyncHdr"), "SyncHdr")
        }
        let body = reply[child: "SyncBody"]?.elements ?? []
        let isFinal = body.contains { $0.name == "Final" }
        if isFinal != expected.isFinal {
            differences.append(isFinal ? "Final: not expected" : "Final: expected, and not there")
        }
        differences += Self.commands(
            expected.commands, body.filter { $0.name != "Final" }, "SyncBody", isOpen: expected.isOpen)
    }

    private static let changes: Set<String> = ["Add", "Replace", "Delete", "Copy", "Move", "Atomic", "Sequence"]

    /// Each expected command takes the one that is most like it.
    private static func commands(_ expected: [Element], _ actual: [Element], _ path: String, isOpen: Bool) -> [String] {
        var rest = actual
        var differences: [String] = []
        for command in expected {
            let name = label(command)
            let candidates = rest.indices.filter { label(rest[$0]) == name }
            let judged = candidates.map { (index: $0, found: Self.differences(command, rest[$0], "\(path)/\(name)")) }
            guard let best = judged.min(by: { $0.found.count < $1.found.count }) else {
                differences.append("\(path)/\(name): expected, and not there")
                continue
            }
            differences += best.found
            rest.remove(at: best.index)
        }
        if !isOpen { differences += rest.map { "\(path)/\(label($0)): not expected\(code(of: $0))" } }
        return differences
    }

    /// The name of a command; of a Status with what it answers.
    private static func label(_ command: Element) -> String {
        guard command.name == "Status" else { return command.name }
        return "Status for \(command[child: "CmdRef"]?.text ?? "?") \(command[child: "Cmd"]?.text ?? "")"
    }

    private static func code(of command: Element) -> String {
        command.name == "Status" ? ", with \(command[child: "Data"]?.text ?? "no code")" : ""
    }

    private static func differences(_ expected: Element, _ actual: Element, _ path: String) -> [String] {
        guard !expected.elements.isEmpty else {
            if expected.children.isEmpty { return [] }
            return text(expected.text, actual.text, path)
        }
        var differences: [String] = []
        if expected.name == "Sync" {
            let isChange: (Element) -> Bool = { changes.contains($0.name) }
            differences += commands(
                expected.elements.filter(isChange), actual.elements.filter(isChange), path, isOpen: false)
        }
        var rest = actual.elements
        for child in expected.elements where expected.name != "Sync" || !changes.contains(child.name) {
            let inner = "\(path)/\(child.name)"
            if child.text == "{absent}" {
                if rest.contains(where: { $0.name == child.name }) { differences.append("\(inner): not expected") }
                continue
            }
            let judged = rest.indices.filter { rest[$0].name == child.name }.map {
                (index: $0, found: Self.differences(child, rest[$0], inner))
            }
            guard let best = judged.min(by: { $0.found.count < $1.found.count }) else {
                differences.append("\(inner): expected, and not there")
                continue
            }
            differences += best.found
            rest.remove(at: best.index)
        }
        return differences
    }

    /// One line is compared as it is; of several each must be a line of what is there. `{any}` is anything.
    private static func text(_ expected: String, _ actual: String, _ path: String) -> [String] {
        let lines = expected.split(whereSeparator: \.isNewline).map { String($0) }
        if lines.count <= 1 {
            let isSame = expected == "{any}" || lines.first ?? "" == actual
            return isSame ? [] : ["\(path): expected \"\(lines.first ?? "")\", got \"\(actual)\""]
        }
        let there = Set(actual.split(whereSeparator: \.isNewline).map { String($0) })
        return lines.filter { !there.contains($0) }.map { "\(path): no line \"\($0)\" in\n\(actual)" }
    }
}
