import Glibc
import Markup
import SyncMLFront

/// The folder of recorded sessions, when it is there: FOOTBRIDGE_SHARED, else beside the package.
enum RecordedFiles {
    /// A message as it was recorded.
    struct Recorded {
        let name: String
        let bytes: [UInt8]
        let tree: Element
    }

    /// The device's messages of a folder in order of their names; nil, with a line printed, without the folder.
    ///
    /// - Parameters:
    ///   - isDevice: tells by its name whether a file is a message of the device.
    ///   - trims: lines of items lose their indentation, which is that of the page a recording was taken from.
    static func messages(
        _ folder: String, _ encoding: WireEncoding, trims: Bool = false, where isDevice: (String) -> Bool
    ) throws -> [Recorded]? {
        let shared = getenv("FOOTBRIDGE_SHARED").map { String(cString: $0) } ?? "../shared"
        let root = "\(shared)/samples/sessions/\(folder)"
        guard let names = list(root) else {
            print("skipped: \(root) is not there")
            return nil
        }
        return try names.sorted().filter(isDevice).map { name in
            let bytes = read("\(root)/\(name)")
            var tree = try WireForm.decode(bytes, as: encoding)
            if trims { tree = tree.withoutIndentation }
            return Recorded(name: name, bytes: bytes, tree: tree)
        }
    }

    private static func list(_ folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}

extension Element {
    /// The same with the blanks at the start of each line of Data taken away.
    fileprivate var withoutIndentation: Element {
        var copy = self
        if name == "Data", elements.isEmpty, text.contains("\n") {
            let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }
            copy.children = [.text(lines.filter { !$0.isEmpty }.map { $0 + "\r\n" }.joined())]
        } else {
            copy.mapChildren { $0.withoutIndentation }
        }
        return copy
    }
}
