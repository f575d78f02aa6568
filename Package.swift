// swift-tools-version:6.2
import PackageDescription

/// The settings of every Swift target, stated once.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// ARCHITECTURE.md, "The targets": arrows only point down. Tests/HouseTests compares every import with this list.
let package = Package(
    name: "footbridge",
    products: [
        .executable(name: "footbridge", targets: ["footbridge"]),
        // For Fuzz, a package of its own.
        .library(name: "LensLaws", targets: ["LensLaws"]),
        .library(name: "WireLaws", targets: ["WireLaws"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    ],
    targets: [
        // C libraries, each behind one owner.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CResolv", linkerSettings: [.linkedLibrary("resolv")]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),

        // The nouns, the syntaxes and the lens: no I/O.
        .target(name: "SyncTypes", swiftSettings: strict),
        .target(name: "Markup", dependencies: ["CLibXML2"], swiftSettings: strict),
        .target(name: "Versit", swiftSettings: strict),
        .target(name: "Translation", dependencies: ["Versit", "Markup", "SyncTypes"], swiftSettings: strict),
        .target(
            name: "SyncMLFront",
            dependencies: ["Markup", "SyncTypes", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),

        // The two outside worlds and the store.
        .target(name: "DAVClient", dependencies: ["Markup", "SyncTypes", "CCurl", "CResolv"], swiftSettings: strict),
        .target(
            name: "Mapping",
            dependencies: [
                "SyncTypes", "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),

        // The decisions.
        .target(
            name: "Bridge",
            dependencies: [
                "SyncMLFront", "Translation", "Versit", "DAVClient", "Mapping", "Markup", "SyncTypes",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        // The other side of the wire, for people without a phone and for tests.
        .target(name: "Phone", dependencies: ["SyncMLFront", "Markup", "SyncTypes"], swiftSettings: strict),

        // The shell.
        .executableTarget(
            name: "footbridge",
            dependencies: [
                "Bridge", "Phone", "DAVClient", "Mapping", "SyncMLFront", "Markup", "SyncTypes",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),

        // What holds for every translation; never linked into the product.
        .target(name: "LensLaws", dependencies: ["Translation", "Versit", "SyncTypes"], swiftSettings: strict),

        // The simulated world; never linked into the product.
        .target(
            name: "BridgeTesting",
            dependencies: [
                "Bridge", "Phone", "DAVClient", "Mapping", "SyncMLFront", "Markup", "Versit", "SyncTypes",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        // What holds for any bytes of a device; never linked into the product.
        .target(
            name: "WireLaws",
            dependencies: [
                "BridgeTesting", "Bridge", "Phone", "DAVClient", "Mapping", "SyncMLFront", "Markup", "SyncTypes",
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "prove", dependencies: ["BridgeTesting", "Bridge", "LensLaws", "Mapping", "SyncTypes", "Versit"],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests", dependencies: ["BridgeTesting", "Bridge", "Mapping", "SyncTypes", "Phone"],
            swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(name: "WireLawsTests", dependencies: ["WireLaws"], swiftSettings: strict),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"], swiftSettings: strict),
        .testTarget(name: "VersitTests", dependencies: ["Versit"], swiftSettings: strict),
        .testTarget(
            name: "TranslationTests", dependencies: ["Translation", "LensLaws", "Versit", "SyncTypes"],
            swiftSettings: strict),
        .testTarget(
            name: "SyncMLFrontTests", dependencies: ["SyncMLFront", "Markup", "SyncTypes"], swiftSettings: strict),
        .testTarget(
            name: "DAVClientTests", dependencies: ["DAVClient", "BridgeTesting", "Markup", "SyncTypes"],
            exclude: ["Peers"], swiftSettings: strict),
        .testTarget(
            name: "PhoneTests", dependencies: ["Phone", "SyncMLFront", "Markup", "SyncTypes"], swiftSettings: strict),
        .testTarget(
            name: "MappingTests",
            dependencies: ["Mapping", "SyncTypes", .product(name: "GRDBSQLite", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(
            name: "BridgeTests",
            dependencies: [
                "Bridge", "BridgeTesting", "Phone", "SyncMLFront", "Translation", "DAVClient", "Mapping", "Markup",
                "SyncTypes", "Versit",
            ],
            exclude: ["Scripted/Dialogues"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
