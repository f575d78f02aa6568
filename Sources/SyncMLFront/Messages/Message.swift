import Markup

/// SyncML (Representation Protocol): `SyncHdr, SyncBody`; SyncBody holds commands and Final?.
public struct Message: Hashable, Sendable, Codable {
    /// SyncHdr.
    public var header: Header
    /// The commands of SyncBody, in order.
    public var commands: [Command]
    /// True when the package ends with this message.
    public var isFinal: Bool

    /// A message.
    public init(header: Header, commands: [Command] = [], isFinal: Bool = false) {
        self.header = header
        self.commands = commands
        self.isFinal = isFinal
    }

    /// Reads SyncML. Commands are never refused here: what is odd in one is for the session to answer.
    public init(from element: Element) throws(MessageError) {
        guard element.name == "SyncML" else { throw MessageError(.notSyncML, "the root is \(element.name)") }
        guard let header = element[child: "SyncHdr"] else { throw MessageError(.missingHeader, "no SyncHdr") }
        self.header = try Header(from: header)
        commands = []
        isFinal = false
        for child in element[child: "SyncBody"]?.elements ?? [] {
            if child.name == "Final" {
                isFinal = true
            } else {
                commands.append(Command(from: child))
            }
        }
    }

    /// Writes SyncML. Where Put or Results names a type of device information, it becomes that of the encoding.
    public func element(_ encoding: WireEncoding) -> Element {
        var body = Children()
        for command in commands { body.add(command.announcing(encoding).element()) }
        body.flag("Final", isFinal)
        return Element("SyncML", [.element(header.element()), .element(Element("SyncBody", body.nodes))])
    }
}

extension Command {
    /// The command with the device information type of an encoding, if it names one.
    fileprivate func announcing(_ encoding: WireEncoding) -> Command {
        func corrected(_ meta: Meta?) -> Meta? {
            guard var meta, let type = meta.type, type.hasPrefix("application/vnd.syncml-devinf+") else { return meta }
            meta.type = encoding.deviceInformationType
            return meta
        }
        switch self {
        case .put(var put):
            put.meta = corrected(put.meta)
            return .put(put)
        case .results(var results):
            results.meta = corrected(results.meta)
            return .results(results)
        case .add, .replace, .copy, .move, .delete, .alert, .get, .status, .map, .sync, .sequence, .atomic, .exec,
            .search, .unknown:
            return self
        }
    }
}
