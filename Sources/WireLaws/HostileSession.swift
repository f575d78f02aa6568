import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Markup
import Phone
import SyncMLFront
import SyncTypes

/// A device that says anything, in the middle of honest sessions: every message of it is answered, nothing it deletes passes the
/// guard that should not, and afterwards an honest phone of the same account gets through and loses nothing.
struct HostileSession {
    private let life: HonestLife
    private let world: World
    private var next = 0
    private var session = -1
    private var url = Self.endpoint
    private var last: [UInt8] = []
    private var broken: [String] = []

    private static let endpoint = "http://bridge.example/syncml"

    static func broken(by bytes: [UInt8]) async -> [String] {
        do {
            let lives = try await HonestLife.all()
            let script = SessionScript(bytes)
            return try await Databases.withOne { database in
                let life = lives[script.life % lives.count]
                var run = HostileSession(life, try HonestLife.world(database))
                for step in script.steps { await run.take(step) }
                try await run.judge(script)
                return run.broken
            }
        } catch {
            return ["\(error)"]
        }
    }

    private init(_ life: HonestLife, _ world: World) {
        self.life = life
        self.world = world
    }

    // MARK: - What the device does

    private mutating func take(_ step: SessionScript.Step) async {
        switch step {
        case .send:
            if let bytes = letter() { await post(bytes) }
        case .splice(let at, let removing, let inserting):
            guard var bytes = letter() else { return }
            let start = at % (bytes.count + 1)
            bytes.replaceSubrange(start..<min(bytes.count, start + removing), with: inserting)
            await post(bytes)
        case .edit(let element, let edit):
            guard let bytes = letter() else { return }
            await post(edited(bytes, element, edit))
        case .skip: _ = letter()
        case .again: await post(last)
        case .bytes(let bytes): await post(bytes)
        case .jump(let number):
            next = number % life.letters.count
            if let bytes = letter() { await post(bytes) }
        case .wait(let minutes): world.clock.advance(Int64(minutes) * 60)
        case .restart: await world.restart()
        }
    }

    /// The next message; another client acts, and time passes, where its session begins.
    private mutating func letter() -> [UInt8]? {
        guard next < life.letters.count else { return nil }
        let letter = life.letters[next]
        next += 1
        if letter.session != session {
            session = letter.session
            url = Self.endpoint
            world.clock.advance(60)
            if session == 1 { HonestLife.changeUpstream(world, life.scene) }
        }
        return letter.bytes
    }

    private func edited(_ bytes: [UInt8], _ element: Int, _ edit: SessionScript.Edit) -> [UInt8] {
        guard let tree = try? WireForm.decode(bytes, as: life.scene.encoding) else { return bytes }
        return WireForm.encode(
            edit.applied(to: tree, at: element), as: life.scene.encoding, version: life.scene.version)
    }

    private mutating func post(_ bytes: [UInt8]) async {
        last = bytes
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1] : ""
        let reply = await world.exchange(
            ExchangeRequest(
                body: bytes, contentType: life.scene.encoding.contentType, url: parts.first ?? "",
                sessionToken: query.hasPrefix("s=") ? String(query.dropFirst(2)) : nil, query: query,
                remoteAddress: "hostile"))
        check(reply)
    }

    // MARK: - What must hold

    /// 400: it is no message; 413: it is too much; 503: try later. 500 would be our own failure.
    private static let refusals: Set<Int> = [400, 413, 503]

    private mutating func check(_ reply: ExchangeReply) {
        guard reply.status == 200 else {
            if !Self.refusals.contains(reply.status) { broken.append("HTTP \(reply.status)") }
            return
        }
        let message: Message
        do {
            message = try Message(from: WireForm.decode(reply.body, as: life.scene.encoding))
        } catch {
            return broken.append("a reply is no message: \(error) in \(String(decoding: reply.body, as: UTF8.self))")
        }
        if let address = message.header.respURI { url = address }
        for case .status(let status) in message.commands where !Self.isDefined(status.code) {
            broken.append("Status \(status.code) for \(status.command)")
        }
    }

    /// SyncML Representation, response status codes.
    private static func isDefined(_ code: Int) -> Bool {
        [101...101, 200...216, 300...305, 400...428, 500...514, 516...517].contains { $0.contains(code) }
    }

    private mutating func judge(_ script: SessionScript) async throws {
        if script.steps == [SessionScript.Step](repeating: .send, count: life.letters.count),
            HonestLife.essences(of: world) != life.upstream
        {
            broken.append("the recorded life went otherwise: \(HonestLife.essences(of: world))")
        }
        try judgeDeletions()
        try await judgeHonest()
        if script.life >= 128 { try await judgeSame() }
    }

    /// The guard's rule over all that ever lay in a collection: what it allows is less.
    private mutating func judgeDeletions() throws {
        let devices = try world.store.read { try $0.inspect("SELECT id FROM device") }.count
        guard devices == 1 else { return }
        for kind in HonestLife.kinds {
            let path = world.collection(kind).rawValue
            func touched(_ method: String) -> Set<String> {
                Set(world.server.requests.filter { $0.method == method && $0.url.contains(path) }.map(\.url))
            }
            // Clara, Dora, the quiet ones, and what the other client brought.
            let ever = HonestLife.quiet.count + 4 + touched("PUT").count
            let lost = touched("DELETE").count
            if lost * 2 > ever || (lost > 10 && lost * 4 > ever) {
                broken.append("\(lost) of \(ever) items of a \(kind) collection were deleted")
            }
        }
    }

    /// Another phone of the account.
    private mutating func judgeHonest() async throws {
        let before = HonestLife.kinds.map { Set(world.bodies(of: world.collection($0))) }
        var phone = HonestLife.phone(world, life.scene, id: "honest-phone")
        let own = HonestLife.kinds.map { Sample($0, "Henry Honest", "+49 9009") }
        for sample in own { phone.edit("mine", sample) }
        let report = try await phone.sync()
        if let failure = report.failure { broken.append("an honest phone failed: \(failure)") }
        for (index, kind) in HonestLife.kinds.enumerated() {
            let after = Set(world.bodies(of: world.collection(kind)))
            if !before[index].isSubset(of: after) { broken.append("an honest sync changed what lay upstream") }
            if !world.essences(of: world.collection(kind)).contains(own[index].essence) {
                broken.append("what an honest phone brought is not upstream")
            }
            let held = Set(phone.essences(kind))
            let quiet = HonestLife.quiet.enumerated().map { Sample(kind, $0.element, "+49 200\($0.offset)") }
            for (number, sample) in quiet.enumerated() where !held.contains(sample.essence) {
                guard world.server.get(world.href(kind, "quiet-\(number)")) == upstream(sample, number) else {
                    continue
                }
                broken.append("an honest phone did not get \(sample.essence)")
            }
        }
    }

    /// What lies there unless the device has changed it.
    private func upstream(_ sample: Sample, _ number: Int) -> [UInt8] {
        var sample = sample
        sample.uid = "made-by-another-client-quiet-\(number)"
        return Array(sample.upstream.utf8)
    }

    /// The device itself, emptied and honest from now on.
    private mutating func judgeSame() async throws {
        var phone = HonestLife.phone(world, life.scene)
        phone.store.memory.sessions = 77
        let report = try await phone.sync()
        if let failure = report.failure { broken.append("the device itself, honest again, failed: \(failure)") }
    }
}
