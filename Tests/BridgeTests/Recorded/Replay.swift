import Bridge
import BridgeTesting
import Markup
import SyncMLFront
import Testing

/// Plays what a device once sent against the bridge of a world, and checks what every reply must have.
///
/// What belongs to the recording and not to the device is replaced: digests, MsgID, the address after RespURI, MsgRef and
/// CmdRef of Statuses, the server's anchors and GUIDs. Everything else goes out as it stands in the recording; a message in
/// which nothing had to be replaced goes out with its own bytes.
struct Replay {
    let world: World
    let user: String
    let password: String
    var encoding = WireEncoding.xml
    var contentType: String?
    var userAgent: String?
    /// Text goes out as OPAQUE instead of inline strings (Nokia 9210).
    var opaqueText = false
    /// Statuses and Maps that the recording lacks are added: other servers sent less than ours does.
    var completes = true
    /// Recorded digests become Basic credentials, as a device would send that was never given a nonce.
    var prefersBasic = false
    /// Digests are made with an empty nonce.
    var ignoresNonces = false
    /// False: the device keeps to the address it was configured with.
    var followsRespURI = true
    /// False: the next reply must not name one.
    var expectsRespURI = true
    /// MapItems keep a Target other than `?`.
    var keepsMapTargets = false
    /// What stands behind the `?` of the address it was configured with.
    var query = ""

    /// Where devices are told to connect.
    static let endpoint = "http://bridge.example/syncml"

    private(set) var owed: [Owed] = []
    private(set) var unmapped: [Unmapped] = []
    private var plannedLUIDs: [String: [String]] = [:]
    private var respURI: String?
    private var sessionID: String?
    private var messageID = 0
    private var invented = 900
    private var nonce: [UInt8] = []
    private var announcedNext: [String: String] = [:]
    private var committedNext: [String: String] = [:]
    private var lastHeader: Element?
    private var lastRequest: ExchangeRequest?

    init(_ world: World, user: String = "alice", password: String = "secret") {
        self.world = world
        self.user = user
        self.password = password
    }

    // MARK: - A session

    /// Plays one session. A request for the next message is left out when the bridge has said everything, and one is added
    /// while it has not.
    mutating func session(_ messages: [Element], raw: [[UInt8]] = []) async throws -> [Exchanged] {
        for map in messages.flatMap({ $0[child: "SyncBody"]?.all("Map") ?? [] }) {
            let name = map[child: "Source"]?[child: "LocURI"]?.text ?? ""
            plannedLUIDs[name, default: []] += map.all("MapItem").map {
                $0[child: "Source"]?[child: "LocURI"]?.text ?? ""
            }
        }
        var all: [Exchanged] = []
        for (index, message) in messages.enumerated() {
            if let last = all.last, last.reply.isFinal, message.asksForMore, !message.answersSync { continue }
            all.append(try await play(message, raw: index < raw.count ? raw[index] : nil))
            while message[child: "SyncBody"]?[child: "Final"] != nil, let last = all.last, !last.reply.isFinal {
                all.append(try await play(continuation()))
                guard all.count < 200 else { break }
            }
        }
        plannedLUIDs = [:]
        return all
    }

    /// Plays one message and checks its reply.
    mutating func play(_ recorded: Element, raw: [UInt8]? = nil) async throws -> Exchanged {
        var tree = recorded
        let id = tree[child: "SyncHdr"]?[child: "SessionID"]?.text
        let isOpening = tree[child: "SyncBody"]?.all("Alert").contains(where: \.opensDatastore) ?? false
        if id != sessionID || (isOpening && tree[child: "SyncHdr"]?[child: "MsgID"]?.text == "1") {
            sessionID = id
            messageID = 0
            respURI = nil
            owed = []
        }
        messageID += 1
        adjustHeader(&tree)
        adjustBody(&tree)
        lastHeader = tree[child: "SyncHdr"]
        let request = try Message(from: tree)
        let body = tree == recorded && raw != nil ? raw ?? [] : encode(tree, request.header.version)
        let sent = httpRequest(body)
        lastRequest = sent
        let reply = await world.exchange(sent)
        let message = try check(reply, to: request)
        note(message)
        return Exchanged(request: request, reply: message, http: reply)
    }

