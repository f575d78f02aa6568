/// The targets of Package.swift with their direct dependencies, read from its text.
struct PackageManifest {
    struct Target {
        var name: String
        var isTest: Bool
        var isSystemLibrary: Bool
        /// Modules it may import: targets by name, products by name.
        var dependencies: Set<String>
        /// `Sources/NAME` or `Tests/NAME`.
        var folder: String { (isTest ? "Tests/" : "Sources/") + name }
    }

    let targets: [Target]

    /// Finds every `.target(...)`, `.executableTarget(...)`, `.testTarget(...)` and `.systemLibrary(...)`.
    init(text: String) {
        let code = PackageManifest.withoutComments(text)[...]
        var found: [Target] = []
        for kind in [".target(", ".executableTarget(", ".testTarget(", ".systemLibrary("] {
            for start in code.ranges(of: kind) {
                let body = PackageManifest.enclosed(code, from: start.upperBound, open: "(", close: ")")
                guard let name = PackageManifest.strings(in: body.prefix { $0 != "," }).first else { continue }
                var dependencies: Set<String> = []
                if let list = body.firstRange(of: "dependencies: [") {
                    let entries = PackageManifest.enclosed(body, from: list.upperBound, open: "[", close: "]")
                    dependencies = PackageManifest.modules(in: entries)
                }
                found.append(
                    Target(
                        name: name, isTest: kind == ".testTarget(", isSystemLibrary: kind == ".systemLibrary(",
                        dependencies: dependencies))
            }
        }
        targets = found
    }

    /// `"A", .product(name: "B", package: "c")` gives A and B.
    private static func modules(in entries: Substring) -> Set<String> {
        var modules: Set<String> = []
        var rest = entries
        while let product = rest.firstRange(of: ".product(") {
            modules.formUnion(strings(in: rest[..<product.lowerBound]))
            let inside = enclosed(rest, from: product.upperBound, open: "(", close: ")")
            if let name = strings(in: inside).first { modules.insert(name) }
            rest = rest[inside.endIndex...]
        }
        modules.formUnion(strings(in: rest))
        return modules
    }

    /// What stands between two quotes, in order.
    private static func strings(in text: Substring) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// From `start` up to the bracket that closes the one just before `start`.
    private static func enclosed(
        _ text: Substring, from start: String.Index, open: Character, close: Character
    ) -> Substring {
        var depth = 1
        let rest = text[start...]
        for index in rest.indices {
            if rest[index] == open { depth += 1 }
            if rest[index] == close { depth -= 1 }
            if depth == 0 { return rest[..<index] }
        }
        return rest
    }

    private static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    }
}
