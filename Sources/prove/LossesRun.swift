import LensLaws

/// Prints docs/losses.md.
enum LossesRun {
    private static let head = """
        # What each phone shows, and what it cannot destroy

        Made by `make losses` from one contact and one event that have a value of everything; `make test` compares this page with the lens.
        The families announce what real devices of theirs announced.

        - **shown**: the phone gets it, and what its user changes in it goes to the server.
        - **cut**: the phone gets as much as it can hold; the rest stays at the server, and an edit of the beginning keeps it.
        - **kept**: the phone does not get it. It stays at the server as it is, byte for byte, while the phone's user changed something
          else (the mobile number, the title of the event).

        A phone that announces nothing is sent what its format can say; what it then drops is missing from its next edit, and missing is not
        deleted until the phone has shown that it keeps such values.


        """

    /// False when something is destroyed, or the lens failed.
    static func run() -> Bool {
        do {
            let table = try LossTable()
            print(head + table.markdown, terminator: "")
            return table.lost.isEmpty
        } catch {
            print("the reference item cannot be shown: \(error)")
            return false
        }
    }
}
