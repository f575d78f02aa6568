import Crypto
import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation
import Versit

/// Imports files of one account, one after the other.
struct BackupImportRun {
    let settings: Settings
    let dependencies: Dependencies
    let account: Account
    let device: Device?
    let client: DAVClient
    let isDryRun: Bool
    /// The step its journal lines belong to; made with the first of them.
    private(set) var step: UndoStepRow?
    private var collections: [CollectionRecord]?
    private var items: [Content: ServerItems] = [:]
    private var names: [CollectionRow: Set<String>] = [:]
    /// Why the server cannot be used now: the rest is left alone.
    private var outage: String?

    private struct Content: Hashable {
        let kind: ItemKind
        let format: ItemFormat
    }

    private var store: Store { dependencies.store }

    init(
        settings: Settings, dependencies: Dependencies, account: Account, device: Device?, client: DAVClient,
        isDryRun: Bool
    ) {
        self.settings = settings
        self.dependencies = dependencies
        self.account = account
        self.device = device
        self.client = client
        self.isDryRun = isDryRun
    }

    /// Imports one file. Never throws for what a server does; store errors pass through.
    mutating func take(_ file: BackupFile) async throws -> BackupImportReport.Line {
        var line = BackupImportReport.Line(file: file.name, outcome: .untried, reason: outage)
        guard outage == nil else { return line }
        do {
            try await settle(file, &line)
        } catch let error as DAVError {
            line.reason = error.reason
            line.outcome = UndoRun.isOutage(error.code) ? .untried : .failed
            if line.outcome == .untried { outage = error.reason }
        } catch let error as TranslationError {
            line.reason = error.reason
            line.outcome = .failed
        }
        return line
    }

    private mutating func settle(_ file: BackupFile, _ line: inout BackupImportReport.Line) async throws {
        line.outcome = .failed
        guard !file.text.isEmpty, let (kind, format) = file.content else {
            line.reason = file.text.isEmpty ? "the file is empty" : "it is of no type that phones speak"
            return
        }
        let content = Content(kind: kind, format: format)
        let lens = lens(for: content)
        let text = lens.meant(file.text)
        let shown = Catalogue.selection(
            for: kind, from: try await known(), wish: account.settings[AccountSetting.collections(of: kind).rawValue])
        guard let target = shown.first(where: \.isWritable) else {
            line.reason = "the account has no collection for it that can be written"
            return
        }
        let name = Self.name(of: text, in: account)
        let made = try lens.create(from: text, uid: NewResource.uid(own: lens.matchKeys(of: text).uid, name: name))
        line.summary = try ResourceReader.parts(of: made, kind: kind).summary
        var there = try await items(content, shown, seenBy: lens)
        if let reason = there.reason(whyHas: text) {
            line.outcome = .present
            line.reason = reason
            return
        }
        let (href, body) = try await place(made, text, lens, kind, name, in: target)
        if !isDryRun {
            switch try await put(body, kind, at: href, in: target, line) {
            case .done: break
            case .again, .elsewhere:
                line.outcome = .present
                line.reason = "the server has it under another name"
                return
            case .refused(let reason):
                line.reason = reason
                return
            }
        }
        line.outcome = .created
        there.note(text)
        items[content] = there
    }

    private mutating func put(
        _ body: [UInt8], _ kind: ItemKind, at href: Href, in target: CollectionRecord, _ line: BackupImportReport.Line
    ) async throws -> UndoWrite.Outcome {
        let search = UndoSearch(store: store, account: account, client: client, isDryRun: false)
        let write = UndoWrite(search: search, clock: dependencies.clock, logger: dependencies.logger)
        let place = UndoPlace(href: href, collection: target, body: nil, etag: nil)
        var made = step
        let outcome = try await write.put(body, kind: kind, at: place) { store, after in
            made = try journal(line, href, in: target, after: after, store)
        }
        step = made
        return outcome
    }

    private func journal(
        _ line: BackupImportReport.Line, _ href: Href, in target: CollectionRecord, after: [UInt8]?,
        _ store: StoreWriter
    ) throws -> UndoStepRow {
        let now = dependencies.clock()
        let step = try self.step ?? store.insert(UndoStep(account: account.id, at: now, target: "backup-files"))
        let uid = after.flatMap { try? ResourceReader.parts(of: $0, kind: nil).uid } ?? ""
        try store.append(
            JournalEntry(
                at: now, account: account.id, device: device?.id, collection: target.href, href: href, uid: uid,
                action: .created, summary: line.summary, after: after, detail: "from the file \(line.file)", step: step)
        )
        return step
    }

    // MARK: - What is there

    private mutating func known() async throws -> [CollectionRecord] {
        if let collections { return collections }
        let found = try await Catalogue(store: store).collections(of: account, through: client)
        collections = found
        return found
    }

    private mutating func items(
        _ content: Content, _ shown: [CollectionRecord], seenBy lens: Lens
    ) async throws -> ServerItems {
        if let known = items[content] { return known }
        var found = ServerItems(seenBy: lens)
        for collection in shown { try await found.read(collection, kind: content.kind, client: client, store: store) }
        items[content] = found
        return found
    }

    /// Where an item goes and what lies there then. A note of a folder of files is called by its title.
    private mutating func place(
        _ made: [UInt8], _ text: [UInt8], _ lens: Lens, _ kind: ItemKind, _ name: String, in target: CollectionRecord
    ) async throws -> (Href, [UInt8]) {
        guard target.isFolder else { return (NewResource.href(in: target.href, name: name, kind: kind), made) }
        var taken: Set<String> = []
        if let known = names[target.id] {
            taken = known
        } else {
            try await client.collection(target).list { members in
                taken.formUnion(members.map { $0.href.lastSegment.lowercased() })
            }
        }
        let stem = try NoteFileName.stem(of: made)
        var number = 1
        var href = NoteFileName.href(in: target.href, stem: stem, number: number, extension: "txt")
        while taken.contains(href.lastSegment.lowercased()) {
            number += 1
            href = NoteFileName.href(in: target.href, stem: stem, number: number, extension: "txt")
        }
        names[target.id] = taken.union([href.lastSegment.lowercased()])
        return (href, try NoteFile.asRead(try lens.create(from: text, uid: href.lastSegment), at: href))
    }

    private func lens(for content: Content) -> Lens {
        let profile =
            device.map { DeviceKnowledge.profile(of: $0, userAgent: nil) }
            ?? DeviceInformation().profile(userAgent: nil, deviceID: "")
        let zone = device.flatMap { DeviceSetting.timeZone.value(of: $0, account) } ?? settings.timeZone
        return Lens(
            LensContext(
                format: content.format, kind: content.kind, profile: profile,
                zone: zone.flatMap { dependencies.zones($0) },
                zones: dependencies.zones, now: DateTime(secondsSince1970: Int(dependencies.clock()))))
    }

    /// The same file imported again, after an answer that nobody heard, has the same name.
    private static func name(of text: [UInt8], in account: Account) -> String {
        var hash = SHA256()
        hash.update(data: Array(account.name.utf8) + [0])
        hash.update(data: text)
        return hash.finalize().prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
