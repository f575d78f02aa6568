import Bridge
import Testing

/// Sealing and making passwords.
@Suite struct SecretTests {
    @Test func whatIsSealedOpens() throws {
        let box = SecretBox(key: Array(0..<32))
        for length in [0, 1, 16, 300] {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
            let sealed = box.seal(plain, nonce: Array(1...12))
            #expect(sealed.count == plain.count + 28)
            #expect(sealed.prefix(12).elementsEqual(1...12))
            #expect(try box.open(sealed) == plain)
        }
    }

    @Test func everyFlippedBitAndEveryCutIsNoticed() throws {
        let box = SecretBox(key: Array(0..<32))
        let sealed = box.seal(Array("secret".utf8), nonce: Array(1...12))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SecretError(.unreadable, "")) { try box.open(changed) }
            #expect(throws: SecretError(.unreadable, "")) { try box.open(Array(sealed[..<index])) }
        }
        #expect(throws: SecretError(.unreadable, "")) { try SecretBox(key: Array(1..<33)).open(sealed) }
    }

    /// NIST GCM test case 13 and 14's key and nonce (all zero): AES-256-GCM of nothing and of one zero block.
    @Test func itIsAESGCM() {
        let box = SecretBox(key: Array(repeating: 0, count: 32))
        let nonce = [UInt8](repeating: 0, count: 12)
        func hex(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(hex(box.seal([], nonce: nonce).dropFirst(12)) == "530f8afbc74536b9a963b4f1c4cb738b")
        #expect(
            hex(box.seal(Array(repeating: 0, count: 16), nonce: nonce).dropFirst(12))
                == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    }

    @Test func madePasswordsAreEasyToTypeAndSpread() {
        let seed: UInt64 = 20_260_101
        let bytes = SeededBytes(seed)
        var counts: [Character: Int] = [:]
        var seen: Set<String> = []
        for _ in 0..<2000 {
            let password = PasswordMaker.make(random: bytes.bytes)
            #expect(password.count == PasswordMaker.length)
            #expect(password.allSatisfy { "adgjmptw".contains($0) }, "seed \(seed)")
            #expect(zip(password, password.dropFirst()).allSatisfy { $0 != $1 }, "seed \(seed)")
            for letter in password { counts[letter, default: 0] += 1 }
            seen.insert(password)
        }
        #expect(seen.count == 2000, "seed \(seed)")
        #expect(counts.count == 8)
        #expect(counts.values.allSatisfy { (2700...3300).contains($0) }, "seed \(seed): \(counts)")
    }

    @Test func aSourceOfPoorBytesOnlyTakesLonger() {
        var calls = 0
        let password = PasswordMaker.make { count in
            calls += 1
            return (0..<count).map { calls < 3 ? 255 : UInt8($0) }
        }
        #expect(password.count == PasswordMaker.length)
        #expect(calls >= 3)
    }
}
