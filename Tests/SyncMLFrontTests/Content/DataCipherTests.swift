import SyncMLFront
import Testing

@Suite("DES and Meta/Format") struct DataCipherTests {
    private struct Vector: Sendable {
        let key: String
        let text: [UInt8]
        let cipher: String
    }

    /// Made with `openssl enc -des-ecb`; the first and the fourth block are those of published walk-throughs.
    private static let vectors: [Vector] = [
        Vector(key: "133457799bbcdff1", text: octets("0123456789abcdef"), cipher: "85e813540f0ab405fdf2e174492922f8"),
        Vector(key: "0000000000000000", text: [], cipher: "7e422822773666c0"),
        Vector(key: "ffffffffffffffff", text: Array("1234567".utf8), cipher: "cb08fe2e536b7beb"),
        Vector(key: "0e329232ea6d0d73", text: octets("8787878787878787"), cipher: "0000000000000000a913f4cb0bd30f97"),
        Vector(
            key: "f1607cd9abc293d1", text: Array("<note><Subject>über</Subject></note>".utf8),
            cipher: "ca4473e708136d67dc0879214859387cde18272f90dfb64900a03917629107004e8f0dad5102aae9"),
    ]

    private static func octets(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    @Test(arguments: 0..<5) func vector(_ number: Int) throws {
        let vector = Self.vectors[number]
        let cipher = try DataCipher(key: Self.octets(vector.key))
        #expect(cipher.encrypt(vector.text) == Self.octets(vector.cipher))
        #expect(try cipher.decrypt(Self.octets(vector.cipher)) == vector.text)
    }

    @Test func parityBitsSayNothing() throws {
        let text = Array("parity".utf8)
        let (even, odd) = (
            try DataCipher(key: Self.octets("0022446688aaccee")), try DataCipher(key: Self.octets("0123456789abcdef"))
        )
        #expect(even.encrypt(text) == odd.encrypt(text))
    }

    @Test func badInputHasItsCode() throws {
        #expect(throws: CipherError(.keyLength, "")) { try DataCipher(key: [1, 2, 3]) }
        let cipher = try DataCipher(key: Self.octets("133457799bbcdff1"))
        #expect(throws: CipherError(.length, "")) { try cipher.decrypt([]) }
        #expect(throws: CipherError(.length, "")) { try cipher.decrypt([UInt8](repeating: 1, count: 12)) }
        // Decrypts to 0123456789abcdef, of which EF is no count of padding.
        #expect(throws: CipherError(.padding, "")) { try cipher.decrypt(Self.octets("85e813540f0ab405")) }
    }

    @Test func funambolsVector() throws {
        let format = try #require(ContentFormat("des;b64"))
        let wire = try format.applied(to: Array("hello SyncML".utf8), password: "secret")
        #expect(String(decoding: wire, as: UTF8.self) == "BLWcQjjoDs7DRO6r3ujy5w==")
        #expect(try format.undone(wire, password: "secret") == Array("hello SyncML".utf8))
        #expect(throws: ContentFormatError(.noPassword, "")) { try format.undone(wire, password: nil) }
        #expect(throws: ContentFormatError(.cipher, "")) { try format.undone(wire, password: "other") }
        #expect(throws: ContentFormatError(.base64, "")) { try format.undone(Array("!!".utf8), password: "secret") }
    }

    @Test func metaFormatsAreRead() {
        #expect(ContentFormat(nil)?.steps == [])
        #expect(ContentFormat("chr")?.steps == [])
        #expect(ContentFormat("B64") == .base64)
        #expect(ContentFormat("des; b64")?.text == "des;b64")
        #expect(ContentFormat("3des;b64") == nil)
        #expect(ContentFormat("chr")?.text == nil)
    }

    @Test func roundTrips() throws {
        var random = WireRandom(seed: 20_260_901)
        for _ in 0..<300 {
            let key = (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = (0..<Int.random(in: 0...70, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            let cipher = try DataCipher(key: key)
            #expect(try cipher.decrypt(cipher.encrypt(text)) == text, "seed 20260901")
        }
    }
}
