import Testing

/// The arrows of ARCHITECTURE.md: a file imports only what its target names in Package.swift.
@Suite struct ImportTests {
    /// Modules of toolchain and system. Every target may use the first group; the second is restricted below.
    static let always: Set<String> = ["Swift", "Glibc", "Musl", "Darwin", "Synchronization"]
    static let inTests: Set<String> = ["Testing", "Foundation"]

    /// Where Foundation may appear: the store's and the shell's side of the house, never in syntaxes and decisions.
    static let withFoundation: Set<String> = [
        "DAVClient", "Mapping", "Bridge", "Phone", "BridgeTesting", "footbridge", "prove",
    ]

    /// Folders that stay free of Foundation and Dispatch whatever their target may do.
    static let pure = [
        "Sources/SyncTypes", "Sources/Markup", "Sources/Versit", "Sources/SyncMLFront", "Sources/Translation",
        "Sources/Bridge/Decide",
    ]

    static func manifest() throws -> PackageManifest { PackageManifest(text: try SourceFile.text("Package.swift")) }

    @Test func everyImportIsADirectDependency() throws {
        var strangers: [String] = []
        for target in try ImportTests.manifest().targets where !target.isSystemLibrary {
            var allowed = target.dependencies.union(ImportTests.always)
            if target.isTest { allowed.formUnion(ImportTests.inTests) }
            if ImportTests.withFoundation.contains(target.name) {
                allowed.formUnion(["Foundation", "FoundationEssentials"])
            }
            if target.name == "footbridge" { allowed.insert("Dispatch") }
            for file in try SourceFile.all(below: target.folder) {
                strangers += file.imports.subtracting(allowed).sorted().map { "\(file.path) imports \($0)" }
            }
        }
        #expect(strangers == [])
    }

    @Test func everySourceFolderIsATarget() throws {
        let manifest = try ImportTests.manifest()
        for top in ["Sources", "Tests"] {
            let folders = Set(manifest.targets.filter { ($0.folder).hasPrefix(top + "/") }.map(\.folder))
            let strays = try SourceFile.all(below: top).filter { file in
                !folders.contains { file.path.hasPrefix($0 + "/") }
            }
            #expect(strays.map(\.path) == [])
        }
    }

    @Test func decisionsAndSyntaxesKnowNoFoundation() throws {
        let outside: Set<String> = ["Foundation", "FoundationEssentials", "FoundationNetworking", "Dispatch"]
        var found: [String] = []
        for folder in ImportTests.pure {
            for file in try SourceFile.all(below: folder) {
                found += file.imports.intersection(outside).sorted().map { "\(file.path) imports \($0)" }
            }
        }
        #expect(found == [])
    }

    /// Deciding and merging: values in, values out. Not even the doors to store, network and secrets.
    @Test func decisionsImportNoInputOrOutput() throws {
        let doors: Set<String> = ["DAVClient", "Mapping", "Crypto", "Logging", "Glibc"]
        let found = try SourceFile.all(below: "Sources/Bridge/Decide").flatMap { file in
            file.imports.intersection(doors).sorted().map { "\(file.path) imports \($0)" }
        }
        #expect(found == [])
    }

    @Test func theManifestIsUnderstood() throws {
        let targets = try ImportTests.manifest().targets
        let bridge = try #require(targets.first { $0.name == "Bridge" })
        #expect(bridge.dependencies.isSuperset(of: ["SyncMLFront", "Translation", "DAVClient", "Mapping", "Crypto"]))
        #expect(try #require(targets.first { $0.name == "Versit" }).dependencies == [])
        #expect(try #require(targets.first { $0.name == "footbridge" }).dependencies.contains("Hummingbird"))
        #expect(targets.contains { $0.name == "CLibXML2" && $0.isSystemLibrary })
        #expect(targets.contains { $0.name == "HouseTests" && $0.isTest })
    }

    @Test func importsAreReadInAllTheirForms() {
        let file = SourceFile(
            path: "x.swift",
            lines: [
                "import A", "@testable import B", "public import C.D", "import struct E.F", "// import G", "let x = 1",
            ])
        #expect(file.imports == ["A", "B", "C", "E"])
    }
}
