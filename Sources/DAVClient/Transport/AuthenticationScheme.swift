/// The two schemes this client speaks (RFC 7617, RFC 7616).
enum AuthenticationScheme: Hashable, CaseIterable {
    case basic, digest

    /// The schemes a 401 offers, from all its WWW-Authenticate fields (RFC 9110 section 11.6.1).
    ///
    /// Scheme names are compared without case (SOGo writes "basic"); one field may hold several challenges.
    static func offered(by headers: [HTTPField]) -> Set<AuthenticationScheme> {
        var found: Set<AuthenticationScheme> = []
        for value in headers.all(named: "WWW-Authenticate") {
            for word in challengeWords(value) {
                switch word.lowercased() {
                case "basic": found.insert(.basic)
                case "digest": found.insert(.digest)
                default: continue
                }
            }
        }
        return found
    }

    /// The words that stand where a scheme may stand: at the start and after a comma, outside of quoted strings.
    private static func challengeWords(_ value: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        var isScheme = true
        for character in value {
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
                continue
            }
            switch character {
            case "\"": isQuoted = true
            case ",":
                if isScheme, !word.isEmpty { words.append(word) }
                (word, isScheme) = ("", true)
            case " ", "\t":
                if isScheme, !word.isEmpty {
                    words.append(word)
                    isScheme = false
                }
            default:
                if isScheme { word.append(character) }
            }
        }
        if isScheme, !word.isEmpty { words.append(word) }
        return words
    }
}

/// What an origin asked of a user, remembered so that only the first request pays for the question.
struct AuthenticationMemory {
    private var schemes: [AccountKey: AuthenticationScheme] = [:]

    /// The scheme to start with: Basic goes out unasked until the origin wanted Digest.
    func first(for key: AccountKey) -> AuthenticationScheme { schemes[key] ?? .basic }

    /// The scheme to try after a 401; nil when every offered one was tried.
    func next(offered: Set<AuthenticationScheme>, tried: Set<AuthenticationScheme>) -> AuthenticationScheme? {
        let left = offered.subtracting(tried)
        return left.contains(.digest) ? .digest : left.first
    }

    /// A request with this scheme was let in.
    mutating func worked(_ scheme: AuthenticationScheme, for key: AccountKey) {
        switch scheme {
        case .basic: schemes[key] = nil
        case .digest: schemes[key] = .digest
        }
    }
}

/// One user of one origin.
struct AccountKey: Hashable {
    let origin: Origin
    let credentials: HTTPCredentials?
}
