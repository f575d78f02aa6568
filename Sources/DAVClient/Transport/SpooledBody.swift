import Foundation

/// A long body in a temporary file that has no name any more. The file goes when the last reference does.
///
/// Reading is by position, so that several readers do not disturb each other. Equal when it is the same file.
public final class SpooledBody: Sendable, Hashable {
    /// Bytes of the body.
    public let count: Int
    private let file: Descriptor

    fileprivate init(_ file: Descriptor, count: Int) {
        self.file = file
        self.count = count
    }

    /// Up to `most` bytes from an offset; fewer at the end, none behind it.
    func read(at offset: Int, most: Int) throws(TransportError) -> [UInt8] {
        let wanted = max(0, min(most, count - offset))
        var got = 0
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while got < wanted, failure == nil {
                let read = pread(file.number, buffer.baseAddress.map { $0 + got }, wanted - got, off_t(offset + got))
                if read > 0 {
                    got += read
                } else if read == 0 || errno != EINTR {
                    failure = read == 0 ? EIO : errno
                }
            }
            filled = got
        }
        if let failure { throw TransportError(.storage, "a spooled reply: \(Descriptor.words(failure))") }
        return bytes
    }

    /// Equal when it is the same file.
    public static func == (left: SpooledBody, right: SpooledBody) -> Bool { left === right }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension SpooledBody {
    /// Fills the file. Used by one thread; the finished body is shared.
    final class Writer {
        private let file: Descriptor
        private(set) var count = 0

        /// A fresh file in a folder; nil for the system's (TMPDIR, else /tmp).
        init(folder: String?) throws(TransportError) {
            file = try Descriptor.temporary(in: folder ?? NSTemporaryDirectory())
        }

        /// Fills a file that is open already; it is closed with the last reference.
        init(descriptor: Int32) { file = Descriptor(descriptor) }

        func append(_ piece: UnsafeRawBufferPointer) throws(TransportError) {
            var rest = piece
            while !rest.isEmpty {
                let written = write(file.number, rest.baseAddress, rest.count)
                if written > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                    count += written
                } else if written == 0 || errno != EINTR {
                    let reason = Descriptor.words(written == 0 ? ENOSPC : errno)
                    throw TransportError(.storage, "the temporary folder takes no more of the reply: \(reason)")
                }
            }
        }

        /// What was written. Nothing may be appended after it was asked for.
        var finished: SpooledBody { SpooledBody(file, count: count) }
    }

    /// An open file, closed with the last reference.
    final class Descriptor: Sendable {
        let number: Int32

        init(_ number: Int32) { self.number = number }

        deinit { close(number) }

        /// Makes a file that only this process can open (mode 0600) and takes its name away at once.
        static func temporary(in folder: String) throws(TransportError) -> Descriptor {
            var path = Array("\(folder)/footbridge-reply-XXXXXX".utf8CString)
            let number = mkstemp(&path)
            guard number >= 0 else {
                throw TransportError(.storage, "no temporary file in \(folder): \(words(errno))")
            }
            unlink(path)
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            return Descriptor(number)
        }

        static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
    }
}
