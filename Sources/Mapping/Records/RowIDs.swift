/// The number of one account.
public struct AccountRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one device password.
public struct DevicePasswordRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one device.
public struct DeviceRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one collection.
public struct CollectionRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one resource.
public struct ResourceRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one datastore.
public struct DatastoreRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one link.
public struct LinkRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one staged item.
public struct StagedRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one session.
public struct SessionRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one intent.
public struct IntentRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one journal entry.
public struct JournalRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one sync result.
public struct SyncResultRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one held deletion.
public struct HeldDeletionRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}
