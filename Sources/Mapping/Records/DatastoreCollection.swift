/// One collection that a datastore shows, and up to which revision it has been shown.
public struct DatastoreCollection: Hashable, Sendable {
    /// The collection.
    public var collection: CollectionRow
    /// Its place in the datastore's list, from 0; new items go to the first.
    public var position: Int
    /// The revision up to which the device has been served; 0 at first.
    public var checkpoint: Int64
    /// The revision up to which it is decided whether the device is alerted; 0 at first.
    public var alerted: Int64

    /// A row of the list.
    public init(collection: CollectionRow, position: Int, checkpoint: Int64 = 0, alerted: Int64 = 0) {
        self.collection = collection
        self.position = position
        self.checkpoint = checkpoint
        self.alerted = alerted
    }
}
