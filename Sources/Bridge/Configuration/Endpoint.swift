/// The paths under which SyncML is served: ours, and those phones of other servers' users have typed in.
public enum Endpoint {
    /// The first is the one people are told.
    public static let paths = ["/syncml", "/MDSyncML.dll", "/syncml/index.html", "/funambol/ds"]

    /// True when a path is one of them, in whatever case and with whatever slashes at its end.
    public static func matches(_ path: some StringProtocol) -> Bool {
        var rest = Substring(path.lowercased())
        while rest.hasSuffix("/") { rest.removeLast() }
        return paths.contains { $0.lowercased() == rest }
    }
}
