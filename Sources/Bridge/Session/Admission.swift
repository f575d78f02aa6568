import Crypto
import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Synchronization

/// The first message of a session: who is it, which device, and a session of its own, or a challenge.
///
/// Nothing is stored for somebody who has proven nothing: the nonce of an unknown device is computed from its name, the hour
/// and the server's secret, so that it can be checked when it comes back.
struct Admission: Sendable {
    let service: BridgeService
    let incoming: Incoming

    private var message: Message { incoming.message }
    private var deviceID: DeviceID { DeviceID(message.header.source.uri) }

    /// Verifies, enrols, opens the session and runs the message in it.
    func run() async throws -> ExchangeReply {
        var machine = AuthenticationMachine()
        switch machine.received(message) {
        case .proceed:
            return challenge(StatusCode.missingCredentials, user: nil)
        case .challenge(let code, let user):
            log("challenged", user: user)
            // One that nobody could read is as wrong as any.
            return code == StatusCode.invalidCredentials && isSecondMiss ? refuse(code) : challenge(code, user: user)
        case .verifyBasic(let user, let password):
            switch await signIn(user: user, password: password) {
            case .accepted(let account):
                return try await open(account, code: machine.accepted(), machine, answersDigest: false)
            case .rejected:
                log("wrong password or unknown user", user: user)
                return guessed(user)
            case .noUpstream:
                log("unknown user and no upstream to ask", user: user)
                return challenge(StatusCode.invalidCredentials, user: user)
            case .disabled:
                log("account is disabled", user: user)
                return refuse(StatusCode.forbidden)
            case .unavailable(let retryAfter):
                log("upstream does not answer", user: user)
                return refuse(StatusCode.serviceUnavailable, retryAfter: retryAfter)
            }
        case .verifyDigest(let user, let digest):
            switch service.directory.digestPasswords(of: user) {
            case .known(let account, let passwords):
                guard try isRight(digest, user: user, passwords: passwords, account: account) else {
                    log("digest does not match", user: user)
                    return guessed(user)
                }
                return try await open(account, code: machine.accepted(), machine, answersDigest: true)
            case .unknownUser, .noPassword:
                log("no password known for a digest", user: user)
                return guessed(user)
            case .disabled:
                log("account is disabled", user: user)
                return refuse(StatusCode.forbidden)
            }
        }
    }

    /// Judges a password, or says in time that nobody can tell yet. A login upstream goes on behind that.
    private func signIn(user: String, password: String) async -> SignIn {
        let directory = service.directory
        guard let wait = service.dependencies.wait else {
            return await directory.signIn(user: user, password: password)
        }
        let first = FirstValue<SignIn>()
        let timer = Task {
            await wait(BridgeService.loginPatience)
            guard !Task.isCancelled else { return }
            let known = directory.signInOffline(user: user, password: password)
            first.give(known ?? .unavailable(retryAfter: Self.slowLoginRetry))
        }
        Task { first.give(await directory.signIn(user: user, password: password)) }
        defer { timer.cancel() }
        return await first.value
    }

    // MARK: - Digests and nonces

    private func isRight(_ digest: [UInt8], user: String, passwords: [String], account: Account) throws -> Bool {
        let nonces: [[UInt8]]
        if let device = try service.dependencies.store.read({ try $0.device(account.id, deviceID) }),
            let kept = device.nonce
        {
            // By what it has said of itself: a User-Agent would let anybody do without.
            let isFree = service.profile(of: device, userAgent: nil).quirks.ignoresNonces
            nonces = [kept] + Nonce.computed(for: deviceID, service.dependencies) + (isFree ? [[]] : [])
        } else {
            // A device that never got a nonce hashes with an empty one.
            nonces = Nonce.computed(for: deviceID, service.dependencies) + [[]]
        }
        for password in passwords {
            for nonce in nonces {
                let expected = CredentialDigest.md5(
                    user: user, password: password, nonce: nonce, version: message.header.version)
                if ConstantTime.equal(expected, digest) { return true }
            }
        }
        return false
    }

