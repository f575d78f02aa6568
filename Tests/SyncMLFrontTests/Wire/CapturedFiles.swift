import Glibc

/// The folder of captured messages, when it is there: FOOTBRIDGE_SHARED, else beside the package.
enum CapturedFiles {
    /// The files of a folder and its subfolders whose names end so, sorted; nil (with a line printed) without the folder.
    static func files(_ folder: String, _ suffixes: String...) -> [(path: String, bytes: [UInt8])]? {
        let shared = getenv("FOOTBRIDGE_SHARED").map { String(cString: $0) } ?? "../shared"
        let root = "\(shared)/samples/\(folder)"
        guard let paths = list(root) else {
            print("skipped: \(root) is not there")
            return nil
        }
        return paths.sorted().filter { path in suffixes.contains { path.hasSuffix($0) } }.compactMap { path in
            read(path).map { (path, $0) }
        }
    }

    /// A file's bytes; nil when it cannot be read.
    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func list(_ folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var paths: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let path = "\(folder)/\(name)"
            if let inner = list(path) {
                paths += inner
            } else {
                paths.append(path)
            }
        }
        return paths
    }
}
