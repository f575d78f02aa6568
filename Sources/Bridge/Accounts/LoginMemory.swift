import Crypto
import FoundationEssentials
import Mapping

/// What a process remembers about logins between requests; nothing of it reaches the disk, and its size is bounded.
struct LoginMemory: Sendable {
    /// Seconds for which a refused password is not tried upstream again.
    static let refusalSeconds: Int64 = 3600
    /// Seconds for which one is not that was good before: its user may have changed it, or the server may have had a bad moment.
    static let doubtSeconds: Int64 = 60
    /// Seconds for which a password that must not be kept stays in memory for the session it opened.
    static let loanSeconds: Int64 = 3600
    /// Entries of each sort; the oldest make room.
    static let capacity = 4096

    /// A login by its salted hash: nothing to steal from a memory image.
    struct Key: Hashable, Sendable {
        fileprivate let digest: [UInt8]

        init(salt: [UInt8], server: String, user: String, password: String) {
            var hash = SHA256()
            for part in [salt, Array(server.utf8), Array(user.lowercased().utf8), Array(password.utf8)] {
                hash.update(data: withUnsafeBytes(of: UInt64(part.count).bigEndian) { Array($0) })
                hash.update(data: part)
            }
            digest = Array(hash.finalize())
        }
    }

    private struct Loan: Sendable {
        let password: String
        let until: Int64
    }

    private struct Refusal: Sendable {
        let at: Int64
        let seconds: Int64
    }

    private var refusals: [Key: Refusal] = [:]
    private var busy: [String: Int64] = [:]
    private var loans: [AccountRow: Loan] = [:]

    /// True when this very login was refused within the last hour; within the last minute, where it was good before.
    func isRefused(_ key: Key, at now: Int64) -> Bool {
        guard let refusal = refusals[key] else { return false }
        return now < refusal.at + refusal.seconds && now >= refusal.at
    }

    /// Notes a refusal; `wasGood`: the same login was good before.
    mutating func refused(_ key: Key, at now: Int64, wasGood: Bool) {
        LoginMemory.makeRoom(in: &refusals) { $0.at }
        refusals[key] = Refusal(
            at: now, seconds: wasGood ? LoginMemory.doubtSeconds : LoginMemory.refusalSeconds)
    }

    /// Forgets a refusal, since the login was good after all.
    mutating func accepted(_ key: Key) { refusals[key] = nil }

    /// Seconds this user's server wants to be left alone (429 and 503 with Retry-After); nil when it does not.
    func wait(for user: String, at now: Int64) -> Int? {
        guard let until = busy[user.lowercased()], until > now else { return nil }
        return Int(until - now)
    }

    /// Notes that this user's server wants to be left alone, an hour at most.
    mutating func told(_ user: String, toWait seconds: Int, at now: Int64) {
        LoginMemory.makeRoom(in: &busy) { $0 }
        busy[user.lowercased()] = now + Int64(min(max(seconds, 1), 3600))
    }

    /// The password this account signed in with, while it is fresh.
    func loan(of account: AccountRow, at now: Int64) -> String? {
        guard let loan = loans[account], loan.until > now else { return nil }
        return loan.password
    }

    /// Keeps a password that must not be stored for the session it opened.
    mutating func lend(_ password: String, to account: AccountRow, at now: Int64) {
        loans = loans.filter { $0.value.until > now }
        LoginMemory.makeRoom(in: &loans) { $0.until }
        loans[account] = Loan(password: password, until: now + LoginMemory.loanSeconds)
    }

    /// Forgets the password in memory.
    mutating func recall(_ account: AccountRow) { loans[account] = nil }

    /// Drops the older half when there is no room, so that the cost of looking for them is shared by many entries.
    private static func makeRoom<Key, Value>(in entries: inout [Key: Value], age: (Value) -> Int64) {
        guard entries.count >= capacity else { return }
        let kept = entries.sorted { age($0.value) > age($1.value) }.prefix(capacity / 2)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
