import Bridge
import Hummingbird
import NIOCore

/// Reads a request's body within its limits of size and time.
struct BodyReader {
    let limits: Limits

    /// What came.
    enum Outcome: Sendable {
        case complete([UInt8])
        case tooLarge
        case tooSlow
    }

    /// Reads to the end. A body that is too large is read on for a while and thrown away: most clients listen only when they
    /// have sent everything. Throws when the connection breaks.
    func read(_ request: Request) async throws -> Outcome {
        let limits = limits
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask { try await BodyReader.collect(request, limit: limits.messageBytes) }
            group.addTask {
                try await Task.sleep(for: .seconds(limits.bodyTimeout))
                return .tooSlow
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .tooSlow
        }
    }

    private static func collect(_ request: Request, limit: Int) async throws -> Outcome {
        var body: [UInt8] = []
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > 0 {
            if announced > limit * 4 { return .tooLarge }
            body.reserveCapacity(min(announced, limit))
        }
        var count = 0
        for try await piece in request.body {
            count += piece.readableBytes
            if count > limit * 4 { return .tooLarge }
            if count > limit { body = [] } else { body += piece.readableBytesView }
        }
        return count > limit ? .tooLarge : .complete(body)
    }
}
