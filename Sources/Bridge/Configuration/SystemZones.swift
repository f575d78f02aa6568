import Versit

/// The operating system's time zones, for the shell to hand to the bridge.
public enum SystemZones {
    /// Reads `/usr/share/zoneinfo`, each zone once.
    public static let source = ZoneSource.system

    /// True for a name that has rules.
    public static func has(_ name: String) -> Bool { source(name) != nil }
}