    // MARK: - A session of its own

    private func open(
        _ account: Account, code: Int, _ machine: AuthenticationMachine, answersDigest: Bool
    ) async throws -> ExchangeReply {
        let dependencies = service.dependencies
        service.guesses.withLock {
            $0.hit(
                user: account.name, address: incoming.request.remoteAddress, device: deviceID.rawValue,
                at: dependencies.clock())
        }
        guard try !isCrowded(account) else {
            log("too many sessions of this account", user: account.name)
            return refuse(StatusCode.retryLater, retryAfter: Self.crowdedRetry)
        }
        let now = dependencies.clock()
        let token = HexDigits.of(dependencies.random(16))
        let nonce = answersDigest ? dependencies.random(12) : nil
        var state = SessionState()
        state.authentication = machine
        state.nextMessageID = max(1, Int(message.header.messageID) ?? 1)
        let resumed = try resumed(account)
        let record: SessionRecord = try dependencies.store.write { [state] store in
            let device = try enrol(in: account, store, now: now, nonce: nonce)
            let fence = try store.nextFence(device)
            if let (left, old) = resumed {
                let (state, unfinished) = old.resumed(state.authentication, messageID: state.nextMessageID)
                if let unfinished { try store.withdrawOffer(unfinished) }
                return try reopen(left, state, store, fence: fence, token: token, now: now)
            }
            var state = state
            if try store.hasBrokenOff(device) { state.followsBreak = true }
            // Broken-off sessions pile up: the newest few are kept for repeated messages.
            try store.endSessions(of: device, keeping: max(0, service.settings.limits.sessionsPerDevice - 1), at: now)
            var record = SessionRecord(
                device: device, sessionID: message.header.sessionID, fence: fence, token: token, startedAt: now,
                updatedAt: now, version: message.header.version.rawValue, encoding: incoming.encoding.rawValue,
                state: try SessionCoding.encode(state))
            record.id = try store.insert(record)
            return record
        }
        var exchange = try Exchange(service: service, incoming: incoming, record: record)
        exchange.headerCode = code
        let unheard = service.challenged.withLock { $0.take(attempt, at: now) }
        if message.bringsNothing { exchange.unheard = unheard }
        if let nonce { exchange.headerChallenge = Challenge.md5(nonce: nonce) }
        return try await exchange.run()
    }

    /// The session that the message resumes.
    private func resumed(_ account: Account) throws -> (SessionRecord, SessionState)? {
        let store = service.dependencies.store
        guard let device = try store.read({ try $0.device(account.id, deviceID) }) else { return nil }
        return try Resumption(store: store, message: message).find(device.id)
    }

    /// Lets a session go on in its row, under a new name of its own.
    private func reopen(
        _ left: SessionRecord, _ state: SessionState, _ store: StoreWriter, fence: Int, token: String, now: Int64
    ) throws -> SessionRecord {
        var record = left
        record.sessionID = message.header.sessionID
        record.fence = fence
        record.token = token
        record.updatedAt = now
        record.endedAt = nil
        record.encoding = incoming.encoding.rawValue
        record.state = try SessionCoding.encode(state)
        record.lastMessageID = nil
        record.lastRequestHash = nil
        record.lastReply = nil
        record.lastReplyContentType = nil
        try store.reopen(record)
        return record
    }

    /// Seconds after which a device of a crowded account may try again.
    private static let crowdedRetry = 60
    /// Seconds after which a device whose login takes time may come again.
    private static let slowLoginRetry = 30

    /// True when the account's other devices hold as many sessions as it may have.
    private func isCrowded(_ account: Account) throws -> Bool {
        let limits = service.settings.limits
        let now = service.dependencies.clock()
        let idle = Int64(limits.idleSessionSeconds)
        // Those of a future from which the clock was set back do not count: they would do so until it has caught up.
        let open = try service.dependencies.store.read {
            try $0.openSessionCount(account.id, besides: deviceID, heardOf: (now - idle)...(now + idle))
        }
        return open >= limits.sessionsPerAccount
    }

