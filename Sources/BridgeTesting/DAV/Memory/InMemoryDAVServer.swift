import DAVClient
import SyncTypes
import Synchronization

/// A CalDAV/CardDAV server in memory that answers the client's requests directly. Deterministic: ETags come from content
/// or a counter, times from the clock passed in. It shares no code with the client beyond the HTTP types and Markup.
public final class InMemoryDAVServer: HTTPTransport {
    private struct State: Sendable {
        var world: DAVWorld
        var fault: (@Sendable (HTTPRequest) -> Fault?)?
        var requests: [HTTPRequest] = []
    }

    /// "http://dav.example": where requests must go.
    public let origin: String
    /// True for a server that keeps a second card under a known UID.
    public let keepsCardTwins: Bool
    private let now: @Sendable () -> Int64
    private let state: Mutex<State>

    /// An empty server. `now` gives seconds since 1970.
    public init(
        origin: String = "http://dav.example", behaviour: ServerBehaviour = .honest,
        now: @escaping @Sendable () -> Int64 = { 1_700_000_000 }
    ) {
        self.origin = origin
        keepsCardTwins = behaviour.allowsCardTwins || behaviour.uidTwin == .allowed
        self.now = now
        state = Mutex(State(world: DAVWorld(behaviour: behaviour, origin: origin)))
    }

    /// Answers one request; the fault hook is asked first.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        let result: Result<HTTPReply, TransportError> = state.withLock { state in
            state.requests.append(request)
            let fault = state.fault?(request)
            // A reply that is altered on the way has been given.
            if let fault, fault.moment == .before { return fault.outcome.result(instead: HTTPReply(status: 503)) }
            let reply = state.world.answer(request, now: now())
            return fault?.outcome.result(instead: reply) ?? .success(reply)
        }
        return try result.get()
    }

    // MARK: The admin's hands

    /// Adds a user with principal and homes.
    public func addUser(_ name: String, password: String) {
        state.withLock { $0.world.passwords[name] = password }
    }

    /// Adds an address book, or a calendar for one or several kinds. Returns its href.
    @discardableResult
    public func addCollection(
        user: String, name: String, kinds: Set<ItemKind>, displayName: String? = nil, isWritable: Bool = true
    ) -> Href {
        let time = now()
        return state.withLock { state in
            let isBook = kinds.contains(.contact)
            let home = isBook ? state.world.addressBookHome(user) : state.world.calendarHome(user)
            let names: [(ItemKind, String)] = [(.event, "VEVENT"), (.task, "VTODO"), (.note, "VJOURNAL")]
            state.world.counter += 1
            var collection = DAVWorld.Collection(
                owner: user, displayName: displayName ?? name,
                components: isBook ? nil : names.filter { kinds.contains($0.0) }.map(\.1),
                generation: state.world.counter, changedAt: time)
            collection.isWritable = isWritable
            state.world.collections[home + name + "/"] = collection
            return Href(DAVXML.wire(home + name + "/"))
        }
    }

    /// Adds a folder of plain files. Returns its href.
    @discardableResult
    public func addFolder(user: String, name: String) -> Href {
        let time = now()
        return state.withLock { state in
            state.world.counter += 1
            var folder = DAVWorld.Collection(
                owner: user, displayName: name, components: nil, generation: state.world.counter, changedAt: time)
            folder.isFolder = true
            let path = state.world.files(user) + name + "/"
            state.world.collections[path] = folder
            return Href(DAVXML.wire(path))
        }
    }

    /// Changes the server's habits from now on.
    public func setBehaviour(_ behaviour: ServerBehaviour) {
        state.withLock { $0.world.behaviour = behaviour }
    }

    /// Makes a collection read-only or writable again for its user.
    public func setWritable(_ collection: Href, _ isWritable: Bool) {
        state.withLock { $0.world.collections[collection.canonical]?.isWritable = isWritable }
    }

    /// All sync tokens given so far are dead from now on. Tokens made of seconds cannot die: there the tombstones go, and
    /// everything counts as written now, as after a backup was restored.
    public func expireTokens() {
        let time = now()
        state.withLock { $0.world.expireTokens(now: time) }
    }

    /// Removes a collection with all its members.
    public func removeCollection(_ href: Href) {
        state.withLock { $0.world.collections[href.canonical] = nil }
    }

    /// A user's principal, and with it all that lies below, gets another name; login and password stay.
    public func renamePrincipal(_ user: String, to name: String) {
        state.withLock { $0.world.renamePrincipal(user, to: name) }
    }

    // MARK: A third party's hands

    /// Stores a body as another client would, without conditions. The collection must be there.
    public func put(_ href: Href, body: [UInt8]) {
        let time = now()
        state.withLock { state in
            // What somebody else wrote at the same moment is nobody's stale ETag: no client could defend it.
            state.world.race = nil
            state.world.keep(body, at: href.canonical, now: time)
        }
    }

    /// Stores a text as another client would.
    public func put(_ href: Href, _ text: String) { put(href, body: Array(text.utf8)) }

    /// What lies at an href; nil for nothing.
    public func get(_ href: Href) -> [UInt8]? { state.withLock { $0.world.member(href.canonical)?.body } }

    /// The ETag of what lies at an href.
    public func etag(_ href: Href) -> ETag? {
        state.withLock { $0.world.member(href.canonical)?.etag.map { ETag($0) } }
    }

    /// Removes a member as another client would.
    public func delete(_ href: Href) {
        let time = now()
        state.withLock { $0.world.remove(href.canonical, now: time) }
    }

    /// All members of a collection with their bodies.
    public func members(of collection: Href) -> [Href: [UInt8]] {
        state.withLock { state in
            let members = state.world.collections[collection.canonical]?.members ?? [:]
            return Dictionary(
                uniqueKeysWithValues: members.map {
                    (Href(DAVXML.wire(collection.canonical + $0.key)), $0.value.body)
                })
        }
    }

    // MARK: The observer's hands

    /// Asked before each request; nil lets it pass. It runs inside the server's lock and must not call the server.
    public func setFault(_ hook: (@Sendable (HTTPRequest) -> Fault?)?) { state.withLock { $0.fault = hook } }

    /// The requests so far, in order of arrival.
    public var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// Forgets the requests so far.
    public func forgetRequests() { state.withLock { $0.requests = [] } }
}

extension Fault.Outcome {
    fileprivate func result(instead own: HTTPReply) -> Result<HTTPReply, TransportError> {
        switch self {
        case .altered(let change): .success(change(own))
        case .reply(let reply): .success(reply)
        case .error(let error): .failure(error)
        }
    }
}
