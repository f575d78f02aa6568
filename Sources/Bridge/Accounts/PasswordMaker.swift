/// Makes device passwords for people who type them on twelve keys.
public enum PasswordMaker {
    /// The first letter of each key: one press each, whatever the phone's alphabet.
    private static let letters: [Character] = ["a", "d", "g", "j", "m", "p", "t", "w"]

    /// Letters of a password: 8 x 7^11 of them exist, over 2^33.
    public static let length = 12

    /// A password without the same key twice in a row, which would need a pause.
    ///
    /// - Parameter random: gives so many unpredictable bytes.
    public static func make(random: (_ count: Int) -> [UInt8]) -> String {
        var password: [Character] = []
        var pool: [UInt8] = []
        while password.count < length {
            if pool.isEmpty { pool = random(length * 2) }
            guard let byte = pool.popLast() else { continue }
            let choices = letters.filter { $0 != password.last }
            // Bytes beyond the last full round of choices would favour the first letters.
            guard Int(byte) < 256 / choices.count * choices.count else { continue }
            password.append(choices[Int(byte) % choices.count])
        }
        return String(password)
    }
}
