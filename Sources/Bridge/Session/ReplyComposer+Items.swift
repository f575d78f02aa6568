import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// One planned change as a command of the message, and what the reply then promises.
extension ReplyComposer {
    /// Puts planned changes into the message. False at the first that does not fit.
    mutating func place(
        _ planned: [OutgoingChanges.Planned], _ index: Int, _ exchange: inout Exchange
    ) throws -> Bool {
        for one in planned where !told.contains(one.link.id) {
            exchange.service.dependencies.marks?(one.mark)
            switch one {
            case .acknowledge(let link):
                exchange.commits.append { try $0.update(link) }
            case .forget(let link):
                exchange.commits.append { try $0.remove(link.id) }
            case .unmapped:
                // A device that could not say what its user changed says that first: a slow sync would undo deletions.
                // Matching, which would find it, may be over when a session is resumed.
                let session = exchange.state.datastores[index]
                if session.mode == .twoWay || session.isResumed == true {
                    exchange.state.datastores[index].needsSlowSync = true
                }
            case .unshowable(let link, let reason):
                keepBack(link, reason: reason, index, &exchange)
            case .delete(let link):
                guard placeDelete(link, index, &exchange) else { return false }
            case .add(let link, _, _, _) where exchange.state.datastores[index].room == 0:
                leaveOut(link, index, &exchange)
            case .add(let link, let view, let format, let revision):
                guard placeText(.add, link, view, format, revision, index, &exchange) else { return false }
            case .replace(let link, _, _, _) where exchange.postponesReplaces(of: index):
                exchange.commits.append { store in
                    var link = link
                    link.stayDue()
                    try store.update(link)
                }
            case .replace(let link, let view, let format, let revision):
                let operation = link.isAsked ? SessionState.Operation.ask : .replace
                guard placeText(operation, link, view, format, revision, index, &exchange) else { return false }
            }
            told.insert(one.link.id)
        }
        return true
    }

    private mutating func placeDelete(_ link: Link, _ index: Int, _ exchange: inout Exchange) -> Bool {
        guard let luid = link.luid else {
            exchange.commits.append { try $0.remove(link.id) }
            return true
        }
        let commandID = packer.nextCommandID()
        var command = ItemCommand(commandID: commandID)
        command.items = [Item(target: Location(uri: luid.rawValue))]
        guard packer.addToSync(.delete(command)) else { return false }
        note(.change(datastore: index, link: link.id, .delete), commandID, &exchange)
        let session = exchange.record.id
        exchange.commits.append { store in
            var link = link
            link.state = .deleting
            link.touchedIn = session
            try store.update(link)
        }
        return true
    }

    private mutating func placeText(
        _ operation: SessionState.Operation, _ link: Link, _ view: [UInt8], _ format: ItemFormat, _ revision: Int64,
        _ index: Int, _ exchange: inout Exchange
    ) -> Bool {
        let (data, coding) = exchange.wire(view, as: format, in: index)
        if operation != .ask, let most = exchange.state.datastores[index].filter?.maxBytes, data.count > most {
            exchange.logger.info(
                "an item is larger than the device wants",
                metadata: exchange.metadata(exchange.state.datastores[index].serverName))
            if link.luid == nil { exchange.commits.append { try $0.remove(link.id) } }
            return true
        }
        if let most = exchange.state.maxObjectSize, most > 0, data.count > most {
            keepBack(link, reason: "larger than the \(most) bytes the device takes", index, &exchange)
            return true
        }
        let commandID = packer.nextCommandID()
        let whole = OutgoingCommand(operation: operation, link: link, format: format, coding: coding)
        if packer.addToSync(whole.command(commandID, data: data, size: nil, moreData: false)) {
            note(.change(datastore: index, link: link.id, operation), commandID, &exchange)
            offer(operation, link, view, revision, index, &exchange)
            return true
        }
        return placeLarge(whole, view, data, revision, index, &exchange)
    }

    /// The device wants no more items: the link of one that it does not have goes again, and everything is looked at once there is room.
    private func leaveOut(_ link: Link, _ index: Int, _ exchange: inout Exchange) {
        exchange.state.datastores[index].isCut = true
        exchange.commits.append { try $0.remove(link.id) }
    }

    func note(_ purpose: SessionState.Purpose, _ commandID: String, _ exchange: inout Exchange) {
        exchange.state.outstanding.sent(
            messageID: packer.header.messageID, commandID: commandID, purpose: purpose)
    }

    /// The view is on its way: both it and what the device held before are kept until a Status comes.
    func offer(
        _ operation: SessionState.Operation, _ link: Link, _ view: [UInt8], _ revision: Int64, _ index: Int,
        _ exchange: inout Exchange
    ) {
        let session = exchange.record.id
        if operation == .add, let room = exchange.state.datastores[index].room {
            exchange.state.datastores[index].room = max(0, room - 1)
        }
        exchange.commits.append { store in
            var link = link
            link.offered = view
            link.offeredRevision = revision
            link.touchedIn = session
            switch operation {
            case .add:
                link.state = .offered
                link.luid = nil
            case .replace, .ask, .delete:
                link.state = .linked
            }
            try store.update(link)
        }
    }

    func keepBack(_ link: Link, reason: String, _ index: Int, _ exchange: inout Exchange) {
        let name = exchange.state.datastores[index].serverName
        exchange.logger.notice(
            "an item cannot be shown to the device",
            metadata: exchange.metadata(name).merging(["reason": "\(reason)"]) { $1 })
        exchange.state.datastores[index].tally.rejected += 1
        let entry = JournalEntry(
            at: exchange.now, account: exchange.account.id, device: exchange.device.id, session: exchange.record.id,
            uid: link.part.uid, action: .note, detail: "not shown to the device: \(reason)")
        exchange.commits.append { store in
            var kept = link
            if kept.luid == nil {
                kept.state = .refused(code: StatusCode.entityTooLarge)
                if let id = kept.resource, let head = try store.head(id) { kept.revision = head.revision }
            }
            try store.update(kept)
            _ = try store.append(entry)
        }
    }
}
