import SyncMLFront
import SyncTypes

/// The server's Statuses for the phone's commands (Representation Protocol, Status).
extension PhoneSession {
    /// Takes one Status. Those for SyncHdr have been judged before.
    mutating func settle(_ status: Status) {
        let message = status.messageRef.isEmpty ? String(messageID) : status.messageRef
        guard let awaited = awaited.take(message: message, command: status.commandRef) else { return }
        switch awaited {
        case .nothing: break
        case .alert(let index): settleAlert(index, status.code)
        case .sync(let index): settleSync(index, status.code)
        case .change(let index, let change, let isWhole): settleChange(index, change, isWhole, status.code)
        case .map(let index, let maps): settleMap(index, maps, status.code)
        }
    }

    /// 508: the anchors do not agree; the server's own Alert usually follows and says the same.
    private mutating func settleAlert(_ index: Int, _ code: Int) {
        if PhoneSession.isGood(code) { return }
        if code == StatusCode.refreshRequired {
            exchanges[index].startOver()
            if !configuration.habits.ignoresForcedSlow { exchanges[index].mode = .slow }
            return
        }
        drop(index, code)
    }

    private mutating func settleSync(_ index: Int, _ code: Int) {
        if PhoneSession.isGood(code) { return }
        drop(index, code)
    }

    /// Takes a store out of the session; its anchors stay, so that the next session tries again. After 508 they go.
    mutating func drop(_ index: Int, _ code: Int) {
        exchanges[index].failure = code
        exchanges[index].queue = []
        exchanges[index].transfer = nil
        report.stores[index].status = code
        if code == StatusCode.refreshRequired {
            remember(index) { memory in
                memory.lastAnchor = nil
                memory.serverAnchor = nil
            }
        }
    }

    private mutating func settleChange(_ index: Int, _ change: PhoneChange, _ isWhole: Bool, _ code: Int) {
        guard isWhole else {
            // 213 for a chunk; an error ends the item.
            if !PhoneSession.isGood(code) {
                exchanges[index].transfer = nil
                remember(index) { $0.open?.transfer = nil }
                complain(index, change, code)
            } else if let transfer = exchanges[index].transfer, transfer.change == change, let digest = change.digest {
                let reached = OpenSync.Transfer(
                    luid: change.luid.rawValue, digest: digest, offset: transfer.offset)
                remember(index) { $0.open?.transfer = reached }
            }
            return
        }
        remember(index) { $0.open?.transfer = nil }
        guard PhoneSession.isGood(code) || PhoneSession.isHarmless(code, change.kind) else {
            complain(index, change, code)
            return
        }
        switch change.kind {
        case .add: report.stores[index].sent.adds += 1
        case .replace: report.stores[index].sent.replaces += 1
        case .delete: report.stores[index].sent.deletes += 1
        }
        let luid = change.luid.rawValue
        guard !exchanges[index].overwritten.contains(luid) else { return }
        remember(index) { $0.known[luid] = change.digest }
    }

    /// Reports a change that the server refused, or that cannot be sent.
    mutating func complain(_ index: Int, _ change: PhoneChange, _ code: Int) {
        report.stores[index].problems.append(
            StoreReport.Problem(
                item: change.luid.rawValue, command: change.kind.commandName, status: code, isOurs: true))
    }

    /// Names the server has taken are told; refused ones are told again next time.
    private mutating func settleMap(_ index: Int, _ maps: [PendingMap], _ code: Int) {
        guard PhoneSession.isGood(code) else { return }
        remember(index) { memory in memory.pendingMaps.removeAll { maps.contains($0) } }
    }

    private static func isGood(_ code: Int) -> Bool { StatusCode.isSuccess(code) || code == StatusCode.inProgress }

    /// 418 and 419 mean that the server has the item; a Delete of what is not there is as good as done.
    private static func isHarmless(_ code: Int, _ kind: PhoneChange.Kind) -> Bool {
        switch kind {
        case .add, .replace: code == StatusCode.alreadyExists || code == StatusCode.conflictServerWins
        case .delete: code == StatusCode.notFound || code == StatusCode.gone || code == StatusCode.conflictServerWins
        }
    }
}

extension PhoneChange.Kind {
    /// The command's name for people.
    var commandName: String {
        switch self {
        case .add: "Add"
        case .replace: "Replace"
        case .delete: "Delete"
        }
    }
}
