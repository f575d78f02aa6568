import Markup
import SyncMLFront

/// A session written as text: what the phone says and what it must hear, as readable XML, and what lies upstream before and after.
/// docs/testing.md, "Scripted sessions", describes the form.
struct Dialogue {
    /// A form and a version of the protocol.
    struct Wire: Hashable, CustomStringConvertible {
        var encoding: WireEncoding
        var version: ProtocolVersion
        var description: String { "\(encoding.rawValue) \(version.rawValue)" }
    }

    /// What is said of the device before the first step.
    struct Settings {
        var wires: [Wire] = []
        var device = "IMEI:350000000000001"
        var userAgent: String?
        var meta = "<Meta><MaxMsgSize>10000</MaxMsgSize></Meta>"
        /// How the first message of a session proves its user.
        var credential = Credential.basic
        /// The account is stored here, and its devices are challenged for MD5.
        var hasStoredAccount = false
        /// What stands behind the `?` of the phone's URL.
        var query = ""
        var target = Replay.endpoint
    }

    enum Credential: String {
        case basic, md5, none
        case withoutNonce = "md5-without-nonce"
    }

    /// A message of the phone.
    struct Saying {
        let line: Int
        /// Commands and Final, as XML.
        let text: String
        /// The number of a session that begins here; nil: it goes on.
        var session: String?
        var credential: Credential?
        /// Statuses and Maps that are owed are added.
        var answersAll = false
    }

    /// What a reply must hold.
    struct Hearing {
        let line: Int
        /// The header's elements that matter; nil: none.
        var header: Element?
        var commands: [Element] = []
        /// Further commands are no fault.
        var isOpen = false
        var isFinal = false
    }

    enum Step {
        case exchange(Saying, Hearing)
        /// The last message again: the reply must have the same bytes.
        case again(line: Int)
        case put(String, name: String, body: String)
        case remove(String, name: String)
        /// A word of a member becomes another.
        case edit(String, old: String, new: String)
        /// Each member of a collection, by lines that it has.
        case holds(String, [[String]], line: Int)
    }

    var title = ""
    var settings = Settings()
    var steps: [Step] = []
}

/// Why a text is no dialogue.
struct DialogueError: Error, CustomStringConvertible {
    let line: Int
    let reason: String
    var description: String { "line \(line): \(reason)" }
}
