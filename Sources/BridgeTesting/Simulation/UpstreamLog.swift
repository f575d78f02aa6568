import DAVClient
import SyncTypes
import Synchronization

/// Stands in front of the upstream server: lets faults happen, and writes down what each write did to its resource.
final class UpstreamLog: HTTPTransport {
    /// One PUT or DELETE that reached the server.
    struct Write: Sendable {
        var method: String
        var href: Href
        var isConditional: Bool
        var before: [UInt8]?
        var after: [UInt8]?
        var step: Int
        /// Counts the syncs, and what is between them.
        var sync: Int
        /// Something went wrong in that sync: the bridge may not know of the write.
        var isTroubled = false
        /// Listings of that time lack members: nobody can say how many there are.
        var isHidden = false
        /// For a DELETE: how many members the collection and that beside it had before.
        var present = 0
    }

    private struct State {
        var writes: [Write] = []
        var faults: [Int: Plan.UpstreamTrouble] = [:]
        var requests = 0
        var seen = 0
        var step = 0
        var sync = 0
        var isTroubled = false
    }

    private let server: InMemoryDAVServer
    private let beside: [Href: Href]
    private let state = Mutex(State())

    /// - Parameter beside: collections that phones see as one with another.
    init(server: InMemoryDAVServer, beside: [Href: Href]) {
        self.server = server
        self.beside = beside
        server.setFault { [weak self] in self?.take($0) }
    }

    /// Which requests from now on fail, counted from 0.
    /// `isTroubled`: something else may go wrong, too.
    func prepare(_ faults: [Int: Plan.UpstreamTrouble], step: Int, isTroubled: Bool = false) {
        state.withLock {
            $0.faults = faults
            $0.isTroubled = isTroubled || !faults.isEmpty
            $0.requests = 0
            $0.seen = 0
            $0.step = step
            $0.sync += 1
        }
    }

    /// Faults that happened since `prepare`.
    var faultsSeen: Int { state.withLock { $0.seen } }
    /// All writes so far.
    var writes: [Write] { state.withLock { $0.writes } }

    private func take(_ request: HTTPRequest) -> Fault? {
        state.withLock { state in
            defer { state.requests += 1 }
            guard let trouble = state.faults[state.requests], trouble.concerns(request) else {
                return nil
            }
            state.seen += 1
            return trouble.fault
        }
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        guard request.method == "PUT" || request.method == "DELETE" else { return try await server.send(request) }
        let path = request.url.hasPrefix(server.origin) ? String(request.url.dropFirst(server.origin.count)) : "/"
        let href = Href(path)
        let before = server.get(href)
        let folder = Href(String(path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)))
        let folders = request.method == "DELETE" ? [folder, beside[folder]].compactMap(\.self) : []
        let present = folders.reduce(0) { $0 + server.members(of: $1).count }
        let result: Result<HTTPReply, TransportError>
        do {
            result = .success(try await server.send(request))
        } catch {
            result = .failure(error)
        }
        let isConditional = request.header("If-Match") != nil || request.header("If-None-Match") == "*"
        let after = server.get(href)
        state.withLock {
            $0.writes.append(
                Write(
                    method: request.method, href: href, isConditional: isConditional, before: before, after: after,
                    step: $0.step, sync: $0.sync, isTroubled: $0.isTroubled,
                    isHidden: $0.faults.values.contains { $0 == .halfListing || $0 == .emptyListing }, present: present)
            )
        }
        server.forgetRequests()
        return try result.get()
    }
}

extension UpstreamLog.Write {
    /// For a person: what the resource was and what it is.
    var told: String {
        func fields(_ body: [UInt8]?) -> String {
            guard let body else { return "nothing" }
            let text = ItemText(body)
            let shown = text.shown.sorted { $0.key.rawValue < $1.key.rawValue }
            let uid = text.lines.first { $0.name == "UID" }?.written.suffix(8) ?? ""
            return "\(text.identity ?? 0) (\(uid)) "
                + shown.map { "\($0.key)=\($0.value.map { $0.prefix(40) })" }.joined(separator: " ")
        }
        return "    \(method) \(href.rawValue.suffix(24)): \(fields(before)) -> \(fields(after))"
    }
}
