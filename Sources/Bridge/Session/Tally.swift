/// What moved in one datastore, for the history.
struct Tally: Hashable, Sendable, Codable {
    var inAdded = 0
    var inChanged = 0
    var inDeleted = 0
    var outAdded = 0
    var outChanged = 0
    var outDeleted = 0
    var conflicts = 0
    var rejected = 0
}
