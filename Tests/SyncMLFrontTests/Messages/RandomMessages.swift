import Markup

@testable import SyncMLFront

/// Messages of every kind, from a seed.
struct RandomMessages {
    var random: WireRandom
    /// False: only text that XML can hold, so that both forms carry it unchanged.
    var binary = false

    init(seed: UInt64, binary: Bool = false) {
        random = WireRandom(seed: seed)
        self.binary = binary
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    mutating func maybe<T>(_ value: (inout RandomMessages) -> T) -> T? { chance(50) ? value(&self) : nil }
    mutating func some<T>(_ limit: Int, _ value: (inout RandomMessages) -> T) -> [T] {
        (0..<Int.random(in: 0...limit, using: &random)).map { _ in value(&self) }
    }

    mutating func token() -> String {
        let letters = Array("abcXYZ0189-_./:?&;<>%äß€😀")
        return String(
            (0..<Int.random(in: 1...20, using: &random)).map { _ in letters.randomElement(using: &random) ?? "x" })
    }

    mutating func number() -> Int { Int.random(in: 0...70_000, using: &random) }

    mutating func content() -> [UInt8] {
        if binary, chance(40) { return (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let lines = some(6) { $0.token() + ($0.chance(20) ? "]]>" : ":") + $0.token() }
        return Array(lines.joined(separator: chance(80) ? "\r\n" : "\n").utf8)
    }

    mutating func message() -> Message {
        let header = Header(
            version: ProtocolVersion.allCases.randomElement(using: &random) ?? .v11, sessionID: token(),
            messageID: "\(number())", target: location(), source: location(), respURI: maybe { $0.token() },
            noResponse: chance(10), credential: maybe { $0.credential() }, meta: maybe { $0.meta() })
        return Message(header: header, commands: some(6) { $0.command(depth: 2) }, isFinal: chance(50))
    }

    mutating func location() -> Location { Location(uri: token(), name: chance(20) ? token() : nil) }

    mutating func meta() -> Meta {
        Meta(
            format: chance(30) ? "chr" : nil, type: maybe { $0.token() }, mark: chance(10) ? "final" : nil,
            size: chance(20) ? number() : nil, lastAnchor: chance(30) ? token() : nil,
            nextAnchor: chance(30) ? token() : nil, version: chance(10) ? "2.1" : nil,
            nextNonce: chance(10) ? "Tm9uY2U=" : nil, maxMessageSize: chance(30) ? number() : nil,
            maxObjectSize: chance(30) ? number() : nil, emi: chance(10) ? [token(), token()] : [],
            other: chance(10) ? [memory()] : [])
    }

    mutating func memory() -> Element {
        Element(
            "Mem", namespace: "syncml:metinf",
            [.element(Element("FreeMem", namespace: "syncml:metinf", [.text("\(number())")]))])
    }

    mutating func credential() -> Credential {
        Credential(meta: maybe { $0.meta() }, data: chance(50) ? [UInt8](token().utf8) : content())
    }

    mutating func item() -> Item {
        var data: ItemData?
        switch Int.random(in: 0..<6, using: &random) {
        case 0: data = nil
        case 1: data = .element(Meta(lastAnchor: token(), nextAnchor: token()).anchorElement() ?? Element("Anchor"))
        case 2: data = .element(DeviceInformation(version: .v11, model: token(), deviceID: token()).element(.v11))
        default: data = .bytes(content())
        }
        return Item(
            target: maybe { $0.location() }, source: maybe { $0.location() }, sourceParent: chance(5) ? token() : nil,
            targetParent: chance(5) ? token() : nil, meta: maybe { $0.meta() }, data: data, moreData: chance(10))
    }

    mutating func itemCommand() -> ItemCommand {
        ItemCommand(
            commandID: "\(number())", noResponse: chance(10), credential: chance(5) ? credential() : nil,
            meta: maybe { $0.meta() }, items: some(3) { $0.item() })
    }

    mutating func command(depth: Int) -> Command {
        switch Int.random(in: 0..<(depth > 0 ? 17 : 12), using: &random) {
        case 0, 1: .add(itemCommand())
        case 2, 3: .replace(itemCommand())
        case 4: .copy(itemCommand())
        case 5: .move(itemCommand())
        case 6:
            .delete(ItemCommand(commandID: token(), archive: chance(50), softDelete: chance(50), items: [item()]))
        case 7:
            .alert(
                Alert(
                    commandID: token(), credential: chance(10) ? credential() : nil, code: maybe { $0.number() },
                    items: some(2) { $0.item() }, correlator: chance(10) ? token() : nil))
        case 8: .status(status())
        case 9:
            .map(
                Map(
                    commandID: token(), target: location(), source: location(),
                    items: some(4) { MapItem(guid: $0.token(), luid: $0.token()) }))
        case 10: .exec(Exec(commandID: token(), correlator: maybe { $0.token() }, items: [item()]))
        case 11:
            .search(Search(commandID: token(), sources: [location()], meta: meta(), data: .bytes(content())))
        case 12: .get(Get(commandID: token(), language: maybe { $0.token() }, items: some(2) { $0.item() }))
        case 13: .put(Put(commandID: token(), meta: maybe { $0.meta() }, items: some(2) { $0.item() }))
        case 14:
            .results(
                Results(commandID: token(), messageRef: maybe { $0.token() }, commandRef: token(), items: [item()]))
        case 15:
            .sync(
                Sync(
                    commandID: token(), target: maybe { $0.location() }, source: maybe { $0.location() },
                    numberOfChanges: maybe { $0.number() }, commands: some(5) { $0.command(depth: depth - 1) }))
        default: .atomic(Group(commandID: token(), commands: some(3) { $0.command(depth: depth - 1) }))
        }
    }

    mutating func status() -> Status {
        Status(
            commandID: token(), messageRef: token(), commandRef: token(), command: "Add",
            targetRefs: some(2) { $0.token() }, sourceRefs: some(2) { $0.token() },
            challenge: chance(10) ? .md5(nonce: content()) : nil, code: number(), items: some(1) { $0.item() })
    }
}
