import Glibc

/// "12 of 312" on a terminal while something takes long; nothing where nobody looks.
struct Progress {
    let total: Int
    private let isShown = isatty(STDERR_FILENO) == 1

    init(total: Int) { self.total = total }

    /// So many are done.
    func show(_ done: Int) {
        if isShown { Console.write(Array("\r\(done) of \(total)".utf8), to: STDERR_FILENO) }
    }

    /// Takes the line away.
    func clear() {
        if isShown { Console.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    }
}
