import Markup
import SyncMLFront

/// What is done to a recorded life, read from any bytes: each step sends one of its messages, as it was or changed, or something
/// else. Short changes of the bytes so reach deep into a session.
struct SessionScript: Sendable {
    /// One step.
    enum Step: Hashable, Sendable {
        /// The next message as it was.
        case send
        /// The next message with bytes taken out and put in.
        case splice(at: Int, removing: Int, inserting: [UInt8])
        /// The next message with one of its elements changed.
        case edit(element: Int, Edit)
        /// The next message is never sent.
        case skip
        /// The last bytes once more.
        case again
        /// These bytes.
        case bytes([UInt8])
        /// The message of a number.
        case jump(Int)
        /// Time passes, in minutes.
        case wait(Int)
        /// The bridge's process ends and begins again.
        case restart
    }

    /// What becomes of an element.
    enum Edit: Hashable, Sendable {
        case remove
        /// It stands twice.
        case double
        /// Its content is this text.
        case text([UInt8])
        /// It is what another element is.
        case become(Int)
        /// Another element stands inside it, too.
        case hold(Int)
    }

    /// Which life, by its number.
    let life: Int
    let steps: [Step]

    /// More messages than a life has twice over.
    private static let most = 40

    /// Reads a script; any bytes are one.
    init(_ bytes: [UInt8]) {
        var input = Input(bytes: bytes[...])
        life = Int(input.byte())
        var steps: [Step] = []
        while !input.bytes.isEmpty, steps.count < Self.most { steps.append(Self.step(&input)) }
        self.steps = steps
    }

    private static func step(_ input: inout Input) -> Step {
        switch input.byte() % 12 {
        case 0, 9, 10, 11: return .send
        case 1:
            return .splice(at: input.number(), removing: Int(input.byte() % 32), inserting: input.run(32))
        case 2: return .edit(element: input.number(), edit(&input))
        case 3: return .skip
        case 4: return .again
        case 5: return .bytes(input.run(1024))
        case 6: return .jump(Int(input.byte()))
        case 7: return .wait(Int(input.byte()))
        case 8: return .restart
        default: return .send
        }
    }

    private static func edit(_ input: inout Input) -> Edit {
        switch input.byte() % 5 {
        case 0: .remove
        case 1: .double
        case 2: .text(input.run(64))
        case 3: .become(input.number())
        default: .hold(input.number())
        }
    }

    /// The bytes not read yet; behind their end all is 0.
    private struct Input {
        var bytes: ArraySlice<UInt8>

        mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

        mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

        /// A length below the limit, and so many bytes.
        mutating func run(_ limit: Int) -> [UInt8] {
            let count = limit > 256 ? number() % limit : Int(byte()) % limit
            defer { bytes = bytes.dropFirst(count) }
            return Array(bytes.prefix(count))
        }
    }

    /// A life as it was; each of its messages lost, repeated or with elements removed and doubled.
    static func seeds(of life: HonestLife, number: Int) -> [[UInt8]] {
        let count = life.letters.count
        let whole = [UInt8(number)] + [UInt8](repeating: 0, count: count)
        let changed = (0..<count).flatMap { place -> [[UInt8]] in
            let before = [UInt8(number)] + [UInt8](repeating: 0, count: place)
            let after = [UInt8](repeating: 0, count: count - place - 1)
            let element = UInt8(truncatingIfNeeded: place * 11 + 14)
            return [[3], [0, 4], [2, 0, element, 0], [2, 0, element, 1], [2, 0, element, 2, 2, 0x35, 0x30]].map {
                before + $0 + after
            }
        }
        return [whole] + changed
    }
}

extension SessionScript.Edit {
    /// A tree with the element of a number changed; numbers beyond the last begin again.
    func applied(to tree: Element, at number: Int) -> Element {
        let total = Self.count(tree)
        // The root cannot go.
        guard total > 1 else { return tree }
        let place = 1 + number % (total - 1)
        var index = 0
        return edited(tree, &index, place, in: tree).first ?? tree
    }

    private static func count(_ element: Element) -> Int { element.elements.reduce(1) { $0 + count($1) } }

    private static func element(_ number: Int, of tree: Element) -> Element {
        var rest = number % count(tree)
        func find(_ element: Element) -> Element? {
            if rest == 0 { return element }
            rest -= 1
            for child in element.elements {
                if let found = find(child) { return found }
            }
            return nil
        }
        return find(tree) ?? tree
    }

    private func edited(_ element: Element, _ index: inout Int, _ place: Int, in tree: Element) -> [Element] {
        let own = index
        index += 1
        if own == place { return changed(element, in: tree) }
        var copy = element
        copy.children = []
        for node in element.children {
            switch node {
            case .element(let child): copy.children += edited(child, &index, place, in: tree).map { .element($0) }
            case .text, .bytes: copy.children.append(node)
            }
        }
        return [copy]
    }

    private func changed(_ element: Element, in tree: Element) -> [Element] {
        var copy = element
        switch self {
        case .remove: return []
        case .double: return [element, element]
        case .text(let bytes): copy.children = [.bytes(bytes)]
        case .become(let number): return [Self.element(number, of: tree)]
        case .hold(let number): copy.children.append(.element(Self.element(number, of: tree)))
        }
        return [copy]
    }
}
