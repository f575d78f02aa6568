import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

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
    var collections: [CollectionRecord]?
    var items: [Content: ServerItems] = [:]
    var names: [CollectionRow: Set<String>] = [:]
    /// Why the server cannot be used now: the rest is left alone.
    private var outage: String?

    /// What files are compared with: what the server has of a kind, as a format shows it.
    struct Content: Hashable {
        let kind: ItemKind
        let format: ItemFormat
    }

    var store: Store { dependencies.store }

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
        // The same file imported again, after an answer that nobody heard, has the same name.
        let name = NewResource.name(of: [account.name], text: text)
        let made = try lens.create(from: text, uid: NewResource.uid(own: lens.matchKeys(of: text).uid, name: name))
        line.summary = try ResourceReader.parts(of: made, kind: kind).summary
        if let reason = try await items(content, shown, seenBy: lens).reason(whyHas: text) {
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
        items[content]?.note(text)
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
}
