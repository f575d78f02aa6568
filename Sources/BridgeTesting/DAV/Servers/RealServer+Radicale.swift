extension RealServer {
    /// Debian's Radicale with Basic authentication. HTTP/1.0, a connection a request; it rewrites bodies.
    /// - Parameter users: names and passwords; the first is `user`.
    public static func radicale(
        users: [(name: String, password: String)] = [("alice", "secret"), ("bob", "secret")]
    ) async throws -> RealServer {
        try await launch { port in
            let folder = try TemporaryFolder("radicale")
            let accounts = users.map { "\($0.name):\($0.password)\n" }.joined()
            let passwords = try folder.write("htpasswd", accounts)
            let configuration = try folder.write(
                "config",
                """
                [server]
                hosts = 127.0.0.1:\(port)
                max_connections = 32
                [auth]
                type = htpasswd
                htpasswd_filename = \(passwords)
                htpasswd_encryption = plain
                delay = 0
                [rights]
                type = owner_only
                [storage]
                filesystem_folder = \(folder.path)/store
                [logging]
                level = warning
                """)
            let first = users.first ?? ("alice", "secret")
            return RealServer(
                name: "Radicale", port: port, user: first.0, password: first.1, folder: folder,
                program: "/usr/bin/radicale", arguments: ["--config", configuration])
        }
    }
}
