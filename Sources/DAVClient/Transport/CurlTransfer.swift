import CCurl

/// One request on the wire: what came back so far, and what may still happen to it.
final class CurlTransfer {
    let job: CurlJob
    let url: WebURL
    let key: AccountKey
    let handle: CurlHandle
    private(set) var scheme: AuthenticationScheme
    private(set) var tried: Set<AuthenticationScheme> = []

    private let maxHeaderBytes = 256 << 10
    private var status = 0
    private var headers: [HTTPField] = []
    private var headerBytes = 0
    private var store: ReplyStore
    private var refusal: TransportError?
    private var wentOut = 0
    private var isAnswered = false
    private var isRepeatRefused = false

    init(
        job: CurlJob, url: WebURL, key: AccountKey, handle: CurlHandle, scheme: AuthenticationScheme,
        store: ReplyStore
    ) {
        self.job = job
        self.url = url
        self.key = key
        self.handle = handle
        self.scheme = scheme
        self.store = store
    }

    /// The transfer behind a callback's context.
    static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets the handle up. The loop holds the transfer while libcurl holds the handle.
    func prepare(_ configuration: CurlConfiguration) {
        tried.insert(scheme)
        handle.describe(job.request, url: url, userAgent: configuration.userAgent)
        handle.authenticate(key.credentials == nil ? nil : scheme)
        handle.attach(Unmanaged.passUnretained(self).toOpaque())
    }

    /// Forgets a 401 and turns to another scheme.
    func tryAgain(with scheme: AuthenticationScheme) {
        self.scheme = scheme
        clear()
        (wentOut, isAnswered) = (0, false)
    }

    /// libcurl asks before each sending. It repeats a request by itself when a reused connection ends before any byte
    /// of the reply; a write is not repeated that way, since it may have happened.
    func mayGoOut() -> Bool {
        if wentOut > 0, !isAnswered, !job.request.isSafe {
            isRepeatRefused = true
            return false
        }
        wentOut += 1
        isAnswered = false
        return true
    }

    /// One header line; the status line of each response of a chain (100, 401 of Digest) starts over.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
        isAnswered = true
        headerBytes += line.count
        guard headerBytes <= maxHeaderBytes else {
            return refuse(TransportError(.tooLarge, "the reply's fields are larger than \(maxHeaderBytes) bytes"))
        }
        var bytes = line[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D || last == 0x20 { bytes = bytes.dropLast() }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            clear()
            let code = text.split(separator: " ", maxSplits: 2).dropFirst().first
            status = code.flatMap { Int($0) } ?? 0
        } else if let colon = text.firstIndex(of: ":") {
            headers.append(HTTPField(String(text[..<colon]), text[text.index(after: colon)...].trimmed()))
        }
        return line.count
    }

    /// A piece of the body.
    func takeBody(_ piece: UnsafeRawBufferPointer) -> Int {
        if store.isEmpty, let length = headers.first(named: "Content-Length").flatMap({ Int($0) }) {
            store.announced = length
        }
        do {
            try store.append(piece)
        } catch {
            return refuse(error)
        }
        return piece.count
    }

    /// What the caller gets once libcurl is done.
    func result(_ code: CURLcode) -> Result<HTTPReply, TransportError> {
        if code == CURLE_OK, status > 0 {
            return .success(store.reply(status: status, headers: headers))
        }
        let place = "\(job.request.method) \(url.origin)"
        if let refusal {
            return .failure(TransportError(refusal.code, "\(place): \(refusal.reason)", mayHaveArrived: true))
        }
        if isRepeatRefused {
            return .failure(
                TransportError(.dropped, "\(place): connection ended without a reply", mayHaveArrived: true))
        }
        let reason = "\(place): \(String(cString: curl_easy_strerror(code)))"
        return .failure(TransportError(CurlTransfer.meaning(of: code), reason, mayHaveArrived: wentOut > 0))
    }

    /// Keeps our own reason, since libcurl only reports that a callback ended the transfer.
    private func refuse(_ error: TransportError) -> Int {
        refusal = error
        return -1
    }

    private func clear() {
        (status, headers, headerBytes) = (0, [], 0)
        store.clear()
    }

    private static func meaning(of code: CURLcode) -> TransportError.Code {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: .unreachable
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_USE_SSL_FAILED:
            .tls
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND, CURLE_WEIRD_SERVER_REPLY:
            .dropped
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .invalidURL
        default: .failed
        }
    }
}
