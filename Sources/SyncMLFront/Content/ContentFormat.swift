import Crypto

/// What Meta/Format says was done to an item's data (Funambol's content transformation): names joined by semicolons, applied
/// from left to right and undone from right to left.
public struct ContentFormat: Hashable, Sendable, Codable {
    /// One transformation.
    public enum Step: String, Hashable, Sendable, Codable, CaseIterable {
        /// Base64.
        case b64
        /// DES with a key made of the user's password.
        case des
    }

    /// The transformations, in the order in which a sender applies them; none for data as it is.
    public let steps: [Step]

    /// Base64 alone: what SIF items travel in.
    public static let base64 = ContentFormat(steps: [.b64])

    /// Transformations in their order.
    public init(steps: [Step]) { self.steps = steps }

    /// Reads a Meta/Format; nil for one with an unknown name. `chr`, `bin`, `xml` and `clear` change nothing.
    public init?(_ text: String?) {
        var steps: [Step] = []
        for word in (text ?? "").lowercased().split(separator: ";") {
            let name = word.filter { !$0.isWhitespace }
            if ["chr", "bin", "xml", "clear", ""].contains(name) { continue }
            guard let step = Step(rawValue: name) else { return nil }
            steps.append(step)
        }
        self.steps = steps
    }

    /// The Meta/Format to write; nil for data as it is.
    public var text: String? { steps.isEmpty ? nil : steps.map(\.rawValue).joined(separator: ";") }

    /// True when the clear password is needed.
    public var needsPassword: Bool { steps.contains(.des) }

    /// The data as it travels. `.noPassword` for `des` without one.
    public func applied(to data: [UInt8], password: String?) throws(ContentFormatError) -> [UInt8] {
        var data = data
        for step in steps {
            switch step {
            case .b64: data = Array(Base64.encode(data).utf8)
            case .des: data = try Self.cipher(password).encrypt(data)
            }
        }
        return data
    }

    /// The data as it was. `.noPassword` for `des` without one, `.base64` and `.cipher` for what was not made that way.
    public func undone(_ data: [UInt8], password: String?) throws(ContentFormatError) -> [UInt8] {
        var data = data
        for step in steps.reversed() {
            switch step {
            case .b64:
                guard let decoded = Base64.decode(data) else {
                    throw ContentFormatError(.base64, "the data is no base64")
                }
                data = decoded
            case .des:
                let cipher = try Self.cipher(password)
                do {
                    data = try cipher.decrypt(data)
                } catch {
                    throw ContentFormatError(.cipher, error.description)
                }
            }
        }
        return data
    }

    /// The key is the first 8 octets of the MD5 of the password.
    private static func cipher(_ password: String?) throws(ContentFormatError) -> DataCipher {
        guard let password else { throw ContentFormatError(.noPassword, "the clear password is not known") }
        do {
            return try DataCipher(key: Array(Insecure.MD5.hash(data: Array(password.utf8)).prefix(8)))
        } catch {
            throw ContentFormatError(.cipher, error.description)
        }
    }
}

/// Why data could not be put into a Meta/Format or taken out of it.
public struct ContentFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable kinds of failure.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// `des` needs the clear password, and only a digest of it is known.
        case noPassword
        /// Not base64.
        case base64
        /// Not what the cipher makes with this password.
        case cipher
    }

    /// The kind of failure.
    public let code: Code
    /// For people: what was met. Never a secret.
    public let reason: String

    /// A failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Code and reason.
    public var description: String { "\(code.rawValue): \(reason)" }
    /// Equal by code.
    public static func == (left: ContentFormatError, right: ContentFormatError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
