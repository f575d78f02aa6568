import Markup

/// Chal (Representation Protocol): `Meta` with Type, Format and NextNonce.
public struct Challenge: Hashable, Sendable, Codable {
    /// What credential is wanted.
    public var meta: Meta

    /// A challenge.
    public init(meta: Meta) { self.meta = meta }

    /// Reads Chal.
    public init(from element: Element) { meta = element[child: "Meta"].map(Meta.init(from:)) ?? Meta() }

    /// Writes Chal.
    public func element() -> Element { Element("Chal", [.element(meta.element())]) }
}