    /// The device's row, made at its first visit.
    private func enrol(in account: Account, _ store: StoreWriter, now: Int64, nonce: [UInt8]?) throws -> DeviceRow {
        if var device = try store.device(account.id, deviceID) {
            device.lastSeen = now
            if let nonce { device.nonce = nonce }
            device.version = message.header.version.rawValue
            device.serverURI = message.header.target.uri
            try store.update(device)
            return device.id
        }
        service.dependencies.logger.info(
            "new device", metadata: ["account": "\(account.name)", "device": "\(deviceID)"])
        return try store.insert(
            Device(
                account: account.id, deviceID: deviceID, nonce: nonce, firstSeen: now, lastSeen: now,
                version: message.header.version.rawValue, serverURI: message.header.target.uri))
    }

    // MARK: - Guesses

    private var attempt: ChallengeMemory.Attempt {
        ChallengeMemory.Attempt(
            address: incoming.request.remoteAddress, device: deviceID.rawValue, session: message.header.sessionID)
    }

    /// True when the session has been challenged for a wrong credential before.
    private var isSecondMiss: Bool {
        service.challenged.withLock {
            $0.missed(attempt, messageID: message.header.messageID, at: service.dependencies.clock())
        }
    }

    /// The answer to a wrong credential: a challenge, and to the second one of a session none. Who has sent many waits for it.
    private func guessed(_ user: String) -> ExchangeReply {
        var reply =
            isSecondMiss
            ? refuse(StatusCode.invalidCredentials) : challenge(StatusCode.invalidCredentials, user: user)
        let pause = service.guesses.withLock {
            $0.missed(
                user: user, address: incoming.request.remoteAddress, device: deviceID.rawValue,
                at: service.dependencies.clock())
        }
        if pause > 0 {
            service.dependencies.logger.warning(
                "many wrong credentials",
                metadata: incoming.metadata.merging([
                    "user": "\(user)", "remote": "\(incoming.request.remoteAddress)", "pause": "\(pause) s",
                ]) { $1 })
        }
        reply.pause = pause
        return reply
    }

    // MARK: - Refusals: every command gets the header's status

    private func challenge(_ code: Int, user: String?) -> ExchangeReply {
        service.challenged.withLock {
            $0.keep(
                message, of: attempt, bytes: incoming.request.body.count, at: service.dependencies.clock())
        }
        let challenge: Challenge
        switch service.directory.challenge(for: user) {
        case .basic: challenge = .basic
        case .md5: challenge = .md5(nonce: Nonce.computed(for: deviceID, service.dependencies)[0])
        }
        return refuse(code, challenge: challenge)
    }

    private func refuse(_ code: Int, challenge: Challenge? = nil, retryAfter: Int? = nil) -> ExchangeReply {
        var reply = RefusalReply(incoming: incoming, code: code)
        reply.challenge = challenge
        reply.retryAfter = retryAfter
        let encoded = reply.encoded()
        service.keepRefusal(incoming, encoded)
        return encoded
    }

    private func log(_ what: String, user: String?) {
        service.dependencies.logger.notice(
            "\(what)", metadata: incoming.metadata.merging(["user": "\(user ?? "")"]) { $1 })
    }
}

/// Nonces that need no memory: an HMAC of the device's name and the hour.
enum Nonce {
    /// This hour's and the last hour's, 12 bytes each, newest first.
    static func computed(for device: DeviceID, _ dependencies: Dependencies) -> [[UInt8]] {
        let hour = dependencies.clock() / 3600
        return [hour, hour - 1].map { hour in
            dependencies.secrets.authenticator(of: Array("nonce \(hour) \(device.rawValue)".utf8), bytes: 12)
        }
    }
}

extension Message {
    /// True for one that proves who its device is and says nothing more.
    fileprivate var bringsNothing: Bool {
        commands.allSatisfy { command in
            switch command {
            case .status: true
            case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .map, .sync, .sequence, .atomic,
                .exec, .search, .unknown:
                false
            }
        }
    }
}
