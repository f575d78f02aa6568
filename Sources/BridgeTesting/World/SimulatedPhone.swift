import Bridge
import Phone
import SyncMLFront
import SyncTypes

/// A phone of the world: its memory, its configuration, and one sync after another.
public struct SimulatedPhone: Sendable {
    /// How it is set up.
    public var configuration: PhoneConfiguration
    /// Its items and memory.
    public var store = MemoryStore()
    /// What may happen to its messages on the way.
    public var line: PhoneLine
    private let world: World

    /// A phone of `alice` that speaks to the world's bridge.
    public init(_ world: World, id: String, change: (inout PhoneConfiguration) -> Void = { _ in }) {
        var configuration = PhoneConfiguration(
            url: "http://bridge.example/syncml", user: "alice", password: "secret", deviceID: id,
            authentication: .basic)
        change(&configuration)
        self.configuration = configuration
        self.world = world
        self.line = PhoneLine(world: world)
    }

    /// One sync of all stores, or of those named with a mode. `resumes`: it asks to resume what broke off. `suspendsAfter`: it
    /// suspends its session after so many messages.
    @discardableResult
    public mutating func sync(
        _ modes: [String: SyncMode]? = nil, resumes: Bool = false, suspendsAfter: Int? = nil
    ) async throws(PhoneError) -> PhoneReport {
        world.clock.advance(60)
        var environment = PhoneEnvironment(now: world.clock.now)
        environment.resumes = resumes
        environment.suspendsAfter = suspendsAfter
        var session = PhoneSession(configuration, store: store, modes: modes, environment: environment)
        let step = await PhoneDriver.run(&session, over: line)
        store = session.store
        switch step {
        case .finished(let report): return report
        case .failed(let error): throw error
        case .send: throw PhoneError(.misuse, "a driver never ends with a message to send")
        }
    }

    /// The texts of a store, sorted.
    public func texts(_ name: String) -> [String] {
        (store.items[name] ?? [:]).values.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// The user adds or changes an item.
    public mutating func edit(_ name: String, _ luid: String, _ text: String) {
        store.items[name, default: [:]][luid] = Array(text.utf8)
    }

    /// The user deletes an item.
    public mutating func delete(_ name: String, _ luid: String) { store.items[name]?[luid] = nil }
}
