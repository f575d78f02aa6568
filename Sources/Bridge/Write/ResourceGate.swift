import Mapping

/// One writer for each resource inside the process: servers let several If-Match writers win.
extension KeyedGate {
    /// Runs the body while nobody else writes the resource.
    nonisolated func within<T: Sendable>(
        _ resource: ResourceRow, _ body: @Sendable () async throws -> T
    ) async rethrows -> T {
        try await within("r\(resource.rawValue)", body)
    }

    /// The same for a link's resource; a link without one is written alone.
    nonisolated func within<T: Sendable>(
        _ link: Link, _ body: @Sendable () async throws -> T
    ) async rethrows -> T {
        guard let resource = link.resource else { return try await within("l\(link.id.rawValue)", body) }
        return try await within(resource, body)
    }
}
