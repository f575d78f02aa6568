import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation
import Versit

/// What a device asks to have of a datastore (DS 1.2 Filter; what stands behind the `?` of its name in 1.0 and 1.1).
extension Exchange {
    /// What a Target asks for. Throws `FilterError`, with which nothing opens: a filter is honoured or refused, never left out.
    func wanted(_ target: Location?, named name: String) throws(FilterError) -> FilterRequest {
        let request = try FilterRequest(query: DatastoreAddress(wire: name).query, filter: target?.filter)
        if !request.ignored.isEmpty {
            logger.notice(
                "a database name has words that mean nothing",
                metadata: metadata(name).merging(["words": "\(request.ignored.joined(separator: " "))"]) { $1 })
        }
        return request
    }

    /// The same at this time and for this datastore; nil: it asks for everything.
    func resolved(_ request: FilterRequest, for datastore: DatastoreRecord) throws(FilterError) -> ItemFilter? {
        if request.isEmpty { return nil }
        let zones = service.dependencies.zones
        let name = DeviceSetting.timeZone.value(of: device, account) ?? service.settings.timeZone
        let zone = name.flatMap { zones($0) }
        return try ItemFilter(
            request, kinds: datastore.kinds, now: now,
            isField: { FieldName($0, kind: $1) != nil },
            instant: { text in
                DateTime(parsing: text).map { Int64($0.secondsSince1970(in: zone) { zones($0) }) }
            })
    }

    /// Says of a filter why it is refused; the status that says so to the device.
    func refused(_ error: FilterError, _ name: String) -> Int {
        logger.notice(
            "a filter is refused",
            metadata: metadata(name).merging(["reason": "\(error.reason)", "status": "\(error.status)"]) { $1 })
        return error.status
    }

    /// A Sync may bring the filter that its Alert did not (Target Address Filtering of 1.1, Sync/Target/Filter of 1.2). Returns the
    /// status that refuses it, and then nothing is sent that it may have left out; nil: it counts, or there is none. Once the server's
    /// changes go out it comes too late.
    mutating func refilter(_ sync: Sync, _ index: Int) throws -> Int? {
        guard let target = sync.target, state.datastores[index].cursor == nil else { return nil }
        do {
            let request = try wanted(target, named: target.uri)
            guard !request.isEmpty else { return nil }
            let context = try context(index)
            let filter = try resolved(request, for: context.datastore)
            guard filter != state.datastores[index].filter else { return nil }
            state.datastores[index].filter = filter
            contexts[index]?.filter = filter
            return nil
        } catch let error as FilterError {
            try standAside(index)
            return refused(error, target.uri)
        }
    }
}
