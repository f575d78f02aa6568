import CCurl

/// One easy handle and the C memory its options point to.
final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var body: UnsafeMutableBufferPointer<UInt8>?

    /// A handle with the options that never change; nil when memory is out.
    init?(key: AccountKey, configuration: CurlConfiguration) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_text(easy, CURLOPT_PROXY, configuration.proxy ?? "")
        ccurl_set_text(easy, CURLOPT_ACCEPT_ENCODING, nil)
        ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        ccurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, CurlHandle.milliseconds(configuration.connectTimeoutSeconds))
        ccurl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
        ccurl_set_long(easy, CURLOPT_LOW_SPEED_TIME, configuration.stallTimeoutSeconds)
        if let file = configuration.caFile {
            ccurl_set_text(easy, CURLOPT_CAINFO, file)
            ccurl_set_text(easy, CURLOPT_CAPATH, nil)
        }
        if let credentials = key.credentials {
            ccurl_set_text(easy, CURLOPT_USERNAME, credentials.user)
            ccurl_set_text(easy, CURLOPT_PASSWORD, credentials.password)
        }
        ccurl_set_sink(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            CurlTransfer.from(context)?.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        ccurl_set_sink(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            CurlTransfer.from(context)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        ccurl_set_prereq(easy) { context, _, _, _, _ in
            CurlTransfer.from(context)?.mayGoOut() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
    }

    deinit {
        curl_easy_cleanup(easy)
        detach()
    }

    /// Sets method, fields and body of one request. `Expect` and the form type of POST are taken out, the reply is
    /// asked for unpacked (an ETag of a packed reply names something else), Content-Length is libcurl's.
    func describe(_ request: HTTPRequest, url: WebURL, userAgent: String) {
        detach()
        ccurl_set_text(easy, CURLOPT_URL, url.description)
        ccurl_set_long(easy, CURLOPT_NOBODY, 0)
        ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, CurlHandle.milliseconds(request.timeoutSeconds))
        let isBare = ["GET", "HEAD", "OPTIONS", "DELETE"].contains(request.method) && request.body.isEmpty
        if isBare {
            ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
        } else {
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, request.body.count))
            _ = copy.initialize(from: request.body)
            body = copy
            ccurl_set_long(easy, CURLOPT_POST, 1)
            ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count))
            ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, copy.baseAddress)
        }
        if request.method == "HEAD" { ccurl_set_long(easy, CURLOPT_NOBODY, 1) }
        ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
        // libcurl takes "Name:" as the wish to leave a field out; "Name;" sends it empty.
        for field in request.headers { add(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)") }
        if request.header("User-Agent") == nil { add("User-Agent: \(userAgent)") }
        if request.header("Content-Type") == nil { add("Content-Type:") }
        if request.header("Accept-Encoding") == nil { add("Accept-Encoding: identity") }
        add("Expect:")
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, fields)
    }

    func authenticate(_ scheme: AuthenticationScheme?) {
        switch scheme {
        case nil: ccurl_set_long(easy, CURLOPT_HTTPAUTH, ccurl_auth_none)
        case .basic: ccurl_set_long(easy, CURLOPT_HTTPAUTH, ccurl_auth_basic)
        case .digest: ccurl_set_long(easy, CURLOPT_HTTPAUTH, ccurl_auth_digest)
        }
    }

    /// The callbacks' context: a transfer that outlives its time in the multi handle.
    func attach(_ context: UnsafeMutableRawPointer) {
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        ccurl_set_pointer(easy, CURLOPT_PREREQDATA, context)
    }

    /// Frees what belonged to one request. The handle must not be in the multi handle.
    func detach() {
        curl_slist_free_all(fields)
        fields = nil
        body?.deallocate()
        body = nil
    }

    private func add(_ line: String) {
        guard let longer = curl_slist_append(fields, line) else {
            preconditionFailure("libcurl could not append a header field: out of memory")
        }
        fields = longer
    }

    private static func milliseconds(_ seconds: Double) -> Int { max(1, Int(min(seconds, 86_400) * 1000)) }
}

/// Idle handles by user and origin. Bounded; the longest idle go first.
struct CurlHandlePool {
    private var idle: [(key: AccountKey, handle: CurlHandle)] = []
    private let limit = 128

    mutating func take(_ key: AccountKey, configuration: CurlConfiguration) -> CurlHandle {
        if let index = idle.lastIndex(where: { $0.key == key }) { return idle.remove(at: index).handle }
        guard let handle = CurlHandle(key: key, configuration: configuration) else {
            preconditionFailure("libcurl could not allocate a handle: out of memory")
        }
        return handle
    }

    mutating func put(_ handle: CurlHandle, _ key: AccountKey) {
        idle.append((key, handle))
        if idle.count > limit { idle.removeFirst() }
    }

    mutating func removeAll() { idle = [] }
}
