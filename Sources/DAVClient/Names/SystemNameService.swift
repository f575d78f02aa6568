import CResolv
import Foundation

/// The C library's resolver, with the servers of the system or one of the admin's.
public struct SystemNameService: NameService {
    /// A name server: an IPv4 address in dots, and its port.
    public struct Server: Sendable, Hashable, Codable, CustomStringConvertible {
        /// "192.0.2.53".
        public let address: String
        /// 53 when none was given.
        public let port: UInt16

        /// Reads "192.0.2.53" or "192.0.2.53:5353"; nil for anything else, names included.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let address = parts.first, Server.isAddress(address) else { return nil }
            var port: UInt16 = 53
            if parts.count == 2 {
                guard let number = UInt16(parts[1]), number > 0 else { return nil }
                port = number
            }
            self.address = String(address)
            self.port = port
        }

        private static func isAddress(_ text: Substring) -> Bool {
            let bytes = text.split(separator: ".", omittingEmptySubsequences: false)
            return bytes.count == 4
                && bytes.allSatisfy { byte in
                    (1...3).contains(byte.utf8.count) && byte.utf8.allSatisfy { (0x30...0x39).contains($0) }
                        && UInt8(byte) != nil
                }
        }

        /// "192.0.2.53:53".
        public var description: String { "\(address):\(port)" }
    }

    /// Seconds that a question may take.
    private static let patience: Int32 = 6
    /// Bytes of a reply that are read at most.
    private static let capacity = 16_384

    private let server: Server?

    /// A resolver. `server`: nil for the system's.
    public init(server: Server? = nil) { self.server = server }

    /// The SRV records of a name.
    public func services(of name: String) async throws(NameError) -> [ServiceRecord] {
        let reply = try await ask(name, cresolv_type_srv)
        var records: [ServiceRecord] = []
        var record = cresolv_service()
        while !reply.isEmpty {
            let code = cresolv_read_service(reply, Int32(reply.count), Int32(records.count), &record)
            guard code >= 0 else { throw NameError(.unreadable, "\(name): the reply about its services is broken") }
            guard code == 1 else { break }
            let target = withUnsafeBytes(of: &record.target) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            records.append(
                ServiceRecord(
                    priority: Int(record.priority), weight: Int(record.weight), port: Int(record.port),
                    target: target == "." ? "" : target))
        }
        return records
    }

    /// The strings of the TXT records of a name.
    public func texts(of name: String) async throws(NameError) -> [String] {
        let reply = try await ask(name, cresolv_type_txt)
        var texts: [String] = []
        var number: Int32 = 0
        var buffer = [UInt8](repeating: 0, count: Self.capacity)
        while !reply.isEmpty {
            let count = cresolv_read_text(reply, Int32(reply.count), number, &buffer, Int32(buffer.count))
            guard count >= 0 else { break }
            texts += Self.strings(buffer.prefix(Int(count)))
            number += 1
        }
        return texts
    }

    /// Strings behind their lengths (RFC 1035 section 3.3.14); one that is longer than what is left is dropped.
    private static func strings(_ bytes: ArraySlice<UInt8>) -> [String] {
        var rest = bytes
        var strings: [String] = []
        while let length = rest.popFirst(), rest.count >= Int(length) {
            strings.append(String(decoding: rest.prefix(Int(length)), as: UTF8.self))
            rest = rest.dropFirst(Int(length))
        }
        return strings
    }

    private func ask(_ name: String, _ type: Int32) async throws(NameError) -> [UInt8] {
        let server = server
        let answer: Result<[UInt8], NameError> = await withCheckedContinuation { waiter in
            // The call blocks, which no thread of the concurrency pool may.
            let thread = Thread { waiter.resume(returning: Self.query(server, name, type)) }
            thread.name = "names"
            thread.start()
        }
        return try answer.get()
    }

    private static func query(_ server: Server?, _ name: String, _ type: Int32) -> Result<[UInt8], NameError> {
        var reply = [UInt8](repeating: 0, count: capacity)
        let length = cresolv_query(
            server?.address, server?.port ?? 0, patience, name, type, &reply, Int32(reply.count))
        switch length {
        case cresolv_no_record: return .success([])
        case 1...: return .success(Array(reply.prefix(Int(length))))
        case cresolv_bad_name: return .failure(NameError(.unreadable, "\(name) cannot be asked for"))
        default:
            let place = server.map { "the name server \($0)" } ?? "the system's name servers"
            return .failure(NameError(.noAnswer, "\(place) cannot be asked about \(name)"))
        }
    }
}
