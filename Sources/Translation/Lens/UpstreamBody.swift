import Versit

/// The body of an upstream resource, read once for whoever asks more than one thing of it.
public struct UpstreamBody: Sendable {
    /// The body.
    public let bytes: [UInt8]
    let document: Document

    /// Reads a body.
    /// - Throws: `TranslationError` `unreadableResource` beyond the limits of a text.
    public init(_ bytes: [UInt8]) throws(TranslationError) {
        self.bytes = bytes
        document = try ResourceReader.document(bytes)
    }
}
