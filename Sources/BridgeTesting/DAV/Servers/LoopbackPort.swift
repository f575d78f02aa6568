import Foundation

/// Ports of 127.0.0.1.
public enum LoopbackPort {
    /// A port that nobody listens on at this moment.
    public static func free() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ChildProcess.LaunchError(description: "no socket to be had") }
        defer { close(descriptor) }
        var address = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutableBytes(of: &address) { raw -> Int32 in
            guard let place = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            let bound = bind(descriptor, place, length)
            return bound == 0 ? getsockname(descriptor, place, &length) : bound
        }
        guard code == 0 else { throw ChildProcess.LaunchError(description: "no loopback port to be had") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// True when a connection to the port succeeds.
    public static func accepts(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = address(port)
        return withUnsafeMutableBytes(of: &address) { raw in
            guard let place = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return connect(descriptor, place, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
