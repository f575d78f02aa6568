// swift-tools-version:6.2
import PackageDescription

/// libFuzzer around `HostileTarget` and `PeerTarget` of footbridge. A package of its own, since it is built with other flags: `make fuzz`.
let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "footbridge", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                .product(name: "LensLaws", package: "footbridge"), .product(name: "WireLaws", package: "footbridge"),
            ])
    ])
