import Glibc

/// How many files and sockets the process may have open.
enum OpenFileLimit {
    /// Files beside the phones' connections: database, spooled replies, connections upstream.
    private static let others = 200

    /// Takes as many as the system allows. Answers what is lacking for so many connections; nil when nothing is.
    static func raise(for connections: Int) -> String? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        guard limit.rlim_cur < UInt(connections + others) else { return nil }
        return "the system allows \(limit.rlim_cur) open files, too few for limits.connections \(connections)"
    }
}
