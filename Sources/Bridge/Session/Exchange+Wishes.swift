import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// What the device's URL and its administrator want of a session.
extension Exchange {
    /// Reads both with the first message; later ones go to the session's own URL.
    mutating func readWishes() {
        guard state.parameters == nil else { return }
        let parameters = URLParameters(query: incoming.request.query)
        state.parameters = parameters
        state.once = device.once
        if parameters.push == true { switchAlertsOn() }
        guard !parameters.unknown.isEmpty else { return }
        logger.notice(
            "the device's URL has parameters that mean nothing",
            metadata: incoming.metadata.merging(["parameters": "\(parameters.unknown.joined(separator: " "))"]) { $1 })
    }

    /// `push`: the device is alerted from now on, unless an administrator has said no.
    private mutating func switchAlertsOn() {
        let key = DeviceSetting.alerts.rawValue
        guard device.settings[key] == nil else { return }
        device.settings[key] = "on"
        let row = device.id
        commits.append { store in
            guard var device = try store.device(row), device.settings[key] == nil else { return }
            device.settings[key] = "on"
            try store.update(device)
        }
        logger.info("alerts are on", metadata: incoming.metadata)
    }

    /// The formats that are wished for.
    var wish: FormatWish { state.parameters?.format ?? FormatWish(device: device, account: account) }

    /// Tells that a mode that erases did not run, and how to have it.
    func tellWithheld(_ outcome: ModeDecision.Outcome, _ serverName: String) throws {
        guard let withheld = outcome.withheld else { return }
        let words =
            "mode \(withheld.rawValue) (\(withheld.words)) was asked for and would erase; \(outcome.mode.words) ran instead;"
            + " footbridge device once \(device.id) \(withheld.rawValue) lets it run once"
        logger.notice(
            "a mode that erases needs approval",
            metadata: metadata(serverName).merging(["mode": "\(withheld.rawValue)"]) { $1 })
        try note(words, serverName)
    }

    /// The device refused our Alert of another mode than it asked for: what it sends are changes, which are taken as such. Nothing is
    /// erased and nothing sent, and the next sync compares everything.
    mutating func alertRefused(_ index: Int, _ code: Int) throws {
        let session = state.datastores[index]
        logger.notice(
            "the device refuses another mode than it asked for",
            metadata: metadata(session.serverName).merging(["status": "\(code)", "mode": "\(session.mode.words)"]) {
                $1
            })
        // What it sends is kept all the same, and that is all that becomes of it.
        guard session.mode != .backup else { return }
        try note(
            "the device refused mode \(session.mode.words) with status \(code); its next sync compares everything",
            session.serverName)
        try standAside(index)
    }

    /// Nothing more is sent in this session and nothing erased; the next one compares everything.
    mutating func standAside(_ index: Int) throws {
        let session = state.datastores[index]
        if session.mode.emptiesClient { try store.write { try $0.restoreFormerLinks(of: session.row) } }
        state.datastores[index].mode = .oneWayFromClient
        state.datastores[index].mayErase = nil
        state.datastores[index].needsSlowSync = true
    }

    /// A line of the journal about a datastore.
    func note(_ words: String, _ serverName: String) throws {
        let entry = JournalEntry(
            at: now, account: account.id, device: device.id, session: record.id, uid: "", action: .note,
            summary: serverName, detail: words)
        try store.write { _ = try $0.append(entry) }
    }
}

extension NumberedMode {
    /// As people write it.
    var words: String {
        switch self {
        case .slowToServer: "erase the server, then copy the device"
        case .slowToClient: "erase the device, then copy the server"
        case .twoWay, .slow, .updateServer, .refreshServer, .updateClient, .refreshClient, .resetClient: mode.words
        }
    }
}

extension Device {
    /// Where an administrator's wish for one sync is kept; no key of `device set`.
    private static let onceKey = "once"

    /// The mode that an administrator wants with the next sync, and approves; nil: none.
    var once: NumberedMode? {
        get { settings[Self.onceKey].flatMap { Int($0) }.flatMap(NumberedMode.init(rawValue:)) }
        set { settings[Self.onceKey] = newValue.map { String($0.rawValue) } }
    }
}
