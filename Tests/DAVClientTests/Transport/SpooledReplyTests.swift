import BridgeTesting
import Foundation
import Testing

@testable import DAVClient

/// Long replies go to disk when the request allows it, and leave nothing behind.
@Suite struct SpooledReplyTests {
    private func spooling(_ peer: Peer, _ method: String, _ path: String) -> HTTPRequest {
        var request = peer.request(method, path)
        request.spoolsReply = true
        return request
    }

    private func bytes(_ reply: HTTPReply) throws -> [UInt8] {
        var chunks = reply.chunks
        var all: [UInt8] = []
        while let chunk = try chunks.next() {
            #expect(!chunk.isEmpty && chunk.count <= HTTPChunks.size)
            all += chunk
        }
        #expect(all.count == reply.bodyCount)
        return all
    }

    @Test func longListingIsSpooled() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        let path = "/listing/18000/"
        let plain = try await transport.send(peer.request("PROPFIND", path))
        #expect(plain.spooled == nil && plain.body.count > 5_000_000)
        let spooled = try await transport.send(spooling(peer, "PROPFIND", path))
        #expect(spooled.status == 207)
        #expect(spooled.body.isEmpty)
        #expect(spooled.spooled?.count == plain.body.count)
        #expect(try bytes(spooled) == plain.body)
        #expect(try bytes(plain) == plain.body)
        // A second reader starts from the beginning.
        #expect(try bytes(spooled) == plain.body)
    }

    @Test(arguments: ["/big/", "/chunked/"])
    func shortOnesStayInMemory(_ path: String) async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        let most = ReplyStore.memoryBytes
        for count in [0, 1, most - 1, most, most + 1, most * 3] {
            let reply = try await transport.send(spooling(peer, "GET", path + "\(count)"))
            #expect((reply.spooled != nil) == (count > most), "\(path)\(count)")
            let all = try bytes(reply)
            #expect(all.count == count && Set(all).count <= 1)
        }
    }

    @Test func capsAreApart() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport(configuration: CurlConfiguration(maxReplyBytes: 1_000, maxSpooledBytes: 600_000))
        #expect(try await transport.send(spooling(peer, "GET", "/big/600000")).bodyCount == 600_000)
        for path in ["/big/600001", "/chunked/600001", "/endless"] {
            await #expect(throws: TransportError(.tooLarge, ""), "\(path)") {
                try await transport.send(spooling(peer, "GET", path))
            }
        }
        await #expect(throws: TransportError(.tooLarge, "")) {
            try await transport.send(peer.request("GET", "/big/1001"))
        }
        let wide = CurlTransport(configuration: CurlConfiguration(maxReplyBytes: 600_000, maxSpooledBytes: 1_000))
        #expect(try await wide.send(peer.request("GET", "/big/600000")).body.count == 600_000)
    }

    /// No name in the folder, no right for others, and no open file once the reply is gone.
    @Test func leavesNothingBehind() async throws {
        let peer = try await Peer.start()
        let folder = try TemporaryFolder("spool")
        let transport = CurlTransport(configuration: CurlConfiguration(spoolFolder: folder.path))
        var reply: HTTPReply? = try await transport.send(spooling(peer, "GET", "/big/1000000"))
        #expect(reply?.spooled?.count == 1_000_000)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        let open = OpenFiles.inside(folder.path)
        #expect(open.count == 1)
        for number in open {
            var info = stat()
            #expect(fstat(number, &info) == 0)
            #expect(info.st_mode & 0o777 == 0o600)
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
        }
        var copy = reply
        reply = nil
        #expect(OpenFiles.inside(folder.path).count == 1)
        copy = nil
        // The transport's thread holds a reply a moment longer than its caller waits: not beyond the next one.
        _ = try await transport.send(peer.request("GET", "/echo"))
        #expect(copy == nil && OpenFiles.inside(folder.path).isEmpty)
        // A reply that is refused in the middle lets go of its file, too.
        let capped = CurlTransport(
            configuration: CurlConfiguration(maxSpooledBytes: 500_000, spoolFolder: folder.path))
        await #expect(throws: TransportError(.tooLarge, "")) {
            try await capped.send(spooling(peer, "GET", "/chunked/900000"))
        }
        _ = try await capped.send(peer.request("GET", "/echo"))
        #expect(OpenFiles.inside(folder.path).isEmpty)
    }

    @Test func folderThatIsMissing() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport(configuration: CurlConfiguration(spoolFolder: "/nonexistent/folder"))
        do {
            _ = try await transport.send(spooling(peer, "GET", "/big/1000000"))
            Issue.record("no error")
        } catch {
            #expect(error.code == .storage)
            #expect(error.mayHaveArrived)
            #expect(error.reason.contains("/nonexistent/folder"))
            #expect(DAVError(error).isTemporary)
        }
        #expect(try await transport.send(spooling(peer, "GET", "/big/1000")).body.count == 1_000)
    }

    @Test func diskThatIsFull() throws {
        let writer = SpooledBody.Writer(descriptor: open("/dev/full", O_WRONLY | O_CLOEXEC))
        let piece: [UInt8] = [1, 2, 3]
        #expect(throws: TransportError(.storage, "")) { try piece.withUnsafeBytes { try writer.append($0) } }
    }

    @Test func fileThatLostItsEnd() throws {
        let folder = try TemporaryFolder("short")
        let file = try SpooledBody.Descriptor.temporary(in: folder.path)
        let writer = SpooledBody.Writer(descriptor: dup(file.number))
        let piece = [UInt8](repeating: 7, count: 1_000)
        try piece.withUnsafeBytes { try writer.append($0) }
        let body = writer.finished
        #expect(try body.read(at: 990, most: 100).count == 10)
        #expect(try body.read(at: 1_000, most: 100) == [])
        #expect(ftruncate(file.number, 500) == 0)
        #expect(throws: TransportError(.storage, "")) { try body.read(at: 0, most: 1_000) }
    }
}

/// The process's open files, as Linux tells them.
private enum OpenFiles {
    /// The descriptors of files that lie, or lay, in a folder.
    static func inside(_ folder: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.filter { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return target?.hasPrefix(folder + "/") == true
        }
    }
}
