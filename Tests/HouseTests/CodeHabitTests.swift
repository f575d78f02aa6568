import Testing

/// Rules about code that no compiler checks.
@Suite struct CodeHabitTests {
    static let longest = 400
    /// A file that is longer than that says why in its first lines, with these words.
    static let excuse = "Why this file is long:"

    @Test func filesAreShortOrSayWhyNot() throws {
        var long: [String] = []
        for top in ["Sources", "Tests"] {
            for file in try SourceFile.all(below: top) where file.lines.count - 1 > CodeHabitTests.longest {
                guard !file.lines.prefix(20).contains(where: { $0.contains(CodeHabitTests.excuse) }) else { continue }
                long.append("\(file.path): \(file.lines.count - 1) lines")
            }
        }
        #expect(long == [], "split them, or write \"\(CodeHabitTests.excuse) ...\" in the first 20 lines")
    }

    /// Scheduling belongs to the caller: below the shell no task is cut loose and no queue is made.
    @Test func nothingBelowTheShellSchedules() throws {
        var found: [String] = []
        for file in try SourceFile.all(below: "Sources") where !file.path.hasPrefix("Sources/footbridge/") {
            for word in ["Task.detached", "DispatchQueue", "DispatchSource", "import Dispatch"] {
                found += file.places(of: word)
            }
        }
        #expect(found == [])
    }

    /// Clock and randomness are arguments there, too.
    @Test func decisionsAndSyntaxesAskNoClockAndThrowNoDice() throws {
        let words = [
            "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday",
            ".random(", "SystemRandomNumberGenerator", "UUID()",
        ]
        var found: [String] = []
        for folder in ImportTests.pure {
            for file in try SourceFile.all(below: folder) { found += words.flatMap { file.places(of: $0) } }
        }
        #expect(found == [])
    }

    @Test func noUnfinishedOrReckless() throws {
        let words = ["try!", "fatalError(", "as! "]
        var found: [String] = []
        for file in try SourceFile.all(below: "Sources") {
            found += words.flatMap { file.places(of: $0) }
            found += ["TODO", "FIXME"].flatMap { file.notes(saying: $0) }
        }
        #expect(found == [])
    }

    /// FoundationNetworking and FoundationXML would bring a second libcurl and a second libxml2.
    @Test func oneLibraryForEachPurpose() throws {
        let unwanted: Set<String> = ["FoundationNetworking", "FoundationXML"]
        let found = try SourceFile.all(below: "Sources").filter { !$0.imports.isDisjoint(with: unwanted) }.map(\.path)
        #expect(found == [])
    }

    /// ARCHITECTURE.md names every target, and README every command of the Makefile it promises.
    @Test func theDocumentsKnowTheParts() throws {
        let architecture = try SourceFile.text("ARCHITECTURE.md")
        for target in try ImportTests.manifest().targets where !target.isTest {
            #expect(architecture.contains(target.name), "ARCHITECTURE.md does not mention \(target.name)")
        }
        let readme = try SourceFile.text("README.md")
        #expect(readme.split(separator: "\n").first?.contains("make") == true)
        #expect(readme.contains("make demo") && readme.contains("make test"))
    }
}
