import Foundation

/// One Swift file of the package, with the questions the house rules ask.
struct SourceFile {
    /// Relative to the package: `Sources/Versit/Document.swift`.
    let path: String
    /// Its lines, without their ends.
    let lines: [String]

    /// Modules it imports, each once: `import A`, `@testable import A`, `import struct A.B`.
    var imports: Set<String> {
        var modules: Set<String> = []
        for line in lines where line.contains("import ") {
            var words = line.split(separator: " ").filter { !$0.hasPrefix("@") }.map(String.init)
            while let first = words.first, ["public", "internal", "private", "package", "fileprivate"].contains(first) {
                words.removeFirst()
            }
            guard words.first == "import", words.count > 1 else { continue }
            let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let module = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
            modules.insert(String(module.prefix { $0 != "." && $0 != ";" }))
        }
        return modules
    }

    /// Lines of code that hold `word`, as `path:line`; comments do not count.
    func places(of word: String) -> [String] {
        lines.enumerated().compactMap { number, line in
            let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line[...]
            return code.contains(word) ? "\(path):\(number + 1)" : nil
        }
    }

    /// Comments that hold `word` as a word of its own (VTODO is none), as `path:line`.
    func notes(saying word: String) -> [String] {
        lines.enumerated().compactMap { number, line in
            guard let start = line.firstRange(of: "//") else { return nil }
            let words = line[start.upperBound...].split { !$0.isLetter && !$0.isNumber }
            return words.contains { $0 == word } ? "\(path):\(number + 1)" : nil
        }
    }

    /// The package's folder: three up from this file.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file below a folder of the package, sorted; none if the folder is absent.
    static func all(below folder: String) throws -> [SourceFile] {
        let start = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
        var files: [SourceFile] = []
        for case let name as String in walk where name.hasSuffix(".swift") {
            let text = try String(contentsOf: start.appending(path: name), encoding: .utf8)
            files.append(SourceFile(path: folder + "/" + name, lines: text.components(separatedBy: "\n")))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// A file of the package as text.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
