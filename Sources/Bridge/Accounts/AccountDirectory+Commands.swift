import DAVClient
import Mapping

/// The upstream password where somebody at the command line may give it.
extension AccountDirectory {
    /// With the password given, else with what is kept. Throws `.refusedUpstream` when neither will do.
    func credentials(of account: Account, given password: String?) throws -> HTTPCredentials? {
        if let password { return HTTPCredentials(user: account.upstreamUser, password: password) }
        do {
            return try upstreamCredentials(of: account)
        } catch {
            throw AdministrationError(
                .refusedUpstream, "\(error.reason); give the server's password with --password-stdin")
        }
    }
}
