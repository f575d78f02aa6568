import Foundation
import LensLaws
import Testing

/// The table of what each device family shows and keeps, and its page in the docs.
@Suite struct LossTableTests {
    @Test func nothingIsDestroyed() throws {
        #expect(try LossTable().lost == [])
    }

    @Test func theDocsSayTheSame() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/losses.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let table = try LossTable().markdown
        #expect(text.hasSuffix(table), "docs/losses.md is of another lens: make losses")
    }
}
