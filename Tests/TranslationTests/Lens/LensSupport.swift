import LensLaws
import Testing

extension Given {
    /// A text with one piece replaced, which must be there.
    static func edit(_ text: [UInt8], _ old: String, _ new: String) throws -> [UInt8] {
        let string = String(decoding: text, as: UTF8.self)
        try #require(string.contains(old), "\(old) is not in \(string)")
        return Array(string.replacing(old, with: new).utf8)
    }
}
