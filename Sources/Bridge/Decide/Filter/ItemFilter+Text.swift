import SyncMLFront
import SyncTypes

/// The form in which the store keeps a filter beside the window that was served with it: words without blanks.
extension ItemFilter {
    /// `KINDS BYTES COUNT ATTACHMENTS START END CONDITION START END CONDITION`, `-` for what is not there.
    var words: [String] {
        [
            kinds.map { $0.map(\.rawValue).joined(separator: ",") } ?? "-", maxBytes.map { "\($0)" } ?? "-",
            maxCount.map { "\($0)" } ?? "-", withoutAttachments ? "na" : "-",
        ] + strict.words + lenient.words
    }

    /// Reads them; nil for anything else.
    init?(words: [String]) {
        guard words.count == 10, let strict = Clause(words: words[4..<7]), let lenient = Clause(words: words[7...])
        else {
            return nil
        }
        self = .everything
        (self.strict, self.lenient) = (strict, lenient)
        if words[0] != "-" {
            let named = words[0].split(separator: ",").map { ItemKind(rawValue: String($0)) }
            guard named.allSatisfy({ $0 != nil }) else { return nil }
            kinds = named.compactMap(\.self)
        }
        guard words[1] == "-" || Int(words[1]) != nil, words[2] == "-" || Int(words[2]) != nil else { return nil }
        maxBytes = Int(words[1])
        maxCount = Int(words[2])
        withoutAttachments = words[3] == "na"
    }
}

extension ItemFilter.Clause {
    fileprivate var words: [String] { window.words + [condition?.text ?? "-"] }

    fileprivate init?(words: ArraySlice<String>) {
        let words = Array(words)
        guard let window = TimeWindow(words: words[0..<2]) else { return nil }
        self.window = window
        guard words[2] != "-" else { return }
        guard let condition = try? FilterGrammar.read(words[2], most: 4 * FilterGrammar.longest) else { return nil }
        self.condition = condition
    }
}

extension TimeWindow {
    /// The edges, `-` for none.
    var words: [String] { [start == .min ? "-" : "\(start)", end == .max ? "-" : "\(end)"] }

    /// Reads two edges; nil for anything else.
    init?(words: ArraySlice<String>) {
        guard words.count == 2, let first = words.first, let last = words.last,
            let start = first == "-" ? .min : Int64(first), let end = last == "-" ? .max : Int64(last)
        else { return nil }
        self.init(start: start, end: end)
    }
}
