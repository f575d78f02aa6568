import DAVClient
import SyncTypes

/// Under which name a body is kept, whatever name it was sent to.
extension DAVWorld {
    /// Stores a body; the caller has checked everything. On a server that calls members by their UIDs the path of the request says
    /// nothing: what has the same UID goes, and what lay at the path goes as well.
    mutating func keep(_ body: [UInt8], at path: String, now: Int64) {
        guard behaviour.naming == .byUID, let (folder, name) = DAVWorld.split(path),
            let collection = collections[folder], !collection.isFolder, let uid = DAVWorld.uid(body)
        else { return store(kept(body, at: path), at: path, now: now) }
        let isTask = DAVWorld.lines(body).contains("BEGIN:VTODO")
        // Each write of a task gives it another name.
        let place = folder + (isTask ? "cal-\(counter + 1)" : uid)
        let others = collection.members.filter { $0.key == name || $0.value.uid == uid }.keys.sorted()
        store(kept(body, at: place), at: place, now: now)
        for other in others where folder + other != place { remove(folder + other, now: now) }
    }
}
