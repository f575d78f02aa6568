import DAVClient
import Glibc
import Phone

/// The phone's line to its server: libcurl, without redirects.
struct PhoneLine: PhoneTransport {
    let transport: any HTTPTransport

    func post(url: String, contentType: String, body: [UInt8]) async throws(PhoneError) -> PhoneReply {
        let request = HTTPRequest(
            method: "POST", url: url,
            headers: [HTTPField("Content-Type", contentType), HTTPField("Accept", contentType)],
            body: body, timeoutSeconds: 300)
        do {
            let reply = try await transport.send(request)
            return PhoneReply(status: reply.status, contentType: reply.header("Content-Type") ?? "", body: reply.body)
        } catch {
            throw PhoneError(.connection, error.reason)
        }
    }
}

/// One sync of a folder at a time: a second one would tell the server everything twice.
struct PhoneLock {
    private let descriptor: Int32

    init(_ folder: PhoneFolder) throws(PhoneError) {
        descriptor = open("\(folder.hiddenFolder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PhoneError(.storage, "\(folder.hiddenFolder) cannot be written: \(Console.problem())")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PhoneError(.storage, "another sync of \(folder.path) is running")
        }
    }

    func release() { close(descriptor) }
}
