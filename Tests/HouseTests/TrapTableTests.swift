import Testing

/// docs/testing.md names a test for each trap: the names must be those of tests.
@Suite struct TrapTableTests {
    @Test func everyNamedTestExists() throws {
        let page = try SourceFile.text("docs/testing.md")
        let rest = page[try #require(page.firstRange(of: "### Named traps")).upperBound...]
        let table = rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        let files = try SourceFile.all(below: "Tests")
        var named = 0
        for row in table.split(separator: "\n") where row.hasPrefix("| ") {
            for word in row.split(separator: "`") where word.contains("Tests.") && !word.contains(" ") {
                let parts = word.split(separator: ".").map(String.init)
                let suites = files.filter { $0.lines.contains { $0.contains("struct \(parts[0]) ") } }
                #expect(suites.count == 1, "\(word)")
                #expect(
                    suites.first?.lines.contains { $0.contains("func \(parts[1])(") } == true, "no test \(word)")
                named += 1
            }
        }
        #expect(named >= 33)
    }
}
