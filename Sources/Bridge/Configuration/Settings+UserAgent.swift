extension Settings {
    /// What upstream servers are told.
    var userAgent: String { "\(serverName)/\(version)" }
}
