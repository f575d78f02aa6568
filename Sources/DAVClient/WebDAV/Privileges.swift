import Markup

/// `DAV:current-user-privilege-set` (RFC 3744 section 5.5).
enum Privileges {
    /// True when items may be changed and added; a server that does not tell is taken at its word later, by PUT.
    static func allowWriting(_ property: Element?) -> Bool {
        guard let property else { return true }
        let names = Set(property.all("privilege").flatMap(\.elements).map(\.name))
        if names.contains("all") || names.contains("write") { return true }
        return names.isSuperset(of: ["write-content", "bind"])
    }
}
