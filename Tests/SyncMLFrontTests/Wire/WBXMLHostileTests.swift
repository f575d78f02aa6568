import Markup
import Testing

@testable import SyncMLFront

/// Any octets yield a tree or a `WireError`; each limit has its own.
@Suite struct WBXMLHostileTests {
    static let head = WBXMLReaderTests.head

    static let refused: [([UInt8], WireError.Code)] = [
        ([], .empty), ([0x00, 0x01, 0x6A, 0x00], .wbxmlVersion), ([0x04, 0x01, 0x6A, 0x00], .wbxmlVersion),
        ([0x02], .truncated), ([0x02, 0x9F, 0x53, 0x6A], .truncated), (head, .truncated),
        ([0x02, 0x9F, 0x53, 0x83, 0x77, 0x00, 0x2D], .charset),
        ([0x02, 0x9F, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], .integer), ([0x02, 0x90, 0x80, 0x80, 0x80, 0x00], .integer),
        ([0x02, 0x9F, 0x53, 0x6A, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F], .stringTableTooLarge),
        ([0x02, 0x9F, 0x53, 0x6A, 0x10, 0x2D], .truncated), ([0x02, 0x00, 0x05, 0x6A, 0x00, 0x2D], .stringReference),
        (head + [0x45, 0x01], .unknownDocument), (head + [0x6D, 0x30, 0x01], .unknownToken),
        (head + [0x6D, 0x3F, 0x01], .unknownToken), (head + [0x6D, 0x00, 0x02, 0x05, 0x01], .unknownPage),
        (head + [0x6D, 0x40, 0x41, 0x00, 0x01], .extensionToken), (head + [0x6D, 0xC0, 0x01], .extensionToken),
        (head + [0x6D, 0x80, 0x00, 0x01], .extensionToken), (head + [0x6D, 0x43, 0x01], .processingInstruction),
        (head + [0xED, 0x01, 0x01], .attributes), (head + [0x6D, 0x84, 0x00, 0x01], .attributes),
        (head + [0x6D, 0x83, 0x00, 0x01], .stringReference), (head + [0x6D, 0x04, 0x00, 0x01], .stringReference),
        (head + [0x6D, 0x02, 0x83, 0xB0, 0x00, 0x01], .entity), (head + [0x6D, 0x03, 0x41], .truncated),
        (head + [0x6D, 0xC3, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F, 0x41], .truncated), (head + [0x6D], .truncated),
        (head + [0x6D, 0x01, 0x2D], .trailingBytes), (head + [0x6D, 0x00], .truncated),
    ]

    @Test(arguments: refused)
    func refuses(_ bytes: [UInt8], _ code: WireError.Code) {
        #expect(throws: WireError(code, "")) { try WireForm.decode(bytes, as: .wbxml) }
    }

    @Test func depthAndCountAreLimited() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Self.head + [UInt8](repeating: 0x6D, count: depth) + [UInt8](repeating: 0x01, count: depth)
        }
        #expect(try WireForm.decode(nested(64), as: .wbxml).name == "SyncML")
        for depth in [65, 300, 1_000_000] {
            #expect(throws: WireError(.tooDeep, "")) { try WireForm.decode(nested(depth), as: .wbxml) }
        }
        let many = Self.head + [0x6D] + [UInt8](repeating: 0x12, count: 200_000) + [0x01]
        #expect(throws: WireError(.tooManyElements, "")) { try WireForm.decode(many, as: .wbxml) }
        let large = Self.head + [UInt8](repeating: 0x6D, count: 4 << 20)
        #expect(throws: WireError(.tooLarge, "")) { try WireForm.decode(large, as: .wbxml) }
        #expect(throws: WireError(.tooLarge, "")) { try WireForm.decode(large, as: .xml) }
    }

    /// Three bytes that stand for a long string, over and over: gigabytes for who copies it each time.
    @Test(arguments: [false, true])
    func usesOfTheStringTableAreLimited(_ asNames: Bool) throws {
        let long = [UInt8](repeating: 0x41, count: 60_000) + [0]
        let start: [UInt8] = [0x02, 0x9F, 0x53, 0x6A, 0x83, 0xD4, 0x61] + long + [0x6D]
        let use: [UInt8] = asNames ? [0x04, 0x00] : [0x83, 0x00]
        func document(_ uses: Int) -> [UInt8] { start + (0..<uses).flatMap { _ in use } + [0x01] }
        #expect(try WireForm.decode(document(69), as: .wbxml).name == "SyncML")
        for uses in [70, 100_000] {
            #expect(throws: WireError(.tooLarge, "")) { try WireForm.decode(document(uses), as: .wbxml) }
        }
    }

    @Test func depthCountsThroughNestedDocuments() throws {
        var limits = WireLimits()
        limits.maxDepth = 4
        let tree = Element(
            "SyncML", [.element(Element("Data", [.element(DeviceInformation(model: "x").element(.v11))]))])
        let bytes = WireForm.encode(tree, as: .wbxml, version: .v11)
        #expect(try WireForm.decode(bytes, as: .wbxml, limits: limits)[child: "Data"]?[child: "DevInf"] != nil)
        limits.maxDepth = 3
        #expect(try WireForm.decode(bytes, as: .wbxml, limits: limits)[child: "Data"]?[child: "DevInf"] == nil)
    }

    @Test func cutAnywhereItIsAnError() throws {
        for version in ProtocolVersion.allCases {
            let bytes = WireForm.encode(try WireFixtures.message(version), as: .wbxml, version: version)
            for end in 0..<bytes.count {
                #expect(throws: WireError.self, "\(version), cut at \(end)") {
                    try WireForm.decode(Array(bytes[..<end]), as: .wbxml)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func mutationsNeverCrash(seed: UInt64) throws {
        var random = WireRandom(seed: seed)
        let encoding: WireEncoding = seed == 4 ? .xml : .wbxml
        let original = WireForm.encode(try WireFixtures.message(.v12), as: encoding, version: .v12)
        var outcomes = (messages: 0, errors: 0)
        for _ in 0..<(seed == 4 ? 150 : 600) {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0, 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
                }
            }
            do {
                let tree = try WireForm.decode(bytes, as: encoding)
                let message = try Message(from: tree)
                for case .put(let put) in message.commands {
                    let found = put.items.compactMap { $0.data?.element(named: "DevInf") }
                    _ = found.map { DeviceInformation(from: $0).profile() }
                }
                // What was accepted can be written and read again.
                for form in WireEncoding.allCases {
                    let again = WireForm.encode(message.element(form), as: form, version: message.header.version)
                    _ = try? WireForm.decode(again, as: form)
                }
                outcomes.messages += 1
            } catch {
                #expect(error is WireError || error is MessageError, "seed \(seed)")
                outcomes.errors += 1
            }
        }
        #expect(outcomes.messages > 0 && outcomes.errors > 0, "seed \(seed): \(outcomes)")
    }
}
