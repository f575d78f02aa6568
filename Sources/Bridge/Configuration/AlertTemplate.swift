/// A text with places for what an alert is: `http://127.0.0.1:13013/cgi-bin/sendsms?to={phone}&udh={udh}&text={text}`.
///
/// It may hold a gateway's password and is never shown.
public struct AlertTemplate: Hashable, Sendable, Codable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What can stand in braces.
    public enum Place: String, Hashable, Sendable, Codable, CaseIterable {
        /// The phone's number, as `device set` stored it.
        case phone
        /// The account's login name.
        case account
        /// The device's own name.
        case device
        /// The media type of the notification.
        case type
        /// The notification itself, in hex.
        case hex
        /// The same in base64.
        case base64
        /// User data header and data of one SMS: octets, percent-encoded in a URL, in hex elsewhere.
        case udh, text
        /// The same in hex.
        case udhHex = "udh-hex"
        case textHex = "text-hex"
    }

    private enum Piece: Hashable, Sendable, Codable {
        case literal(String)
        case place(Place)
    }

    private let pieces: [Piece]

    /// Why a text is refused: the word in braces that means nothing.
    public struct Unknown: Error, Hashable, Sendable {
        /// The word.
        public let word: String
    }

    /// Reads a text. A brace that is not closed is one like any other letter.
    public init(_ text: String) throws(Unknown) {
        var pieces: [Piece] = []
        var literal = ""
        var rest = text[...]
        while let first = rest.first {
            guard first == "{", let end = rest.firstIndex(of: "}") else {
                literal.append(first)
                rest = rest.dropFirst()
                continue
            }
            let word = String(rest[rest.index(after: rest.startIndex)..<end])
            guard let place = Place(rawValue: word) else { throw Unknown(word: word) }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = ""
            pieces.append(.place(place))
            rest = rest[rest.index(after: end)...]
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        self.pieces = pieces
    }

    /// True when one of these stands in it.
    public func names(_ places: Set<Place>) -> Bool {
        pieces.contains { piece in
            switch piece {
            case .literal: false
            case .place(let place): places.contains(place)
            }
        }
    }

    /// The text with each place filled.
    public func filled(_ value: (Place) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .place(let place): value(place)
            }
        }.joined()
    }

    /// What it begins with, up to its first place.
    var head: String {
        guard case .literal(let text)? = pieces.first else { return "" }
        return text
    }

    /// "(hidden)".
    public var description: String { "(hidden)" }
    /// "(hidden)".
    public var debugDescription: String { description }
}

extension ConfigurationField {
    /// A URL with places. It may hold a password: it is not repeated in an error.
    func alertTemplate() throws(ConfigurationError) -> AlertTemplate {
        guard case .scalar(let text) = value else { throw refuse("a URL") }
        let template = try template(text)
        let head = template.head.lowercased()
        let authority = head.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first
        let host = authority.map { $0.prefix { $0 != "/" && $0 != "?" } }
        guard head.hasPrefix("http://") || head.hasPrefix("https://"), let host, BaseURL.isAuthority(host) else {
            throw ConfigurationError(
                .badValue,
                "\(place): expected a URL such as http://127.0.0.1:13013/cgi-bin/sendsms?to={phone}&udh={udh}&text={text},"
                    + " without user name in front of the host")
        }
        guard template.names([.text, .textHex, .hex, .base64]) else {
            throw ConfigurationError(
                .badValue, "\(place): the URL says nothing of the alert; write {udh} and {text} where its SMS belongs")
        }
        return template
    }

    /// A program by its absolute path, or a list of it and its arguments.
    func command() throws(ConfigurationError) -> [AlertTemplate] {
        let words: [ConfigurationValue]
        switch value {
        case .scalar: words = [value]
        case .list(let values): words = values
        case .null, .map: throw refuse("a program, or a list of a program and its arguments")
        }
        var command: [AlertTemplate] = []
        for word in words {
            guard case .scalar(let text) = word else { throw refuse("a list of a program and its arguments") }
            command.append(try template(text))
        }
        guard let program = command.first, program.head.hasPrefix("/"),
            !program.names(Set(AlertTemplate.Place.allCases))
        else {
            throw ConfigurationError(
                .badValue, "\(place): expected the absolute path of a program such as /usr/local/bin/send-alert first")
        }
        return command
    }

    private func template(_ text: String) throws(ConfigurationError) -> AlertTemplate {
        do {
            return try AlertTemplate(text)
        } catch {
            let known = AlertTemplate.Place.allCases.map(\.rawValue)
            throw ConfigurationError(
                .badValue, "\(place): {\(error.word)} means nothing; \(Suggestion.hint(for: error.word, among: known))")
        }
    }
}
