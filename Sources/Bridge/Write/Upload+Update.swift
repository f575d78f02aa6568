import DAVClient
import Mapping
import SyncTypes
import Translation

/// A change of the device in a resource that is there. A verdict of nil means that somebody was faster: plan again.
extension Upload {
    func update(
        _ link: Link, _ text: [UInt8], _ resource: ResourceRecord, in collection: CollectionRecord, _ result: PutResult
    ) async throws -> WriteVerdict? {
        let wasCurrent = try isCurrent(link, resource)
        if rule == .duplicate, !result.conflicts.isEmpty, let refusal = try await keepBoth(link, text) {
            return refusal
        }
        guard result.changed else {
            let returned = try acknowledge(
                link, text, resource, wrote: resource.body, wasCurrent: wasCurrent, intent: nil, before: nil,
                conflicts: result.conflicts, doubts: result.doubts)
            return verdict(result, wasCurrent: wasCurrent, stored: false, returned)
        }
        guard let etag = resource.etag else {
            // Without an ETag there is nothing to make the write conditional on: look again.
            guard let fresh = try await fetch(resource.href, in: collection), fresh.etag != nil else {
                return try park(link, .waiting("the server gives no ETag for this item"))
            }
            return nil
        }
        let intent = try open(
            .put, link, collection, resource.href, body: result.body, base: resource, losers: result.losers)
        let outcome = try await put(resource.href, result.body, .matches(etag), in: collection, intent)
        switch outcome {
        case .stored:
            guard let saved = try await readBack(resource.href, wrote: result.body, in: collection) else {
                try await settleRenamed(intent, in: collection)
                try close(intent)
                return nil
            }
            let returned = try acknowledge(
                link, text, saved, wrote: result.body, wasCurrent: wasCurrent, intent: intent, before: resource.body,
                conflicts: result.conflicts, doubts: result.doubts)
            return verdict(result, wasCurrent: wasCurrent, stored: true, returned)
        case .preconditionFailed:
            try await lookAgain(at: resource, in: collection)
            try close(intent)
            return nil
        case .uidConflict:
            try close(intent)
            return try park(link, .rejected("another item upstream has the same UID"))
        case .rejected(let status, let reason):
            try close(intent)
            return try park(link, .rejected("\(status) \(reason)"))
        }
    }

    private func verdict(
        _ result: PutResult, wasCurrent: Bool, stored: Bool, _ returned: [String]
    ) -> WriteVerdict {
        if let conflict = result.conflicts.first {
            if rule == .duplicate { return .duplicated }
            return conflict.winner == .device ? .deviceWon : .serverWon
        }
        if !returned.isEmpty { return .returned(returned) }
        if !wasCurrent { return .merged }
        return stored ? .stored : .unchanged
    }
}
