import Mapping
import SyncTypes

extension StoreWriter {
    /// A held deletion is off: the device gets its item as a new one.
    func giveBack(_ deletion: HeldDeletion) throws {
        try remove(deletion.id)
        guard let head = try head(deletion.resource), !head.isGone,
            try !links(deletion.datastore, deletion.resource).contains(where: { $0.part == deletion.part })
        else { return }
        _ = try insert(
            Link(
                datastore: deletion.datastore, resource: deletion.resource, part: deletion.part,
                guid: try allocateGUID(deletion.datastore), state: .refused(code: 0)))
    }
}
