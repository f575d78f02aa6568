import LensLaws
import Testing

/// Each law with a few seeds; `make laws` tries many in a release build.
@Suite("Laws of the lens") struct LawTests {
    @Test("holds", arguments: Laws.all)
    func law(_ law: Law) {
        for seed in UInt64(1)...60 { #expect(law.broken(by: seed) == []) }
    }

    @Test("each has a name of its own")
    func names() {
        #expect(Set(Laws.all.map(\.name)).count == Laws.all.count)
    }
}