    /// Sends the last message once more, byte for byte; nil when there was none.
    func again() async -> ExchangeReply? {
        guard let lastRequest else { return nil }
        return await world.exchange(lastRequest)
    }

    private func encode(_ tree: Element, _ version: ProtocolVersion) -> [UInt8] {
        WireForm.encode(opaqueText && encoding == .wbxml ? tree.opaque : tree, as: encoding, version: version)
    }

    private func httpRequest(_ body: [UInt8]) -> ExchangeRequest {
        let query = followsRespURI ? respURI?.split(separator: "?", maxSplits: 1).dropFirst().first : nil
        let token = query.flatMap { $0.hasPrefix("s=") ? String($0.dropFirst(2)) : nil }
        return ExchangeRequest(
            body: body, contentType: contentType ?? encoding.contentType, url: Self.endpoint, sessionToken: token,
            query: query.map { String($0) } ?? self.query, userAgent: userAgent, remoteAddress: "replay")
    }

    // MARK: - What is replaced

    private mutating func adjustHeader(_ tree: inout Element) {
        tree.set(["SyncHdr", "MsgID"], String(messageID))
        if let target = tree[child: "SyncHdr"]?[child: "Target"]?[child: "LocURI"]?.text, target.contains("?"),
            let respURI
        {
            tree.set(["SyncHdr", "Target", "LocURI"], respURI)
        }
        guard let credential = tree[child: "SyncHdr"]?[child: "Cred"].map(Credential.init(from:)),
            credential.scheme == .md5,
            let version = tree[child: "SyncHdr"]?[child: "VerDTD"].flatMap({ ProtocolVersion(rawValue: $0.text) })
        else { return }
        if prefersBasic {
            tree.set(["SyncHdr", "Cred", "Meta", "Type"], "syncml:auth-basic")
            tree.set(["SyncHdr", "Cred", "Data"], CredentialDigest.basic(user: user, password: password))
            return
        }
        guard !nonce.isEmpty || ignoresNonces else { return }
        let digest = CredentialDigest.md5(
            user: user, password: password, nonce: ignoresNonces ? [] : nonce, version: version)
        tree.set(["SyncHdr", "Cred", "Data"], Base64.encode(digest))
        tree.set(["SyncHdr", "Source", "LocName"], user)
    }

    private mutating func adjustBody(_ tree: inout Element) {
        guard let body = tree[child: "SyncBody"] else { return }
        var statuses: [Element] = []
        var others: [Element] = []
        for command in body.elements {
            switch command.name {
            case "Status":
                if let answer = answered(command) { statuses.append(answer) }
            case "Map":
                if let map = mapped(command) { others.append(map) }
            case "Results":
                others.append(referred(command))
            default:
                others.append(command)
            }
        }
        if completes {
            statuses += missingStatuses()
            let maps = missingMaps()
            if !maps.isEmpty {
                let place = others.firstIndex { $0.name == "Final" } ?? others.endIndex
                others.insert(contentsOf: maps, at: place)
            }
        }
        if !body.all("Status").isEmpty { owed = [] }
        let changed = Element("SyncBody", namespace: body.namespace, (statuses + others).map { .element($0) })
        if changed.elements != body.elements { tree.replace("SyncBody", with: changed) }
    }

    /// A recorded Status made to answer a command of ours; nil when ours sent none of that kind.
    private mutating func answered(_ status: Element) -> Element? {
        let name = status[child: "Cmd"]?.text ?? ""
        let target = status[child: "TargetRef"]?.text
        let candidates = owed.indices.filter { owed[$0].name == name }
        guard let index = candidates.first(where: { owed[$0].target == target }) ?? candidates.first else { return nil }
        let one = owed.remove(at: index)
        var status = status
        status.set(["MsgRef"], one.messageID)
        status.set(["CmdRef"], one.commandID)
        if let next = one.next { status.set(["Item", "Data", "Anchor", "Next"], next) }
        if let target = one.target { status.set(["TargetRef"], target) }
        if let source = one.source {
            status.set(["SourceRef"], source)
            if name == "Add" { status.set(["Item", "Source", "LocURI"], source) }
        }
        return status
    }

