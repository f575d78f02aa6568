import CCurl

/// Everything that happens on the transport's thread. Nothing here is shared.
final class CurlLoop {
    private let mailbox: CurlMailbox
    private let configuration: CurlConfiguration
    private let multi: UnsafeMutableRawPointer?
    private var memory = AuthenticationMemory()
    private var pool = CurlHandlePool()
    private var gate: CurlGate
    private var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]

    init(mailbox: CurlMailbox, configuration: CurlConfiguration) {
        self.mailbox = mailbox
        self.configuration = configuration
        gate = CurlGate(perOrigin: configuration.requestsPerOrigin, perUser: configuration.requestsPerUser)
        multi = curl_multi_init()
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
    }

    /// Runs until the mailbox closes.
    func run() {
        nonisolated(unsafe) let handle = multi
        mailbox.attach(handle)
        while true {
            let mail = mailbox.take()
            for job in mail.jobs { accept(job) }
            for ticket in mail.cancelled { cancel(ticket) }
            if mail.isClosing { break }
            admit()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            if collect() { continue }
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        end()
    }

    private func accept(_ job: CurlJob) {
        guard let url = WebURL(job.request.url) else {
            let reason = "not an http or https URL: \(WebURL.withoutSecrets(job.request.url))"
            job.finish(.failure(TransportError(.invalidURL, reason)))
            return
        }
        // A line break inside a field would start another one; leaving the field out could lift a condition.
        if let bad = job.request.headers.first(where: { !$0.isOneLine }) {
            job.finish(.failure(TransportError(.invalidField, "a line break inside the field \(bad.name)")))
            return
        }
        let key = AccountKey(origin: url.origin, credentials: job.request.credentials)
        gate.wait(CurlGate.Waiting(job: job, url: url, key: key))
    }

    /// Starts what may start now.
    private func admit() {
        while let next = gate.next() {
            let handle = pool.take(next.key, configuration: configuration)
            let transfer = CurlTransfer(
                job: next.job, url: next.url, key: next.key, handle: handle, scheme: memory.first(for: next.key),
                store: ReplyStore(spools: next.job.request.spoolsReply, configuration))
            start(transfer)
        }
    }

    private func start(_ transfer: CurlTransfer) {
        transfer.prepare(configuration)
        active[transfer.handle.easy] = transfer
        curl_multi_add_handle(multi, transfer.handle.easy)
    }

    /// Ends the transfers libcurl is done with. True when there were any.
    private func collect() -> Bool {
        var any = false
        var easy: UnsafeMutableRawPointer?
        var result = CURLE_OK
        while ccurl_next_done(multi, &easy, &result) != 0 {
            guard let easy, let transfer = active.removeValue(forKey: easy) else { continue }
            any = true
            curl_multi_remove_handle(multi, easy)
            finish(transfer, result)
        }
        return any
    }

    private func finish(_ transfer: CurlTransfer, _ code: CURLcode) {
        let result = transfer.result(code)
        if case .success(let reply) = result, transfer.key.credentials != nil {
            if reply.status != 401 {
                memory.worked(transfer.scheme, for: transfer.key)
            } else if let scheme = memory.next(
                offered: AuthenticationScheme.offered(by: reply.headers), tried: transfer.tried)
            {
                transfer.tryAgain(with: scheme)
                start(transfer)
                return
            }
        }
        release(transfer)
        transfer.job.finish(result)
    }

    private func release(_ transfer: CurlTransfer) {
        transfer.handle.detach()
        pool.put(transfer.handle, transfer.key)
        gate.leave(transfer.key)
    }

    private func cancel(_ ticket: UInt64) {
        if let waiting = gate.remove(ticket) {
            waiting.job.finish(.failure(TransportError(.cancelled, "cancelled")))
            return
        }
        guard let transfer = active.values.first(where: { $0.job.ticket == ticket }) else { return }
        active[transfer.handle.easy] = nil
        curl_multi_remove_handle(multi, transfer.handle.easy)
        release(transfer)
        transfer.job.finish(.failure(TransportError(.cancelled, "cancelled", mayHaveArrived: true)))
    }

    private func end() {
        let reason = "the transport was shut down"
        mailbox.attach(nil)
        for transfer in active.values {
            curl_multi_remove_handle(multi, transfer.handle.easy)
            transfer.handle.detach()
            transfer.job.finish(.failure(TransportError(.closed, reason, mayHaveArrived: true)))
        }
        active = [:]
        let unsent = gate.removeAll().map(\.job) + mailbox.take().jobs
        for job in unsent { job.finish(.failure(TransportError(.closed, reason))) }
        pool.removeAll()
        curl_multi_cleanup(multi)
    }
}
