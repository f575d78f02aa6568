import CCurl
import Foundation

/// The transport of the product: one thread, one `curl_multi`, any number of callers.
///
/// Connections are kept and reused; easy handles are kept per user of an origin, so that Digest state survives.
public final class CurlTransport: HTTPTransport {
    private let mailbox: CurlMailbox

    /// Starts the thread; it ends with `shutdown()` or with the last reference.
    public init(configuration: CurlConfiguration = CurlConfiguration()) {
        _ = CurlTransport.library
        let mailbox = CurlMailbox()
        self.mailbox = mailbox
        let thread = Thread {
            CurlLoop(mailbox: mailbox, configuration: configuration).run()
        }
        thread.name = "curl"
        thread.start()
    }

    deinit { mailbox.close() }

    /// Sends one request. Throws `.cancelled` soon after the calling task is cancelled, `.closed` after `shutdown()`.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        let ticket = mailbox.newTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.post(CurlJob(ticket: ticket, request: request, continuation: continuation))
            }
        } onCancel: {
            mailbox.cancel(ticket)
        }
        mailbox.forget(ticket)
        return try result.get()
    }

    /// Ends the thread; requests in flight and later ones fail with `.closed`.
    public func shutdown() { mailbox.close() }

    /// "libcurl/7.88.1 OpenSSL/3.0.19 ...": names the flavour in use.
    public static var libraryVersion: String { String(cString: curl_version()) }

    /// Set up once, before any thread uses libcurl.
    private static let library: CURLcode = ccurl_start()
}