    private mutating func mapped(_ map: Element) -> Element? {
        let datastore = map[child: "Source"]?[child: "LocURI"]?.text ?? ""
        var map = map
        var kept = 0
        map.mapChildren { child in
            guard child.name == "MapItem" else { return child }
            if keepsMapTargets, child[child: "Target"]?[child: "LocURI"]?.text != "?" {
                kept += 1
                return child
            }
            guard let index = unmapped.firstIndex(where: { $0.datastore == datastore }) else { return nil }
            var child = child
            child.set(["Target", "LocURI"], unmapped.remove(at: index).guid)
            if plannedLUIDs[datastore]?.isEmpty == false { plannedLUIDs[datastore]?.removeFirst() }
            kept += 1
            return child
        }
        return kept > 0 ? map : nil
    }

    private func referred(_ results: Element) -> Element {
        guard let get = owed.first(where: { $0.name == "Get" }) else { return results }
        var results = results
        results.set(["MsgRef"], get.messageID)
        results.set(["CmdRef"], get.commandID)
        return results
    }

    private mutating func missingStatuses() -> [Element] {
        let due = owed.filter { $0.name != "Get" && $0.name != "SyncHdr" }
        return due.map { one in
            invented += 1
            var status = Status(
                commandID: String(invented), messageRef: one.messageID, commandRef: one.commandID, command: one.name,
                code: one.isChunk ? StatusCode.chunkAccepted : one.name == "Add" ? StatusCode.itemAdded : StatusCode.ok)
            status.targetRefs = [one.target].compactMap { $0 }
            status.sourceRefs = [one.source].compactMap { $0 }
            return status.element()
        }
    }

    private mutating func missingMaps() -> [Element] {
        var maps: [String: Map] = [:]
        for add in unmapped {
            invented += 1
            var map =
                maps[add.datastore]
                ?? Map(
                    commandID: String(invented), target: Location(uri: add.serverName),
                    source: Location(uri: add.datastore))
            let planned = plannedLUIDs[add.datastore]?.isEmpty == false
            let luid = planned ? plannedLUIDs[add.datastore]?.removeFirst() ?? "" : "new-\(invented)"
            map.items.append(MapItem(guid: add.guid, luid: luid))
            maps[add.datastore] = map
        }
        unmapped = []
        return maps.sorted { $0.key < $1.key }.map { $0.value.element() }
    }

    private func continuation() -> Element {
        var header = lastHeader ?? Element("SyncHdr")
        header.mapChildren { $0.name == "Cred" ? nil : $0 }
        let status = Element.status("1", command: "SyncHdr", code: 200)
        let alert = Alert(commandID: "2", code: AlertCode.nextMessage).element()
        return Element(
            "SyncML", [.element(header), .element(Element("SyncBody", [.element(status), .element(alert)]))])
    }

    // MARK: - What every reply must have

