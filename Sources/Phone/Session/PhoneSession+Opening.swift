import Markup
import SyncMLFront
import SyncTypes

/// Package 1: Put, Get and one Alert a store (DS Protocol section 5.1), at the start and after a challenge.
extension PhoneSession {
    /// Fills the outbox with package 1.
    mutating func open(offersInformation: Bool) {
        phase = .opening(isSent: false)
        let habits = configuration.habits
        var information: [Outbound] = []
        if habits.putsInformation, offersInformation { information.append(Outbound(.put(put()), awaits: .nothing)) }
        if habits.asksInformation { information.append(Outbound(.get(get()), awaits: .nothing)) }
        let alerts = exchanges.indices.map { Outbound(.alert(alert($0)), awaits: .alert($0)) }
        outbox += habits.putsAfterAlerts ? alerts + information : information + alerts
    }

    /// Says package 1 again with the credentials that the challenge asked for. `header` is the server's.
    mutating func reopen(answering header: Header) -> PhoneStep {
        let habits = configuration.habits
        outbox = []
        incoming = nil
        store.memory.scheme = login.scheme
        switch habits.challenge {
        case .sameSession:
            if !header.noResponse { outbox.append(Outbound(headerStatus(header))) }
        case .newSession:
            store.memory.sessions += 1
            if !habits.constantSessionID { sessionID += 1 }
            report.sessionID = String(sessionID)
            messageID = 0
            url = configuration.url
        }
        if habits.repeatsCommandsAfterChallenge || habits.challenge == .newSession {
            awaited.removeAll()
            open(offersInformation: habits.putsAfterChallenge)
        } else {
            phase = .opening(isSent: false)
        }
        return compose()
    }

    private func put() -> Put {
        Put(
            commandID: "", meta: Meta(type: configuration.encoding.deviceInformationType), items: [informationItem()])
    }

    private func get() -> Get {
        Get(
            commandID: "", meta: Meta(type: configuration.encoding.deviceInformationType),
            items: [
                Item(target: Location(uri: configuration.version.devInfURI))
            ])
    }

    /// The phone's device information as an Item of Put or Results; without CTCap when messages are small.
    func informationItem() -> Item {
        func item(properties: Bool) -> Item {
            Item(
                source: Location(uri: configuration.version.devInfURI),
                data: .element(PhoneInformation.element(configuration, properties: properties)))
        }
        let whole = item(properties: true)
        guard let limit = sendLimit else { return whole }
        let size = WireForm.size(of: whole.element(), as: configuration.encoding, version: configuration.version)
        return size < limit / 2 ? whole : item(properties: false)
    }

    private func alert(_ index: Int) -> Alert {
        let exchange = exchanges[index]
        let last = memory(index).lastAnchor ?? AnchorText.never(configuration.habits.firstAnchor)
        let asked = exchange.requested == .slow ? AnchorText.never(configuration.habits.firstAnchor) : last
        let meta = Meta(
            lastAnchor: exchange.resumed.map(\.lastAnchor) ?? asked,
            nextAnchor: exchange.nextAnchor, maxObjectSize: announcedObjectSize)
        let item = Item(
            target: exchange.configuration.alertTarget(configuration.version),
            source: Location(uri: exchange.configuration.localURI), meta: meta)
        return Alert(
            commandID: "", credential: index == 0 ? alertCredential : nil,
            code: environment.resumes ? AlertCode.resume : openingCode(exchange.requested), items: [item])
    }

    /// The code by which a mode is asked for.
    private func openingCode(_ mode: SyncMode) -> Int {
        guard configuration.habits.echoesServerAlert == true else { return mode.alertCode }
        return AlertedMode.allCases.first { $0.mode == mode }?.rawValue ?? mode.alertCode
    }

    /// Cred inside the first Alert (Sony Ericsson K700i, Z600, K500i).
    private var alertCredential: Credential? {
        switch configuration.habits.credentials {
        case .header: nil
        case .alert, .both: login.credential
        }
    }

    /// SyncHdr of the next message.
    func header() -> Header {
        let habits = configuration.habits
        let credential: Credential?
        switch habits.credentials {
        case .header, .both: credential = login.credential
        case .alert: credential = nil
        }
        return Header(
            version: configuration.version, sessionID: String(sessionID), messageID: String(messageID),
            target: Location(uri: url),
            source: Location(uri: configuration.deviceID, name: habits.sendsUserName ? configuration.user : nil),
            credential: credential,
            meta: Meta(maxMessageSize: configuration.maxMessageSize, maxObjectSize: announcedObjectSize))
    }

    /// MaxObjSize is an element of 1.1 and later.
    private var announcedObjectSize: Int? {
        switch configuration.version {
        case .v10: nil
        case .v11, .v12: configuration.maxObjectSize
        }
    }

    /// What the phone remembers of a store.
    func memory(_ index: Int) -> StoreMemory {
        store.memory.stores[exchanges[index].configuration.name] ?? StoreMemory()
    }

    /// Changes what the phone remembers of a store.
    mutating func remember(_ index: Int, _ change: (inout StoreMemory) -> Void) {
        change(&store.memory.stores[exchanges[index].configuration.name, default: StoreMemory()])
    }
}
