import Bridge
import Markup
import SyncMLFront

/// One message of a device and the bridge's answer, in short words for comparison.
struct Exchanged {
    let request: Message
    let reply: Message
    let http: ExchangeReply

    /// Each Status: CmdRef, command, code.
    var statuses: [String] {
        reply.commands.compactMap { command in
            guard case .status(let status) = command else { return nil }
            return "\(status.commandRef) \(status.command) \(status.code)"
        }
    }

    /// Each Alert of the bridge: code and the device's datastore.
    var alerts: [String] {
        reply.commands.compactMap { command in
            guard case .alert(let alert) = command else { return nil }
            return "\(alert.code ?? 0) \(alert.items.first?.target?.uri ?? "")"
        }
    }

    /// Each change for the device: command and, unless it is new there, the device's name of the item.
    var changes: [String] {
        reply.commands.flatMap { command -> [String] in
            guard case .sync(let sync) = command else { return [] }
            return sync.commands.map { change in
                let name = change.changedItem?.target?.uri
                return name.map { "\(change.name) \($0)" } ?? change.name
            }
        }
    }

    /// The texts of those changes.
    var texts: [String] {
        reply.commands.flatMap { command -> [String] in
            guard case .sync(let sync) = command else { return [] }
            return sync.commands.compactMap { $0.changedItem?.data.map { String(decoding: $0.content, as: UTF8.self) } }
        }
    }

    /// True when no Status but that of an Alert has an Item: Series 40 cannot read one.
    var hasBareStatuses: Bool {
        reply.commands.allSatisfy { command in
            guard case .status(let status) = command else { return true }
            return status.command == "Alert" || status.items.isEmpty
        }
    }
}

extension Command {
    /// The command and what is inside it.
    var withInner: [Command] {
        switch self {
        case .sync(let sync): [self] + sync.commands
        case .sequence(let group), .atomic(let group): [self] + group.commands
        case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .status, .map, .exec, .search,
            .unknown:
            [self]
        }
    }

    /// The first item of an Add, Replace or Delete.
    var changedItem: Item? {
        switch self {
        case .add(let command), .replace(let command), .delete(let command): command.items.first
        case .copy, .move, .alert, .get, .put, .results, .status, .map, .sync, .sequence, .atomic, .exec, .search,
            .unknown:
            nil
        }
    }
}

extension Alert {
    /// True for the codes that open a datastore.
    var opensDatastore: Bool { code.map { (200...210).contains($0) || $0 == 250 } ?? false }
}

extension Element {
    /// True for an Alert that opens a datastore.
    var opensDatastore: Bool { Alert(from: self).opensDatastore }

    /// True for a message with Alert 222.
    var asksForMore: Bool {
        self[child: "SyncBody"]?.all("Alert").contains { $0[child: "Data"]?.text == "222" } ?? false
    }

    /// True for a message that answers a Sync of the server.
    var answersSync: Bool {
        self[child: "SyncBody"]?.all("Status").contains { $0[child: "Cmd"]?.text == "Sync" } ?? false
    }

    /// A Status whose references are filled in later.
    static func status(_ id: String, command: String, code: Int) -> Element {
        Status(commandID: id, messageRef: "0", commandRef: "0", command: command, code: code).element()
    }

    /// Replaces the text at a path of child elements, where there is such a path.
    mutating func set(_ path: [String], _ text: String) {
        guard let name = path.first, var child = self[child: name] else { return }
        if path.count > 1 {
            child.set(Array(path.dropFirst()), text)
        } else if child.text != text {
            child.children = [.text(text)]
        }
        replace(name, with: child)
    }

    /// Replaces the first child element of a name.
    mutating func replace(_ name: String, with element: Element) {
        for index in children.indices {
            guard case .element(let old) = children[index], old.name == name else { continue }
            children[index] = .element(element)
            return
        }
    }

    /// Changes or drops each child element.
    mutating func mapChildren(_ change: (Element) -> Element?) {
        children = children.compactMap { node in
            guard case .element(let element) = node else { return node }
            return change(element).map { .element($0) }
        }
    }

    /// The same with every text as octets, except inside device information.
    var opaque: Element {
        var copy = self
        copy.children = children.map { node in
            switch node {
            case .element(let element): .element(element.name == "DevInf" ? element : element.opaque)
            case .text(let text): .bytes(Array(text.utf8))
            case .bytes: node
            }
        }
        return copy
    }
}
