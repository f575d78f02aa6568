import Mapping

/// A datastore's row; SyncMLFront has the device information's element of the same name.
typealias DatastoreRecord = Mapping.Datastore
