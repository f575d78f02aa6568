extension RealServer {
    /// Debian's Xandikos: keep-alive, no login of its own, exactly one user.
    public static func xandikos(user: String = "alice") async throws -> RealServer {
        try await launch { port in
            let folder = try TemporaryFolder("xandikos")
            return RealServer(
                name: "Xandikos", port: port, user: user, password: "", folder: folder,
                program: "/usr/bin/xandikos",
                arguments: [
                    "-d", folder.path + "/store", "--autocreate", "--current-user-principal", "/\(user)/",
                    "-l", "127.0.0.1", "-p", String(port),
                ])
        }
    }
}
