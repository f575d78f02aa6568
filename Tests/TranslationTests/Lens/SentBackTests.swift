import LensLaws
import SyncTypes
import Testing
import Translation

@Suite("Values that a device lacks and has not proven to hold")
struct SentBackTests {
    private let lens = Given.lens(.vCard21)

    private func card(_ numbers: String...) -> [UInt8] {
        Given.bytes("BEGIN:VCARD\nVERSION:2.1\nN:Lee;Kim\n" + numbers.map { "TEL;\($0)\n" }.joined() + "END:VCARD\n")
    }

    @Test("They go back once")
    func once() {
        var sentBack: Set<String> = []
        let (text, view) = (card("HOME:2"), card("HOME:2", "WORK:3"))
        #expect(lens.unprovenRemovals(text: text, held: view, view: view, sentBack: &sentBack) == ["TEL;WORK"])
        #expect(lens.unprovenRemovals(text: text, held: view, view: view, sentBack: &sentBack).isEmpty)
    }

    @Test("They go back once more when the first time made room for them")
    func withRoom() {
        var sentBack: Set<String> = []
        let (held, view) = (card("CELL:1", "HOME:2", "WORK:3"), card("HOME:2", "WORK:3"))
        let (full, text) = (card("CELL:1", "HOME:2"), card("HOME:2"))
        #expect(lens.unprovenRemovals(text: full, held: held, view: view, sentBack: &sentBack) == ["TEL;WORK"])
        #expect(lens.unprovenRemovals(text: text, held: view, view: view, sentBack: &sentBack) == ["TEL;WORK"])
        #expect(lens.unprovenRemovals(text: text, held: view, view: view, sentBack: &sentBack).isEmpty)
    }
}
