import Mapping
import Translation

/// What the device has proven, as its datastore's row keeps it.
extension DatastoreRecord {
    /// What is known; nothing for a new row.
    func learnt() throws -> Evidence {
        try evidence.map { try SessionCoding.decode(Evidence.self, from: $0) } ?? Evidence()
    }

    /// Takes what was learnt.
    mutating func learn(_ evidence: Evidence) throws { self.evidence = try SessionCoding.encode(evidence) }
}
