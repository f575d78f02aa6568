import SyncTypes

/// A part fills two columns; no RECURRENCE-ID is the empty text there, since NULLs would escape the uniqueness rules.
extension PartKey {
    var recurrence: String { recurrenceID ?? "" }
}

extension ColumnReader {
    mutating func nextPart() throws -> PartKey {
        let uid: String = try next()
        let recurrence: String = try next()
        return PartKey(uid: uid, recurrenceID: recurrence.isEmpty ? nil : recurrence)
    }
}
