import Bridge
import Phone
import SyncTypes

/// A phone of the simulation: model, memory, backup, and what is under way on its line.
struct Handset: Sendable {
    /// A deletion on its way.
    struct Untold: Sendable {
        var store: String
        var luid: String
        var identity: Int
        /// Its place among the item's deletions.
        var index: Int
    }

    /// A deleted item whose user may type it in again.
    struct Discarded: Sendable {
        var kind: ItemKind
        var identity: Int
        var text: ItemText
    }

    /// A suspension to come.
    struct Suspension: Sendable {
        /// Messages before it.
        var after: Int
        /// The sync after it resumes this one.
        var resumes: Bool
    }

    private let texts = ReadTexts()
    let model: HandsetModel
    let kinds: [ItemKind]
    var deviceID: String
    var store: HandsetStore
    var backup: HandsetStore?
    /// What its user wants to have on it; nil: everything.
    var filter: HandsetFilter?
    /// Databases whose suspended session only the server was to fill: what resumes it does so, too.
    var filledByServer: Set<String> = []
    /// Databases of which only a backup was taken since they changed: the server knows nothing of what they have.
    var onShelf: Set<String> = []
    /// The query of the URL of its next sync.
    var query: String?
    /// How its next sync is suspended; nil: it is not.
    var suspension: Suspension?
    /// Its next sync resumes the last one.
    var resumes = false
    /// A message whose copy still hangs in the network.
    var late: ExchangeRequest?
    /// Deletions by the user that the bridge does not know of yet.
    var untold: [Untold] = []
    /// Names of items that were replaced in a session that broke off before the bridge heard of it.
    var unheard: Set<String> = []
    /// Those of them whose new text bears no other stamp than the one before: nothing tells which of both a text was made from.
    var unstamped: Set<String> = []
    /// What `deleteMost` deleted last.
    var discarded: [Discarded] = []
    /// Phones that had this number before.
    var swaps = 0

    init(_ model: HandsetModel, number: Int, kinds: [ItemKind]) {
        self.model = model
        self.kinds = kinds
        deviceID = "phone-\(number)"
        store = HandsetStore(model)
    }

    /// The device information is offered until a first sync came to its end, and asked for no more after it.
    var configuration: PhoneConfiguration {
        var configuration = model.configuration(deviceID, stores: kinds)
        if store.memory.stores.values.contains(where: { $0.lastAnchor != nil }) {
            configuration.habits.putsInformation = false
            configuration.habits.asksInformation = false
        }
        return configuration
    }

    /// The format of a kind's items here.
    func format(_ kind: ItemKind) -> PhoneFormat {
        configuration.stores.first { $0.name == kind.store }?.format ?? .text
    }

    /// True while a store takes another item.
    func hasRoom(_ kind: ItemKind) -> Bool {
        store.capacity.map { store.items[kind.store]?.count ?? 0 < $0 } ?? true
    }

    /// All items in a fixed order.
    var all: [(kind: ItemKind, luid: String, text: ItemText)] {
        kinds.flatMap { kind in
            store.names(kind.store).compactMap { luid in
                store.items[kind.store]?[luid].map { (kind, luid, texts.read($0).text) }
            }
        }
    }

    /// What an item says, and shows.
    func reading(_ bytes: [UInt8]) -> ReadTexts.Reading { texts.read(bytes) }

    /// Fields of an item of which this phone shows less than the server has.
    func lost(_ kind: ItemKind, _ luid: String) -> Set<Field> {
        (store.lost["\(kind.store)/\(luid)"] ?? []).union(model.blind)
    }
}
