import Mapping
import SyncTypes

/// All that can be seen of a world from outside at one moment, as plain values: what the invariants judge.
public struct Observation: Sendable {
    /// A resource upstream.
    public struct Resource: Sendable {
        var kind: ItemKind
        var bytes: [UInt8]
        var text: ItemText

        init(kind: ItemKind, bytes: [UInt8]) {
            self.kind = kind
            self.bytes = bytes
            text = ItemText(bytes)
        }
    }

    /// An item on a phone.
    public struct Held: Sendable {
        var kind: ItemKind
        var luid: String
        var text: ItemText
        var lost: Set<Field>
    }

    /// A phone.
    public struct Phone: Sendable {
        var name: String
        var deviceID: String
        var model: HandsetModel
        /// Items a store of it holds now.
        var capacity: Int?
        var items: [Held]
        /// The events it is to show; nil: all.
        var window: EventWindow?
    }

    /// A row of the bridge's links.
    public struct Link: Sendable {
        var device: String
        var kind: String
        var luid: String?
        var state: String
        var held: [UInt8]?
        var isHeldFromDevice: Bool
        var pending: [UInt8]?
        var isPendingDelete: Bool
        /// Why the pending text waits.
        var reason: String?
    }

    /// A row of the bridge's journal.
    public struct JournalLine: Sendable {
        var action: String
        var detail: String
        var texts: [[UInt8]]
        var device: String?
        var uid: String?
    }

    /// What people typed.
    public var log: TypedLog
    /// By canonical path.
    public var upstream: [String: Resource] = [:]
    /// All phones.
    public var phones: [Phone] = []
    /// All writes the bridge made upstream.
    var writes: [UpstreamLog.Write] = []
    /// The step from which on an administrator may have approved deletions.
    var approvedFrom = 0
    /// The steps in which the administrator took something back.
    var administratorSteps: Set<Int> = []
    /// Steps of upkeep.
    var upkeepSteps: Set<Int> = []
    /// What moved in the sync after the last.
    public var movedAtRest: [String] = []
    /// Sessions that did not end.
    public var endless: [String] = []
    /// Notes are files, which are known by their names.
    public var hasFiles = false
    /// Some listings of the server lacked what was there.
    public var hadShortListings = false
    /// Items that phones lost at the server's word, too many at once for that.
    public var unapproved: [String] = []
    /// Live rows of the mirror by canonical path.
    public var mirror: [String: [UInt8]] = [:]
    /// All links.
    public var links: [Link] = []
    /// The journal, oldest first.
    public var journal: [JournalLine] = []
    /// Texts that wait for a slow sync's end, and those before one that waits for the server.
    public var staged: [[UInt8]] = []
    /// Items that a device had again after a sync although its deletion of them still waited for an answer.
    public var heldInVain: [String] = []
    /// What backups lack, or have done upstream.
    public var backupFaults: [String] = []

    /// Nothing seen yet.
    public init(log: TypedLog) { self.log = log }

    /// Reads what the bridge remembers, by plain SQL.
    mutating func read(_ store: Store) {
        do {
            try store.read { reader in
                for row in try reader.inspect("SELECT href, body FROM resource WHERE is_gone = 0") {
                    mirror[Href(row["href"].text ?? "").canonical] = row["body"].bytes ?? []
                }
                let links = """
                    SELECT device.device_id AS device, datastore.kind AS kind, luid, state, held, held_from_device,
                        pending, pending_delete, pending_reason
                    FROM link JOIN datastore ON datastore.id = link.datastore JOIN device ON device.id = datastore.device
                    ORDER BY link.id
                    """
                for row in try reader.inspect(links) {
                    self.links.append(
                        Link(
                            device: row["device"].text ?? "", kind: row["kind"].text ?? "", luid: row["luid"].text,
                            state: row["state"].text ?? "", held: row["held"].bytes,
                            isHeldFromDevice: row["held_from_device"] == .integer(1), pending: row["pending"].bytes,
                            isPendingDelete: row["pending_delete"] == .integer(1),
                            reason: row["pending_reason"].text))
                }
                let lines = """
                    SELECT action, detail, before, after, device.device_id AS device, journal.uid AS uid
                    FROM journal LEFT JOIN device ON device.id = journal.device ORDER BY journal.id
                    """
                for row in try reader.inspect(lines) {
                    journal.append(
                        JournalLine(
                            action: row["action"].text ?? "", detail: row["detail"].text ?? "",
                            texts: [row["before"].bytes, row["after"].bytes].compactMap { $0 },
                            device: row["device"].text, uid: row["uid"].text))
                }
                staged = try reader.inspect("SELECT text FROM staged_item UNION ALL SELECT text FROM earlier_text")
                    .compactMap { $0["text"].bytes }
            }
        } catch {
            movedAtRest.append("the store cannot be read: \(error)")
        }
    }

    /// What lies upstream, item by item, as a person sees it.
    var picture: [String] {
        upstream.values.map { resource in
            let fields = resource.text.shown.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(resource.text.identity ?? 0) \(fields)"
        }.sorted()
    }

    /// What is there, for the transcript.
    var summary: String {
        var lines = ["-- at rest"]
        func describe(_ text: ItemText) -> String {
            let fields = text.shown.sorted { $0.key < $1.key }.map { field, values in
                "\(field)=" + values.map { String($0.prefix(24)).debugDescription }.joined(separator: "+")
            }
            return "\(text.identity ?? 0) " + fields.joined(separator: " ")
        }
        for (path, resource) in upstream.sorted(by: { $0.key < $1.key }) {
            lines.append("    upstream \(path.suffix(30)): \(describe(resource.text))")
        }
        for phone in phones {
            for item in phone.items { lines.append("    \(phone.name) \(item.luid): \(describe(item.text))") }
        }
        for line in journal where line.action != "created" && line.action != "updated" {
            lines.append("    journal \(line.action): \(line.detail.prefix(200))")
        }
        for link in links where link.state != "linked" || link.pending != nil || link.isPendingDelete {
            lines.append(
                "    open link \(link.device) \(link.luid ?? "-") \(link.state)\(link.pending == nil ? "" : " pending")"
            )
        }
        return lines.joined(separator: "\n")
    }
}

extension InspectedValue? {
    var text: String? {
        guard case .text(let text)? = self else { return nil }
        return text
    }

    var bytes: [UInt8]? {
        switch self {
        case .blob(let bytes)?: bytes
        case .text(let text)?: Array(text.utf8)
        case .null?, .integer?, .real?, nil: nil
        }
    }
}
