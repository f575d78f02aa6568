import NIOCore

/// What the responder tells the connection below it about the reply it is going to give.
enum ConnectionOrder: Sendable {
    /// A request's headers came, its body is awaited.
    case awaitsBody
    /// A request came whole.
    case answers
    /// The peer waits for leave to send its body (RFC 9110 section 10.1.1).
    case sendContinue
    /// The next reply has so many bytes behind its headers; with `closes` it is the last.
    case reply(bodyBytes: Int, closes: Bool)
}

/// Sits between socket and HTTP codec and does what the codec cannot know to do: ends an HTTP/1.0 connection, or one
/// whose reply says so, once the reply is out, and answers `Expect: 100-continue`.
///
/// The output is closed first and the rest a moment later: a close with unread input would reset the connection, and
/// the peer might lose the reply.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private enum Version { case unknown(line: [UInt8]), http10, http11 }

    private enum Output {
        /// No reply is going out that anybody waits for.
        case idle
        /// The head of a last reply is awaited, then so many bytes of body.
        case head(seen: [UInt8], bodyBytes: Int)
        /// So many bytes are still to come.
        case body(left: Int)
        /// The output is closed.
        case closed
    }

    /// A first line may have so many bytes before it no longer counts.
    private static let lineLimit = 16384
    /// Time for the peer to read the reply before the socket is gone.
    private static let lingering = TimeAmount.seconds(2)

    private let book: ConnectionBook
    private var version = Version.unknown(line: [])
    private var output = Output.idle

    init(book: ConnectionBook) { self.book = book }

    func channelActive(context: ChannelHandlerContext) {
        book.opened(context.channel)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        book.closed(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        book.took(buffer.readableBytes, on: context.channel)
        switch version {
        case .unknown(let line): version = ConnectionHandler.version(line, buffer)
        case .http10, .http11: break
        }
        context.fireChannelRead(data)
    }

    /// The request line ends in its version (RFC 9112 section 3).
    private static func version(_ before: [UInt8], _ buffer: ByteBuffer) -> Version {
        var line = before
        for byte in buffer.readableBytesView {
            guard byte != UInt8(ascii: "\n") else {
                while line.last == UInt8(ascii: "\r") || line.last == UInt8(ascii: " ") { line.removeLast() }
                // Empty lines before the first request are skipped (RFC 9112 section 2.2).
                if line.isEmpty { continue }
                return line.suffix(8).elementsEqual("HTTP/1.0".utf8) ? .http10 : .http11
            }
            line.append(byte)
            if line.count > lineLimit { return .http11 }
        }
        return .unknown(line: line)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let order = event as? ConnectionOrder else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        switch order {
        case .awaitsBody: book.turned(context.channel, to: .body)
        case .answers: book.turned(context.channel, to: .reply)
        case .sendContinue:
            if case .http11 = version {
                let line = context.channel.allocator.buffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
                context.writeAndFlush(wrapOutboundOut(.byteBuffer(line)), promise: nil)
            }
        case .reply(let bodyBytes, let closes):
            book.turned(context.channel, to: .more)
            if case .http10 = version { output = .head(seen: [], bodyBytes: bodyBytes) }
            if closes { output = .head(seen: [], bodyBytes: bodyBytes) }
        }
        promise?.succeed(())
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(let buffer) = unwrapOutboundIn(data), count(buffer) else {
            context.write(data, promise: promise)
            return
        }
        let last = context.eventLoop.makePromise(of: Void.self)
        last.futureResult.cascade(to: promise)
        let channel = context.channel
        last.futureResult.whenComplete { _ in
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: ConnectionHandler.lingering) { channel.close(promise: nil) }
        }
        context.writeAndFlush(data, promise: last)
    }

    /// Notes what goes out; true when these bytes are the last.
    private func count(_ buffer: ByteBuffer) -> Bool {
        switch output {
        case .idle, .closed: return false
        case .head(let seen, let bodyBytes):
            let bytes = seen + Array(buffer.readableBytesView)
            guard let end = ConnectionHandler.endOfHead(bytes) else {
                output = .head(seen: bytes, bodyBytes: bodyBytes)
                return false
            }
            output = .body(left: bodyBytes - (bytes.count - end))
        case .body(let left): output = .body(left: left - buffer.readableBytes)
        }
        guard case .body(let left) = output, left <= 0 else { return false }
        output = .closed
        return true
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start..<(start + 4)].elementsEqual(mark) {
            return start + mark.count
        }
        return nil
    }
}
