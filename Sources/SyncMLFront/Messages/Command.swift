import Markup

/// One command of SyncBody, Sync, Sequence or Atomic (Representation Protocol).
public indirect enum Command: Hashable, Sendable, Codable {
    /// Add.
    case add(ItemCommand)
    /// Replace.
    case replace(ItemCommand)
    /// Copy; Weblicon and Calmeno send it for Add.
    case copy(ItemCommand)
    /// Move (1.2).
    case move(ItemCommand)
    /// Delete.
    case delete(ItemCommand)
    /// Alert.
    case alert(Alert)
    /// Get.
    case get(Get)
    /// Put.
    case put(Put)
    /// Results.
    case results(Results)
    /// Status.
    case status(Status)
    /// Map.
    case map(Map)
    /// Sync.
    case sync(Sync)
    /// Sequence.
    case sequence(Group)
    /// Atomic.
    case atomic(Group)
    /// Exec.
    case exec(Exec)
    /// Search.
    case search(Search)
    /// An element that no DTD names here.
    case unknown(UnknownCommand)

    /// Reads a command by its element's name; never fails.
    public init(from element: Element) {
        switch element.name {
        case "Add": self = .add(ItemCommand(from: element))
        case "Replace": self = .replace(ItemCommand(from: element))
        case "Copy": self = .copy(ItemCommand(from: element))
        case "Move": self = .move(ItemCommand(from: element))
        case "Delete": self = .delete(ItemCommand(from: element))
        case "Alert": self = .alert(Alert(from: element))
        case "Get": self = .get(Get(from: element))
        case "Put": self = .put(Put(from: element))
        case "Results": self = .results(Results(from: element))
        case "Status": self = .status(Status(from: element))
        case "Map": self = .map(Map(from: element))
        case "Sync": self = .sync(Sync(from: element))
        case "Sequence": self = .sequence(Group(from: element))
        case "Atomic": self = .atomic(Group(from: element))
        case "Exec": self = .exec(Exec(from: element))
        case "Search": self = .search(Search(from: element))
        default: self = .unknown(UnknownCommand(from: element))
        }
    }

    /// Writes the command.
    public func element() -> Element {
        switch self {
        case .add(let command), .replace(let command), .copy(let command), .move(let command), .delete(let command):
            command.element(name)
        case .alert(let alert): alert.element()
        case .get(let get): get.element()
        case .put(let put): put.element()
        case .results(let results): results.element()
        case .status(let status): status.element()
        case .map(let map): map.element()
        case .sync(let sync): sync.element()
        case .sequence(let group), .atomic(let group): group.element(name)
        case .exec(let exec): exec.element()
        case .search(let search): search.element()
        case .unknown(let unknown): unknown.element
        }
    }

    /// The element's name: "Add".
    public var name: String {
        switch self {
        case .add: "Add"
        case .replace: "Replace"
        case .copy: "Copy"
        case .move: "Move"
        case .delete: "Delete"
        case .alert: "Alert"
        case .get: "Get"
        case .put: "Put"
        case .results: "Results"
        case .status: "Status"
        case .map: "Map"
        case .sync: "Sync"
        case .sequence: "Sequence"
        case .atomic: "Atomic"
        case .exec: "Exec"
        case .search: "Search"
        case .unknown(let unknown): unknown.name
        }
    }

    /// CmdID; "" when the sender left it out.
    public var commandID: String {
        switch self {
        case .add(let command), .replace(let command), .copy(let command), .move(let command), .delete(let command):
            command.commandID
        case .alert(let alert): alert.commandID
        case .get(let get): get.commandID
        case .put(let put): put.commandID
        case .results(let results): results.commandID
        case .status(let status): status.commandID
        case .map(let map): map.commandID
        case .sync(let sync): sync.commandID
        case .sequence(let group), .atomic(let group): group.commandID
        case .exec(let exec): exec.commandID
        case .search(let search): search.commandID
        case .unknown(let unknown): unknown.commandID ?? ""
        }
    }
}

/// An element in the place of a command that no DTD names there.
public struct UnknownCommand: Hashable, Sendable, Codable {
    /// CmdID; nil when there is none.
    public var commandID: String?
    /// The element's name.
    public var name: String
    /// The element as sent.
    public var element: Element

    /// An unknown command.
    public init(commandID: String? = nil, name: String, element: Element) {
        self.commandID = commandID
        self.name = name
        self.element = element
    }

    /// Reads any element.
    public init(from element: Element) {
        self.init(commandID: element.token("CmdID"), name: element.name, element: element)
    }
}
