import DAVClient
import Mapping
import SyncTypes

/// The option `account add --create`.
extension AccountAdministration {
    /// A kind of collection that may be made upstream.
    public enum Creation: String, Hashable, Sendable, CaseIterable {
        case contacts, calendar, tasks, notes

        var kind: ItemKind {
            switch self {
            case .contacts: .contact
            case .calendar: .event
            case .tasks: .task
            case .notes: .note
            }
        }

        var displayName: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

        /// Reads a list with commas. Throws `.badValue` with a hint.
        public static func list(_ text: String) throws(AdministrationError) -> [Creation] {
            var creations: [Creation] = []
            for word in text.split(separator: ",") {
                guard let creation = Creation(rawValue: word.lowercased().filter { !$0.isWhitespace }) else {
                    let known = allCases.map(\.rawValue)
                    throw AdministrationError(
                        .badValue, "--create \(word): \(Suggestion.hint(for: String(word), among: known))")
                }
                if !creations.contains(creation) { creations.append(creation) }
            }
            return creations
        }
    }

    /// Makes the collections an account lacks and answers one line about each.
    ///
    /// A kind that some collection takes already is left alone. Throws a `DAVError` when the server refuses.
    public func create(_ creations: [Creation], for account: Account) async throws -> [String] {
        let credentials = try AccountDirectory(settings: settings, dependencies: dependencies)
            .upstreamCredentials(of: account)
        let client = DAVClient(at: account.upstreamURL, credentials, settings, dependencies)
        let discovery = try await client.discover { _ in }
        let present = try await client.collections(discovery)
        var lines: [String] = []
        for creation in creations {
            if let taker = present.first(where: { $0.kinds.contains(creation.kind) && $0.isWritable }) {
                lines.append("\(creation.rawValue): already in \(taker.displayName)")
                continue
            }
            let homes = creation == .contacts ? discovery.addressBookHomes : discovery.calendarHomes
            guard let home = homes.first else {
                throw AdministrationError(.notPossible, "the server offers no place for \(creation.rawValue)")
            }
            let made = try await client.makeCollection(
                home: home, name: creation.rawValue, displayName: creation.displayName, kind: creation.kind)
            lines.append("\(creation.rawValue): made \(made.href)")
        }
        return lines
    }
}
