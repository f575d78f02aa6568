import Bridge
import BridgeTesting
import Markup
import SyncMLFront
import SyncTypes

/// Plays a dialogue against a bridge and gathers what is otherwise than it says.
struct DialogueRun {
    private let dialogue: Dialogue
    private let wire: Dialogue.Wire
    private let world: World
    private var replay: Replay
    private var phone = Handset()
    private var message = 0
    private var lastReply: [UInt8] = []
    /// What differs, each with the place in the dialogue.
    private(set) var failures: [String] = []

    init(_ dialogue: Dialogue, _ wire: Dialogue.Wire) async throws {
        self.dialogue = dialogue
        self.wire = wire
        let settings = dialogue.settings
        world = settings.hasStoredAccount ? try await ReplayWorld.stored() : try ReplayWorld.passThrough()
        replay = Replay(exactly: world, wire.encoding, userAgent: settings.userAgent)
        replay.query = settings.query
        replay.keepsMapTargets = true
        phone.version = wire.version.rawValue
        phone.source = settings.device
        phone.target = settings.target
        phone.meta = settings.meta
        phone.credential = nil
    }

    mutating func run() async throws {
        for step in dialogue.steps {
            switch step {
            case .exchange(let saying, let hearing): try await exchange(saying, hearing)
            case .again(let line):
                let reply = await replay.again()
                if reply?.body != lastReply { failures.append("line \(line): the repeated message got another reply") }
            case .put(let collection, let name, let body): world.put(world.collection(collection), name, body)
            case .remove(let collection, let name):
                world.server.delete(Href(world.collection(collection).rawValue + name))
            case .edit(let collection, let old, let new): world.edit(world.collection(collection), old, new)
            case .holds(let collection, let members, let line): compare(collection, members, line)
            }
        }
    }

    private mutating func exchange(_ saying: Dialogue.Saying, _ hearing: Dialogue.Hearing) async throws {
        if let session = saying.session {
            phone.session = session
            message = 0
        }
        message += 1
        var letter = try phone.message(message, final: false, saying.text)
        let proof = saying.credential ?? (message == 1 ? dialogue.settings.credential : .none)
        switch proof {
        case .basic: letter.tree.add(Handset.basic, userName: replay.user)
        case .md5, .withoutNonce: letter.tree.add(Handset.digest, userName: replay.user)
        case .none: break
        }
        replay.ignoresNonces = proof == .withoutNonce
        replay.completes = saying.answersAll
        replay.expectsRespURI = hearing.header?[child: "RespURI"]?.text != "{absent}"
        let exchanged = try await replay.play(letter.tree)
        lastReply = exchanged.http.body
        let tree = try WireForm.decode(lastReply, as: wire.encoding)
        let found = ReplyComparison(hearing, tree).differences
        guard !found.isEmpty else { return }
        let readable = String(decoding: try ReadableXML.decode(lastReply), as: UTF8.self)
        failures.append(
            "session \(phone.session), message \(message), reply expected at line \(hearing.line):\n"
                + found.map { "  \($0)\n" }.joined() + "The reply was\n" + readable)
    }

    /// Each member by its lines, unfolded, whatever their order.
    private mutating func compare(_ collection: String, _ members: [[String]], _ line: Int) {
        var rest = world.bodies(of: world.collection(collection)).map { $0.replacing("\r\n ", with: "") }
        let all = rest
        for member in members {
            let place = rest.firstIndex { body in
                Set(member).isSubset(of: body.split(whereSeparator: \.isNewline).map { String($0) })
            }
            if let place {
                rest.remove(at: place)
            } else {
                failures.append("line \(line): nothing in \(collection) has\n  \(member.joined(separator: "\n  "))")
            }
        }
        for body in rest { failures.append("line \(line): not expected in \(collection):\n\(body)") }
        if failures.contains(where: { $0.hasPrefix("line \(line):") }) {
            failures.append("in \(collection) are\n" + all.joined(separator: "\n"))
        }
    }
}
