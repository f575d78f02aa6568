import DAVClient
import Logging
import Mapping
import SyncMLFront
import Synchronization

/// When accounts were last polled, and when devices' alerts failed, in seconds since 1970 UTC. Lost with the process: everything is
/// then tried at once.
struct AlertMemory: Sendable {
    var polled: [AccountRow: Int64] = [:]
    var failed: [DeviceRow: Int64] = [:]
}

/// Server alerted syncs: what the shell calls every minute.
extension BridgeService {
    /// Looks for changes of the accounts whose devices are to be alerted, and alerts those that have something to hear. Does nothing
    /// without a way to deliver.
    public func alertDevices() async {
        guard let hook = dependencies.alerts else { return }
        do {
            let (devices, sessions) = try dependencies.store.read { try ($0.devices(), $0.openSessions()) }
            let busy = Set(sessions.map(\.device))
            let wanting = Dictionary(grouping: devices.filter(\.wantsAlerts), by: \.account)
            for (account, devices) in wanting.sorted(by: { $0.key < $1.key }) {
                guard let account = try dependencies.store.read({ try $0.account(account) }), account.isEnabled else {
                    continue
                }
                try await poll(account, for: devices)
                for device in devices {
                    guard await tryAlert(device, of: account, isInSession: busy.contains(device.id), through: hook)
                    else { return }
                }
            }
        } catch {
            dependencies.logger.error("devices not alerted", metadata: ["error": "\(error)"])
        }
    }

    /// Alerts one device if there is reason to; what is wrong with it is not the others' concern. False when no alert goes out at
    /// present.
    private func tryAlert(
        _ device: Device, of account: Account, isInSession: Bool, through hook: any AlertHook
    ) async -> Bool {
        do {
            return try await alert(device, of: account, isInSession: isInSession, through: hook)
        } catch {
            dependencies.logger.error(
                "device not alerted",
                metadata: ["account": "\(account.name)", "device": "\(device.deviceID)", "error": "\(error)"])
            return true
        }
    }

    /// Brings the mirrors that the devices see up to date, when it is time. Accounts whose login nobody has lent lately wait for their
    /// next session; what others bring meanwhile is in the mirrors anyway.
    private func poll(_ account: Account, for devices: [Device]) async throws {
        let now = dependencies.clock()
        let last = alertMemory.withLock { $0.polled[account.id] }
        guard AlertDecision.isPollDue(last: last, everySeconds: Int64(settings.alerts.pollSeconds), now: now),
            !isQuiet(account.id, now: now), let client = try? client(of: account)
        else { return }
        alertMemory.withLock { $0.polled[account.id] = now }
        let shown = try dependencies.store.read { store in
            let datastores = try devices.flatMap { try store.datastores(of: $0.id) }
            return Set(try datastores.flatMap { try store.collections(of: $0.id).map(\.collection) })
        }
        let refresh = refresh(for: account, through: client, dependencies.logger)
        do {
            for collection in shown.sorted() { try await refresh(collection, .changes) }
        } catch let error as DAVError {
            if error.code == .unauthorized { directory.passwordRefused(account: account) }
            didNotAnswer(account.id, retryAfter: error.retryAfter, now: now)
            dependencies.logger.notice(
                "not looked for changes", metadata: ["account": "\(account.name)", "reason": "\(error)"])
        }
    }

    private func alert(
        _ device: Device, of account: Account, isInSession: Bool, through hook: any AlertHook
    ) async throws -> Bool {
        let now = dependencies.clock()
        guard try decision(device, isInSession: isInSession, now: now) == .look else { return true }
        let found = try DeviceNews(
            settings: settings, dependencies: dependencies, account: account, device: device
        ).find()
        let news = found.filter(\.isNews).map(\.datastore)
        guard !news.isEmpty else {
            // What concerns others is not looked at again.
            try note(found, alertedAt: nil)
            return true
        }
        do {
            let parcel = try AlertComposer(settings: settings, random: dependencies.random)
                .parcel(device, of: account, about: news, .twoWay, .background)
            try await hook.deliver(parcel)
            try note(found, alertedAt: now)
            alertMemory.withLock { $0.failed[device.id] = nil }
            dependencies.logger.info(
                "device alerted",
                metadata: [
                    "account": "\(account.name)", "device": "\(device.deviceID)",
                    "datastores": "\(parcel.datastores.joined(separator: " "))",
                ])
            return true
        } catch let error as AlertError {
            alertMemory.withLock { $0.failed[device.id] = now }
            dependencies.logger.warning(
                "device not alerted",
                metadata: [
                    "account": "\(account.name)", "device": "\(device.deviceID)", "code": "\(error.code.rawValue)",
                    "reason": "\(error.reason)",
                ])
            return !error.concernsAll
        }
    }

    private func decision(_ device: Device, isInSession: Bool, now: Int64) throws -> AlertDecision {
        let datastores = try dependencies.store.read { try $0.datastores(of: device.id) }
        return AlertDecision.decide(
            AlertDecision.Known(
                isInSession: isInSession, lastSeen: device.lastSeen,
                lastAlerted: datastores.compactMap(\.alertedAt).max(),
                lastFailed: alertMemory.withLock { $0.failed[device.id] }),
            quietSeconds: Int64(settings.alerts.quietSeconds), now: now)
    }

    /// Keeps what was looked through and, of what there was news, when the device was told.
    private func note(_ found: [DeviceNews.Found], alertedAt: Int64?) throws {
        guard !found.isEmpty else { return }
        try dependencies.store.write { store in
            for one in found {
                if one.isNews, let alertedAt { try store.noteAlert(one.datastore.id, at: alertedAt) }
                let shown = Set(try store.collections(of: one.datastore.id).map(\.collection))
                for (collection, revision) in one.through where shown.contains(collection) {
                    try store.setAlerted(one.datastore.id, collection, revision)
                }
            }
        }
    }
}
