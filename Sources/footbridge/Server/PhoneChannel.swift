import HummingbirdCore
import Logging
import NIOCore

/// A connection that speaks HTTP/1.0 and 1.1 as phones do.
struct PhoneChannel: ServerChildChannel {
    private let base: HTTP1Channel
    private let book: ConnectionBook

    /// A connection with its responder; it is closed when nothing comes for so many seconds.
    init(responder: @escaping HTTPChannelHandler.Responder, idleSeconds: Int, book: ConnectionBook) {
        self.book = book
        var configuration = HTTP1Channel.Configuration(idleTimeout: .seconds(Int64(idleSeconds)))
        configuration.httpDecoder = .init(maxHeaderFieldSize: 16384, maxHeaderListSize: 65536, maxHeaderFieldCount: 200)
        base = HTTP1Channel(responder: responder, configuration: configuration)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        do {
            try channel.pipeline.syncOperations.addHandler(ConnectionHandler(book: book))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return base.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
