import DAVClient
import Mapping
import SyncTypes
import Translation

/// What stands in the way of an undo, in words.
extension UndoRun {
    /// Why a plan cannot be carried out; nil when it can.
    func refusal(_ plan: UndoPlan, _ entry: JournalEntry, _ place: UndoPlace) throws -> String? {
        switch plan {
        case .refused(let reason): return reason
        case .changedSince:
            return try "it was changed since \(whoChanged(entry, place)), so it is not removed"
        case .removedSince: return try "it was removed since \(whoChanged(entry, place)); undo that first"
        case .create, .rewrite, .remove:
            return place.collection.isWritable ? nil : "\(place.collection.displayName) is read-only"
        case .nothing, .conflict: return nil
        }
    }

    /// "by phone-2 (entry 14)", as far as the journal knows.
    func whoChanged(_ entry: JournalEntry, _ place: UndoPlace) throws -> String {
        try store.read { store in
            let later = try store.entries(after: entry.id, at: entry.href ?? place.href, of: account.id)
                .first { $0.before != nil || $0.after != nil }
            let isLast =
                switch (later?.after, place.body) {
                case (nil, nil): true
                case (let after?, let body?): ResourceMerge.isSame(after, body)
                case (nil, .some), (.some, nil): false
                }
            guard let later, isLast else { return "by another client of the server" }
            if let device = try later.device.flatMap({ try store.device($0) }) {
                return "by \(device.deviceID) (entry \(later.id))"
            }
            return "by entry \(later.id)"
        }
    }

    /// True for a server that cannot be used at all now.
    static func isOutage(_ code: DAVError.Code) -> Bool {
        switch code {
        case .unauthorized, .unreachable, .timeout, .tls, .dropped, .serverBusy, .invalidURL, .cancelled: true
        case .forbidden, .notFound, .unexpectedStatus, .badReply, .tooLarge, .badRedirect, .noCalDAV, .notCreated:
            false
        }
    }
}
