import BridgeTesting
import DAVClient
import Foundation

/// The misbehaving HTTP server of Peers/peer.py, one a test.
final class Peer: Sendable {
    let url: String
    private let process: ChildProcess
    private let folder: TemporaryFolder

    private static let scripts = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Peers").path

    /// The certificate authority that vouches for the TLS peer.
    static let authority = scripts + "/ca.pem"

    static func start(tls: Bool = false) async throws -> Peer {
        let peer = try Peer(port: try LoopbackPort.free(), tls: tls)
        try await peer.process.waitForPort(peer.port)
        return peer
    }

    private let port: UInt16

    private init(port: UInt16, tls: Bool) throws {
        self.port = port
        url = "\(tls ? "https" : "http")://127.0.0.1:\(port)"
        folder = try TemporaryFolder("peer")
        let arguments = [Peer.scripts + "/peer.py", String(port)] + (tls ? [Peer.scripts + "/server.pem"] : [])
        process = try ChildProcess(
            "/usr/bin/python3", arguments, log: folder.path + "/log", home: folder.path,
            hint: "`make test` installs python3")
    }

    deinit { process.stop(signal: SIGKILL) }

    func stop() { process.stop(signal: SIGKILL) }

    /// A request with the example user's password.
    func request(
        _ method: String, _ path: String, body: String = "", user: String? = nil, password: String = "secret",
        seconds: Double = 10
    ) -> HTTPRequest {
        HTTPRequest(
            method: method, url: url + path, body: Array(body.utf8), timeoutSeconds: seconds,
            credentials: user.map { HTTPCredentials(user: $0, password: password) })
    }

    /// The arrivals at a path so far, as "METHOD path connection scheme".
    func arrivals(_ path: String, over transport: CurlTransport) async throws -> [String] {
        let reply = try await transport.send(request("GET", "/log"))
        return reply.text.split(separator: "\n").map(String.init).filter { $0.split(separator: " ")[1] == path }
    }
}

extension HTTPReply {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The peer's number of the connection.
    var connection: String { header("X-Connection") ?? "none" }
}
