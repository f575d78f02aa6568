import SyncTypes

/// How a collection's members are fetched.
enum CollectionFlavour: Sendable, Hashable {
    /// The two kinds of members that have a multiget.
    enum Items: Sendable, Hashable {
        case calendar, addressBook
    }

    case items(Items)
    /// Plain files: GET one by one.
    case files

    init(_ kind: ItemKind) {
        switch kind {
        case .contact: self = .items(.addressBook)
        case .event, .task, .note: self = .items(.calendar)
        }
    }

    init(_ type: ResourceType) {
        if type.isCalendar {
            self = .items(.calendar)
        } else if type.isAddressBook {
            self = .items(.addressBook)
        } else {
            self = .files
        }
    }
}
