import Testing

@testable import SyncMLFront

/// Base64, credentials and challenges.
@Suite struct AuthenticationTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64Vectors(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test func base64ReadsWhatDevicesWrite() {
        #expect(Base64.decode("Zm9v\r\n YmFy\0") == Array("foobar".utf8))
        #expect(Base64.decode("Zg") == Array("f".utf8))
        #expect(Base64.decode("-_-_") == Base64.decode("+/+/"))
        #expect(Base64.decode("Zg==junk!") == Array("f".utf8))
        for bad in ["Z", "Zm9vY", "Zm9*", "ü"] { #expect(Base64.decode(bad) == nil, "\(bad)") }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func base64ReadsBack(seed: UInt64) {
        var random = WireRandom(seed: seed)
        let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes, "seed \(seed)")
    }

    @Test(arguments: [
        (ProtocolVersion.v10, "UmkqAAZhiQvXXhfaf/u+OQ=="), (.v11, "Zz6EivR3yeaaENcRN6lpAQ=="),
        (.v12, "Zz6EivR3yeaaENcRN6lpAQ=="),
    ])
    func digestVectors(_ version: ProtocolVersion, _ expected: String) throws {
        let challenge = Challenge(meta: Meta(type: "syncml:auth-md5", nextNonce: "Tm9uY2U="))
        let nonce = try #require(challenge.nonce)
        let digest = CredentialDigest.md5(user: "Bruce2", password: "OhBehave", nonce: nonce, version: version)
        #expect(Base64.encode(digest) == expected)
        let credential = Credential.md5(user: "Bruce2", password: "OhBehave", nonce: nonce, version: version)
        #expect(credential.digest == digest)
        #expect(credential.format == "b64")
        if version != .v10 {
            let hash = CredentialDigest.userHash(user: "Bruce2", password: "OhBehave")
            #expect(CredentialDigest.md5(userHash: hash, nonce: nonce) == digest)
        }
    }

    @Test func digestsComeInSeveralForms() {
        let digest = CredentialDigest.md5(user: "u", password: "p", nonce: [0, 255], version: .v11)
        let text = Array((Base64.encode(digest) + "\r\n").utf8)
        for format in ["b64", "chr", "bin", nil] {
            let meta = Meta(format: format, type: "syncml:auth-MD5")
            #expect(Credential(meta: meta, data: digest).digest == digest)
            #expect(Credential(meta: meta, data: text).digest == digest)
        }
        #expect(Credential(meta: Meta(type: "syncml:auth-md5"), data: Array("c2hvcnQ=".utf8)).digest == nil)
        #expect(Credential(meta: Meta(type: "syncml:auth-basic"), data: digest).digest == nil)
        #expect(Credential(meta: Meta(type: "syncml:auth-MAC"), data: digest).scheme == nil)
    }

    @Test func basicCredentials() {
        #expect(CredentialDigest.basic(user: "Bruce2", password: "OhBehave") == "QnJ1Y2UyOk9oQmVoYXZl")
        let sent = Credential.basic(user: "kim", password: "a:b c")
        #expect(sent.userAndPassword == BasicCredential(user: "kim", password: "a:b c"))
        // Format missing or wrong, line end inside, not base64 at all, Latin-1.
        #expect(
            Credential(data: Array("a2lt\r\nOng=\r\n".utf8)).userAndPassword
                == BasicCredential(user: "kim", password: "x"))
        #expect(BasicCredential(Array("kim:x".utf8)) == BasicCredential(user: "kim", password: "x"))
        #expect(
            BasicCredential(Array(Base64.encode([0xFC, 0x3A, 0x78]).utf8)) == BasicCredential(user: "ü", password: "x"))
        #expect(BasicCredential(Array(Base64.encode(Array("kim:".utf8)).utf8))?.password == "")
        for bad in ["", "a2lt", "OnBhc3N3b3Jk"] { #expect(BasicCredential(Array(bad.utf8)) == nil, "\(bad)") }
        #expect(!String(reflecting: BasicCredential(user: "kim", password: "secret")).contains("secret"))
        #expect(!"\(BasicCredential(user: "kim", password: "secret"))".contains("secret"))
    }

    @Test func challengesReadBack() {
        let challenge = Challenge.md5(nonce: [0, 1, 2, 255])
        #expect(Challenge(from: challenge.element()) == challenge)
        #expect(challenge.nonce == [0, 1, 2, 255])
        #expect(challenge.scheme == .md5)
        #expect(Challenge.basic.meta == Meta(format: "b64", type: "syncml:auth-basic"))
        #expect(Challenge(meta: Meta(nextNonce: "not base64!")).nonce == Array("not base64!".utf8))
    }
}
