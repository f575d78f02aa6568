import Glibc

/// Standard output, standard error, standard input.
enum Console {
    /// Writes a line for people or scripts to standard output.
    static func say(_ text: String) { write(Array(text.utf8) + [0x0A], to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func complain(_ text: String) { write(Array(text.utf8) + [0x0A], to: STDERR_FILENO) }

    /// Writes bytes as they are to a descriptor; what cannot be written is lost.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR || errno == EAGAIN else { return }
                continue
            }
            rest = rest.dropFirst(count)
        }
    }

    /// One line of standard input without its end. On a terminal it is asked for, and not shown.
    static func secret(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(strippingNewline: true) else {
                throw Failure("standard input has no line for: \(prompt)")
            }
            return line
        }
        write(Array("\(prompt): ".utf8), to: STDERR_FILENO)
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            write([0x0A], to: STDERR_FILENO)
        }
        guard let line = readLine(strippingNewline: true) else { throw Failure("no \(prompt) was given") }
        return line
    }

    /// All of a file, or of standard input for nil and "-".
    static func contents(of path: String?, limit: Int) throws -> [UInt8] {
        var descriptor = STDIN_FILENO
        if let path, path != "-" {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Failure("\(path) cannot be read: \(problem())") }
        }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure("\(path ?? "standard input") cannot be read: \(problem())") }
            if count == 0 { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= limit else {
                throw Failure("\(path ?? "standard input") is larger than \(limit) bytes")
            }
        }
    }

    /// What the last call of the system complained about.
    static func problem() -> String { String(cString: strerror(errno)) }
}
