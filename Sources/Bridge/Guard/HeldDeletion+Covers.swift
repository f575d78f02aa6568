import Mapping
import Translation

extension HeldDeletion {
    /// True when the resource is to the device what it was when the device deleted it, whatever others see changed in it: the
    /// deletion speaks of it as it is now.
    func covers(_ resource: ResourceRecord, _ lens: Lens) -> Bool {
        if revision == resource.revision { return true }
        guard let viewKey, let view = try? lens.view(of: part, in: resource.body, held: nil) else { return false }
        return Int64(bitPattern: lens.matchKeys(of: view.text).identical) == viewKey
    }
}
