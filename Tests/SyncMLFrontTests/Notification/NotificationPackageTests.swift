import SyncTypes
import Testing

@testable import SyncMLFront

/// The notification of DS 1.2, bit for bit.
@Suite struct NotificationPackageTests {
    private static let contacts = NotificationPackage.Sync(.twoWay, contentType: 7, serverURI: "Contacts")

    private static func package(
        _ userInterface: NotificationPackage.UserInterface = .background, isFromServer: Bool = true
    ) -> NotificationPackage {
        NotificationPackage(
            userInterface: userInterface, isFromServer: isFromServer, sessionID: 0x1234, serverID: "fb",
            syncs: [contacts])
    }

    @Test func bytes() throws {
        let trigger: [UInt8] =
            [0x03, 0x18, 0, 0, 0, 0x12, 0x34, 2, 0x66, 0x62, 0x10, 0x60, 0, 0, 7, 8] + Array("Contacts".utf8)
        try #expect(Self.package().trigger() == trigger)
        // Both digests were computed by another program.
        let plain: [UInt8] = [
            0x65, 0x28, 0x03, 0x7C, 0x07, 0x82, 0xDE, 0xDE, 0x38, 0xE6, 0xFF, 0xA4, 0x7A, 0x83, 0xA9, 0x70,
        ]
        let keyed: [UInt8] = [
            0xBE, 0xA6, 0x46, 0x97, 0x89, 0x02, 0xDD, 0x00, 0x09, 0xE5, 0x07, 0xA4, 0x36, 0x19, 0x34, 0xBA,
        ]
        try #expect(Self.package().bytes() == plain + trigger)
        try #expect(Self.package().bytes(password: "secret", nonce: [0, 0x6E]) == keyed + trigger)
    }

    @Test(arguments: [
        (NotificationPackage.UserInterface.unspecified, true, UInt8(0x08)), (.background, true, 0x18),
        (.informative, true, 0x28), (.interaction, true, 0x38), (.interaction, false, 0x30),
    ])
    func flags(userInterface: NotificationPackage.UserInterface, isFromServer: Bool, octet: UInt8) throws {
        let trigger = try Self.package(userInterface, isFromServer: isFromServer).trigger()
        #expect(Array(trigger.prefix(5)) == [0x03, octet, 0, 0, 0])
    }

    @Test(arguments: [
        (AlertedMode.twoWay, UInt8(0x60), SyncMode.twoWay), (.oneWayFromClient, 0x70, .oneWayFromClient),
        (.refreshFromClient, 0x80, .refreshFromClient), (.oneWayFromServer, 0x90, .oneWayFromServer),
        (.refreshFromServer, 0xA0, .refreshFromServer),
    ])
    func modes(mode: AlertedMode, octet: UInt8, meaning: SyncMode) throws {
        let package = NotificationPackage(
            sessionID: 1, serverID: "", syncs: [.init(mode, contentType: 0x01_0203, serverURI: "a")])
        try #expect(Array(package.trigger().suffix(6)) == [octet, 1, 2, 3, 1, 0x61])
        #expect(mode.mode == meaning && SyncMode(alertCode: mode.rawValue) == meaning)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = WireRandom(seed: seed)
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &generator)] }
        func text() -> String {
            let letters = Array("abc/.?&=:").map { String($0) }
            return (0..<Int.random(in: 0...255, using: &generator)).map { _ in pick(letters) }.joined()
        }
        for round in 0..<300 {
            let package = NotificationPackage(
                userInterface: pick(NotificationPackage.UserInterface.allCases),
                isFromServer: Bool.random(using: &generator),
                sessionID: .random(in: .min ... .max, using: &generator), serverID: text(),
                syncs: (0..<Int.random(in: 0..<16, using: &generator)).map { _ in
                    .init(
                        pick(AlertedMode.allCases), contentType: .random(in: 0..<1 << 24, using: &generator),
                        serverURI: text())
                })
            let bytes = try package.bytes()
            try #expect(NotificationPackage(bytes) == package, "seed \(seed), round \(round)")
            // Any cut is noticed, and so is a byte too many.
            let cut = Int.random(in: 0..<bytes.count, using: &generator)
            #expect(throws: NotificationError(.truncated, "")) { _ = try NotificationPackage(Array(bytes.prefix(cut))) }
            #expect(throws: NotificationError(.trailingBytes, "")) { _ = try NotificationPackage(bytes + [0]) }
        }
    }

    @Test func whatDoesNotFitIsRefused() {
        let long = String(repeating: "x", count: 256)
        let many = [NotificationPackage.Sync](repeating: Self.contacts, count: 16)
        for package in [
            NotificationPackage(sessionID: 1, serverID: long, syncs: []),
            NotificationPackage(sessionID: 1, serverID: "", syncs: [.init(.twoWay, serverURI: long)]),
            NotificationPackage(sessionID: 1, serverID: "", syncs: many),
        ] {
            #expect(throws: NotificationError(.tooLong, "")) { _ = try package.bytes() }
        }
    }

    @Test func otherVersionsAndSyncTypesAreRefused() throws {
        var bytes = try Self.package().bytes()
        bytes[16] = 0x02
        #expect(throws: NotificationError(.version, "")) { _ = try NotificationPackage(bytes) }
        bytes[16] = 0x03
        bytes[27] = 0x50
        #expect(throws: NotificationError(.syncType, "")) { _ = try NotificationPackage(bytes) }
    }

    /// PC Suite's and iSync's notifications are read, and written again byte for byte.
    @Test func samples() throws {
        guard let files = CapturedFiles.files("san", ".bin") else { return }
        try #require(!files.isEmpty)
        for (path, bytes) in files {
            let package = try NotificationPackage(bytes)
            #expect(!package.syncs.isEmpty && !package.serverID.isEmpty, "\(path)")
            let trigger = try package.trigger()
            #expect(trigger == Array(bytes.dropFirst(16)), "\(path)")
            // iSync signs nothing.
            guard bytes.prefix(16).contains(where: { $0 != 0 }) else { continue }
            try #expect(package.bytes() == bytes, "\(path)")
        }
    }
}
