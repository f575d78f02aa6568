import CCurl
import Synchronization

/// A request on its way to the loop.
struct CurlJob: Sendable {
    let ticket: UInt64
    let request: HTTPRequest
    let continuation: CheckedContinuation<Result<HTTPReply, TransportError>, Never>

    /// Resumes the caller, once.
    func finish(_ result: Result<HTTPReply, TransportError>) { continuation.resume(returning: result) }
}

/// What callers leave for the loop's thread: new requests, cancellations, the wish to end.
final class CurlMailbox: Sendable {
    /// What the loop takes out at once.
    struct Mail {
        var jobs: [CurlJob] = []
        var cancelled: [UInt64] = []
        var isClosing = false
    }

    private struct State {
        var mail = Mail()
        var nextTicket: UInt64 = 1
        /// Posted and not yet forgotten.
        var live: Set<UInt64> = []
        /// Cancelled before they were posted.
        var cancelledEarly: Set<UInt64> = []
        /// The multi handle to wake, nil before the loop starts and after it ended.
        nonisolated(unsafe) var multi: UnsafeMutableRawPointer?
        var isClosed = false
    }

    private let state = Mutex(State())

    func newTicket() -> UInt64 {
        state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
    }

    func post(_ job: CurlJob) {
        let refusal: TransportError? = state.withLock { state in
            if state.isClosed { return TransportError(.closed, "the transport is shut down") }
            if state.cancelledEarly.contains(job.ticket) { return TransportError(.cancelled, "cancelled") }
            state.live.insert(job.ticket)
            state.mail.jobs.append(job)
            wake(state)
            return nil
        }
        if let refusal { job.finish(.failure(refusal)) }
    }

    func cancel(_ ticket: UInt64) {
        state.withLock { state in
            guard state.live.contains(ticket) else {
                state.cancelledEarly.insert(ticket)
                return
            }
            state.mail.cancelled.append(ticket)
            wake(state)
        }
    }

    func forget(_ ticket: UInt64) {
        state.withLock { state in
            state.live.remove(ticket)
            state.cancelledEarly.remove(ticket)
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.mail.isClosing = true
            wake(state)
        }
    }

    /// For the loop: everything left since the last call.
    func take() -> Mail {
        state.withLock { state in
            let mail = state.mail
            state.mail = Mail(isClosing: mail.isClosing)
            return mail
        }
    }

    /// For the loop: the handle that wakes it. Nil before the handle is freed.
    func attach(_ multi: sending UnsafeMutableRawPointer?) {
        state.withLock { $0.multi = multi }
    }

    private func wake(_ state: borrowing State) {
        if let multi = state.multi { curl_multi_wakeup(multi) }
    }
}
