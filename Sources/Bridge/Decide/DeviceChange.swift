import SyncTypes

/// What a device's command means for the item it names. Pure.
enum DeviceChange: Hashable, Sendable {
    /// The item is new: a pending text without a resource.
    case create
    /// The item is known: a pending text against what the device held.
    case update
    /// The device repeats what it is known to hold.
    case echo
    /// The name is known but stands for something else now: the link is cut, the item is new, the datastore goes slow.
    case reused
    /// A delete, to be run after the device's Final.
    case delete
    /// The item leaves the device and stays upstream (SftDel, Archive).
    case release
    /// A delete of something unknown: status 211.
    case alreadyGone

    /// What the command says.
    enum Command: Hashable, Sendable {
        case add, replace, delete, softDelete
    }

    /// What the link says of the item the command names.
    enum Item: Hashable, Sendable {
        case unknown
        /// `same`: the text is what the device held; `close`: it is recognisably the same item.
        case known(same: Bool, close: Bool)
    }

    /// One arm for each pair of command and knowledge.
    static func decide(_ command: Command, _ item: Item) -> DeviceChange {
        switch (command, item) {
        case (.add, .unknown), (.replace, .unknown):
            // A Replace of the unknown is an Add (Nokia 9210, S60).
            return .create
        case (.add, .known(let same, let close)), (.replace, .known(let same, let close)):
            // An Add of a known name repeats a lost message. But a text that shares nothing with what the device held is another
            // item under a name used again: a restored phone must not overwrite what its name stood for meanwhile.
            if same { return .echo }
            return close ? .update : .reused
        case (.delete, .known):
            return .delete
        case (.softDelete, .known):
            return .release
        case (.delete, .unknown), (.softDelete, .unknown):
            return .alreadyGone
        }
    }
}