    private mutating func check(_ http: ExchangeReply, to request: Message) throws -> Message {
        #expect(http.status == 200)
        #expect(http.contentType == contentType ?? encoding.contentType)
        let reply = try Message(from: try WireForm.decode(http.body, as: encoding))
        #expect(reply.header.version == request.header.version)
        #expect(reply.header.sessionID == request.header.sessionID)
        #expect(reply.header.target.uri == request.header.source.uri)
        #expect(reply.header.target.name == nil && reply.header.source.name == nil)
        if let most = request.header.meta?.maxMessageSize, most > 0 { #expect(http.body.count <= most) }
        guard case .status(let first) = reply.commands.first else {
            Issue.record("the reply does not begin with the SyncHdr's Status")
            return reply
        }
        #expect(first.command == "SyncHdr" && first.commandRef == "0" && first.messageRef == request.header.messageID)
        if first.code < 300, !expectsRespURI {
            #expect(reply.header.respURI == nil)
        } else if first.code < 300 {
            #expect(reply.header.respURI?.hasPrefix(Self.endpoint + "?s=") == true)
            if let respURI { #expect(reply.header.respURI == respURI) }
            respURI = reply.header.respURI
        }
        if let challenge = first.challenge, let next = challenge.meta.nextNonce {
            nonce = Base64.decode(Array(next.utf8)) ?? []
        }
        let commands = reply.commands.flatMap(\.withInner)
        #expect(Set(commands.map(\.commandID)).count == commands.count && commands.allSatisfy { $0.commandID != "" })
        checkAnchors(reply, request)
        return reply
    }

    /// The Status of an Alert repeats the device's Next; our own Alert names the device's datastore and goes on from the
    /// Next of the last completed session.
    private mutating func checkAnchors(_ reply: Message, _ request: Message) {
        for case .alert(let alert) in request.commands where alert.opensDatastore {
            let answers = reply.commands.compactMap { command -> Status? in
                if case .status(let status) = command, status.commandRef == alert.commandID { return status }
                return nil
            }
            #expect(answers.count == alert.items.count)
            for (status, item) in zip(answers, alert.items) where [200, 508].contains(status.code) {
                let echo = status.items.first?.data?.element(named: "Anchor")?[child: "Next"]?.text
                #expect(echo == item.meta?.nextAnchor)
            }
        }
        for case .alert(let alert) in reply.commands where alert.opensDatastore {
            let name = alert.items.first?.target?.uri ?? ""
            let asked = request.commands.contains { command in
                guard case .alert(let theirs) = command else { return false }
                return theirs.items.contains { $0.source?.uri == name }
            }
            #expect(asked, "an Alert for a datastore nobody opened")
            #expect(alert.items.first?.meta?.lastAnchor == committedNext[name])
            announcedNext[name] = alert.items.first?.meta?.nextAnchor
        }
        if reply.isFinal, reply.commands.contains(where: { $0.name == "Sync" }) {
            committedNext.merge(announcedNext) { $1 }
        }
    }

    /// What the device now owes us.
    private mutating func note(_ reply: Message) {
        let id = reply.header.messageID
        owed.append(Owed(messageID: id, commandID: "0", name: "SyncHdr"))
        for command in reply.commands {
            switch command {
            case .alert(let alert):
                let item = alert.items.first
                owed.append(
                    Owed(
                        messageID: id, commandID: alert.commandID, name: "Alert", target: item?.target?.uri,
                        source: item?.source?.uri, next: item?.meta?.nextAnchor))
            case .results, .get:
                owed.append(Owed(messageID: id, commandID: command.commandID, name: command.name))
            case .sync(let sync):
                owed.append(
                    Owed(
                        messageID: id, commandID: sync.commandID, name: "Sync", target: sync.target?.uri,
                        source: sync.source?.uri))
                for change in sync.commands { note(change, in: sync, id) }
            case .add, .replace, .copy, .move, .delete, .put, .status, .map, .sequence, .atomic, .exec, .search,
                .unknown:
                continue
            }
        }
    }

    private mutating func note(_ change: Command, in sync: Sync, _ messageID: String) {
        guard let item = change.changedItem else { return }
        owed.append(
            Owed(
                messageID: messageID, commandID: change.commandID, name: change.name, target: item.target?.uri,
                source: item.source?.uri, isChunk: item.moreData))
        guard change.name == "Add", !item.moreData, let guid = item.source?.uri else { return }
        unmapped.append(
            Unmapped(datastore: sync.target?.uri ?? "", serverName: sync.source?.uri ?? "", guid: guid))
    }

    /// A command of ours without an answer.
    struct Owed: Hashable {
        let messageID: String
        let commandID: String
        let name: String
        var target: String?
        var source: String?
        var next: String?
        var isChunk = false
    }

    /// An item of ours whose name on the device is unknown.
    struct Unmapped: Hashable {
        let datastore: String
        let serverName: String
        let guid: String
    }
}
