import SyncTypes

/// Seeds that found a mistake once. `mended` run with the tests; `awaiting` wait for a repair and are named in each report.
public enum KnownSeeds {
    /// A seed and what it tells.
    public struct Found: Sendable {
        /// The seed.
        public let seed: UInt64
        /// The scope in which it was found.
        public let scope: Scope
        /// What went wrong.
        public let story: String
    }

    /// Mended.
    public static let mended: [Found] = early + withSIF + withForms + withOutages

    private static let early: [Found] = [
        Found(
            seed: 9, scope: asking,
            story: "the Results of a Get make a reply larger than the phone's MaxMsgSize: XML, 1500 bytes"),
        Found(
            seed: 41, scope: Scope(losses: false, families: true, later: [], kinds: [.contact]),
            story: "a wiped phone counts from 1 again: another person of the same family is written over"),
        Found(
            seed: 142, scope: Scope(phones: 1, later: []),
            story: "a new item's PUT arrived unseen and the phone changed the item: it is made a second time"),
        Found(
            seed: 63, scope: Scope(phones: 1, later: []),
            story: "a PUT arrived unseen, and the pending text merged again brings back a value typed over"),
        Found(
            seed: 81, scope: Scope(phones: 1, later: []),
            story: "a phone that never sends Map changes an item: it is made a second time"),
        Found(
            seed: 89, scope: Scope(phones: 1, disasters: false, later: []),
            story: "a phone that never sends Map changes an item: rejected for its UID for ever"),
        Found(
            seed: 58, scope: Scope(faults: false, disasters: false, later: [], kinds: [.contact]),
            story: "an approved deletion is given back though nothing visible had changed"),
        Found(
            seed: 87, scope: peaceful,
            story: "an item deleted upstream and changed on two phones is made again twice"),
        Found(
            seed: 22, scope: peaceful,
            story: "the first clearing of a field is kept upstream and never sent back to the phone"),
        Found(
            seed: 30, scope: asking,
            story: "XML, 1500 bytes: items that no message can hold are kept back with a journal line"),
        Found(
            seed: 50, scope: Scope(faults: false, disasters: false, later: [], kinds: [.contact]),
            story: "a phone that never sends Map changes the address of an item: it stands twice"),
        Found(
            seed: 49, scope: .early,
            story:
                "an interrupted first PUT that another client touched: the phone's deletion of its own item is refused"),
        Found(
            seed: 42, scope: grown,
            story: "a listing that lacks an item: the phone's edit of it makes it a second time"),
        Found(
            seed: 175, scope: grown,
            story: "two copies of an item with one UID on one phone: the second is refused for ever"),
        Found(
            seed: 274, scope: grown,
            story: "the server's picture wins a conflict, and the phone's is nowhere any more"),
        Found(
            seed: 141, scope: grown,
            story: "an Add was taken and its Status lost; the phone deletes the item and has nothing to tell"),
        Found(seed: 1, scope: full, story: "a multiget that leaves a resource out counts as its absence"),
        Found(seed: 147, scope: full, story: "a phone restored from a backup lacks what its last sync brought"),
        Found(seed: 1304, scope: full, story: "a phone restored from a backup has again what had left it"),
        Found(seed: 546, scope: full, story: "taken in a broken session, deleted and typed again with other words"),
        Found(seed: 904, scope: full, story: "a user moves an event by the same quarter twice, as a clock would"),
        Found(
            seed: 973, scope: full,
            story: "deleted upstream, and back by the slow sync of a phone that had only lost a number of it"),
        Found(seed: 1586, scope: full, story: "a Replace stored as a new item and mapped, as S60 does"),
        Found(seed: 4149, scope: full, story: "a phone never comes again, and its acknowledged text waits for it"),
        Found(
            seed: 4455, scope: full, story: "a refused text goes with its name, which a restored phone uses again"),
        Found(
            seed: 4868, scope: full,
            story: "SessionID 1: a message lands in the session before, and deletions get 404"),
        Found(
            seed: 1881, scope: full,
            story: "a refresh from a phone deletes the only copy of an item typed in again"),
        Found(seed: 689, scope: full, story: "a token that died silently hides a deletion for ever"),
        Found(seed: 2086, scope: full, story: "a copy typed on purpose is taken for an item that changed its name"),
        Found(seed: 1113, scope: full, story: "a clock set back makes an anchor twice, and a backup names it"),
        Found(seed: 1354, scope: full, story: "a name given away in the message whose Replace still uses it"),
        Found(seed: 1884, scope: full, story: "an item stands three times"),
        Found(seed: 2460, scope: full, story: "a copy on a phone is linked to nothing"),
        Found(seed: 2665, scope: full, story: "deletions of what the same sync made count as too many"),
        Found(seed: 2957, scope: full, story: "a number that was typed over stands beside the new one"),
        Found(seed: 3408, scope: full, story: "a phone lacks an item whose deletion was held and the phone restored"),
        Found(seed: 3646, scope: full, story: "a copy on a phone that never maps is taken for its original"),
        Found(seed: 4419, scope: full, story: "restored after a deletion that a broken session had brought"),
        Found(seed: 4502, scope: full, story: "a copy is edited whose resource has gone, the other one lives"),
        Found(seed: 4547, scope: full, story: "a change whose answer was lost, and somebody clears part of it"),
        Found(seed: 5032, scope: full, story: "all values of a contact without a name change before a slow sync"),
        Found(seed: 5586, scope: full, story: "a new item whose answer was lost, and somebody moves it"),
        Found(seed: 4824, scope: full, story: "two items alike word by word, one of them sent and never named"),
        Found(seed: 1107, scope: full, story: "a held vanishing lapses when new items dilute it: five of seven leave"),
        Found(seed: 1409, scope: full, story: "a held vanishing lapses when new items dilute it: three of five leave"),
        Found(
            seed: 640, scope: .busy(before: .states),
            story: "a change arrives unheard, is typed over, and what it had written over is nowhere any more"),
        Found(
            seed: 2041, scope: .busy(before: .twins),
            story: "what has vanished and is held makes a phone's deletions few"),
        Found(
            seed: 3492, scope: .busy(before: .twins),
            story: "a number that another client has added is typed over an older one"),
        Found(
            seed: 50168, scope: .busy(through: .twins),
            story: "an item has moved behind a token that tells nothing, and a phone edits it"),
        Found(
            seed: 4425, scope: .busy(through: .twins),
            story: "after a lost state a new item has the name of its former self, and nobody hears so"),
        Found(
            seed: 5276, scope: .busy(through: .twins),
            story: "after a lost state one of two items alike has the resource that the other had made"),
        Found(
            seed: 60102, scope: .busy(through: .twins),
            story: "a deletion that the server did not take, and its phone is another one by then"),
        Found(
            seed: 61491, scope: .busy(through: .twins),
            story: "a late copy of a message whose session has gone on since"),
        Found(
            seed: 61624, scope: .busy(through: .twins),
            story: "a package of two messages makes items, and its deletions few"),
        Found(
            seed: 60088, scope: .busy(through: .twins), story: "a deletion happens and cannot be written down"),
        Found(
            seed: 62238, scope: .busy(through: .twins),
            story: "a change is taken and cannot be read back, and somebody types over it"),
        Found(
            seed: 60224, scope: .busy(through: .twins),
            story: "a listing that lacks what is there lacks something new, too"),
        Found(
            seed: 60337, scope: .busy(through: .twins),
            story: "a text that waits, its item deleted, and the deletion does not happen"),
        Found(
            seed: 61233, scope: .busy(through: .twins),
            story: "a phone that never names what it is sent drops what tells two of one name apart"),
        Found(
            seed: 62001, scope: .busy(through: .twins),
            story: "a full phone restored from a backup is asked for an item before it is told what had left it"),
        Found(
            seed: 62269, scope: .busy(through: .twins),
            story: "a contact typed once more, without the UID that an unnamed Add had"),
        Found(
            seed: 63328, scope: .busy(through: .twins),
            story: "a question whose answer was lost is not asked again"),
        Found(
            seed: 63362, scope: .busy(through: .twins),
            story: "a phone that makes a new item of the question had deleted it untold"),
        Found(
            seed: 70390, scope: .busy(through: .twins),
            story: "a restored phone lacks what it was sent back once before"),
        Found(
            seed: 70657, scope: .busy(through: .twins),
            story: "an undone deletion of a note that was made again gives it two texts"),
        Found(
            seed: 80944, scope: .busy(through: .twins),
            story: "a phone restored to a day when it was full"),
        Found(
            seed: 90358, scope: .busy(through: .twins),
            story: "a restored phone lacks what it typed and upstream has not taken yet"),
        Found(
            seed: 90481, scope: .busy(through: .twins),
            story: "a run of approved deletions dies, and no sync succeeds any more"),
        Found(
            seed: 90557, scope: .busy(through: .twins),
            story: "what is not listed any more makes three items two, which may go"),
        Found(
            seed: 90603, scope: .busy(through: .twins),
            story: "what the device types stands beside a value that another client changed"),
        Found(
            seed: 100911, scope: .busy(through: .twins),
            story: "the copy that asking made comes back with a slow sync"),
        Found(
            seed: 102120, scope: .busy(through: .twins),
            story: "a phone that keeps its anchor early deletes what it was never told to be taken"),
        Found(
            seed: 111389, scope: .busy(through: .twins),
            story: "an empty listing lacks what is new, too"),
        Found(
            seed: 113653, scope: .busy(through: .twins),
            story: "an old Map and an old deletion of a restored phone take what came back to it"),
        Found(
            seed: 131221, scope: .busy(through: .twins),
            story: "a late Map of a Replace stored as a new item, and the old deletion behind it"),
        Found(
            seed: 101196, scope: .busy(through: .twins),
            story: "deletions are judged by a mirror that is behind its server"),
        Found(
            seed: 200668, scope: .busy(through: .twins),
            story: "a text cleared, sent back and cleared once more"),
        Found(
            seed: 201241, scope: .busy(through: .twins),
            story: "an item is deleted on a phone that had stored its change as a new item"),
        Found(
            seed: 201500, scope: .busy(through: .twins),
            story: "a second item lacks what the first was sent back"),
        Found(
            seed: 201966, scope: .busy(through: .twins),
            story: "a restored phone lacks in one item what it was sent back in another"),
        Found(
            seed: 203296, scope: .busy(through: .twins),
            story: "a number cleared, sent back and cleared once more"),
        Found(
            seed: 205196, scope: .busy(through: .twins),
            story: "after a lost state a refresh deletes the resource that its own item was"),
        Found(
            seed: 205770, scope: .busy(through: .twins),
            story: "an unheard change wrote over a value, and somebody moves the item"),
        Found(
            seed: 205794, scope: .busy(through: .twins),
            story: "a restored phone lacks a line that it did not show before"),
        Found(
            seed: 206703, scope: .busy(through: .twins),
            story: "an item deleted and typed again between broken sessions, changed by others"),
        Found(
            seed: 209647, scope: .busy(through: .twins),
            story: "a restored phone lacks once more what it had cleared and was sent back"),
        Found(
            seed: 209761, scope: .busy(through: .twins),
            story: "all values of an unheard Replace are typed over, and only its stamp tells"),
        Found(
            seed: 212036, scope: .busy(through: .twins),
            story: "an empty listing beside an empty mirror is believed"),
        Found(
            seed: 212099, scope: .busy(through: .twins),
            story: "a deletion on a phone whose word of a Replace was answered with a failure"),
        Found(
            seed: 212178, scope: .busy(through: .twins),
            story: "a new item that nobody heard of, typed over and deleted by another client"),
        Found(
            seed: 213930, scope: .busy(through: .twins),
            story: "a restored phone that first only receives keeps what had left it"),
        Found(
            seed: 215249, scope: .busy(through: .twins),
            story: "what a broken sync has made counts for the guard of the next one"),
        Found(
            seed: 217477, scope: .busy(through: .twins),
            story: "a new item of a broken sync is deleted, and its phone names an older anchor"),
        Found(
            seed: 218912, scope: .busy(through: .twins),
            story: "a phone is wiped behind a slow sync that broke off"),
        Found(
            seed: 220082, scope: .busy(through: .twins),
            story: "a copy typed on a phone that never maps is taken for what it was sent"),
        Found(
            seed: 222764, scope: .busy(through: .twins),
            story: "the copy that asking made is changed before it goes"),
        Found(
            seed: 223825, scope: .busy(through: .twins),
            story: "a phone that never maps makes a new item of a question"),
        Found(
            seed: 224425, scope: .busy(through: .twins),
            story: "a listing hides what is new from the guard"),
        Found(
            seed: 225267, scope: .busy(through: .twins),
            story: "a refresh from a phone that had not seen a value, and its user clears it later"),
        Found(
            seed: 225956, scope: .busy(through: .twins),
            story: "a copy typed on a phone that never maps, and nothing named"),
        Found(
            seed: 227762, scope: .busy(through: .twins),
            story: "a value comes back by a lost conflict with what was sent back"),
        Found(
            seed: 228164, scope: .busy(through: .twins),
            story: "taken off a phone that never told so, and somebody approves"),
        Found(
            seed: 229750, scope: .busy(through: .twins),
            story: "a phone that never maps types a copy of what another client put there"),
        Found(
            seed: 230332, scope: .busy(through: .twins),
            story: "an undo that finds things gone lets their vanishing pass the guard"),
        Found(
            seed: 230531, scope: .busy(through: .twins),
            story: "a copy typed long ago is matched with what others have changed since"),
        Found(
            seed: 230552, scope: .busy(through: .twins),
            story: "a phone restored before a one-way sync lacks an item"),
        Found(
            seed: 232247, scope: .busy(through: .twins),
            story: "an unheard change is typed over, and only its stamp tells"),
        Found(
            seed: 232871, scope: .busy(through: .twins),
            story: "a listing hides how many there are"),
        Found(
            seed: 233412, scope: .busy(through: .twins),
            story: "copies on a phone that never maps, and edits of which nobody knows whose"),
        Found(
            seed: 234075, scope: .busy(through: .twins),
            story: "a silent server tells of two deletions and not of the third"),
        Found(
            seed: 234382, scope: .busy(through: .twins),
            story: "a phone restored behind a slow sync that broke off"),
        Found(
            seed: 243444, scope: .busy(through: .twins),
            story: "an unheard change, and another client that saw it deletes the item"),
        Found(
            seed: 244383, scope: .busy(through: .twins),
            story: "an item is moved, and the server lists nothing"),
        Found(
            seed: 245590, scope: .busy(through: .twins),
            story: "a Map told once more is taken for one of ours"),
        Found(
            seed: 250869, scope: .busy(through: .twins),
            story: "two deletions that wait for the server one behind the other"),
        Found(
            seed: 250894, scope: .busy(through: .twins),
            story: "a state is replaced while nobody knows of a write"),
        Found(
            seed: 254351, scope: .busy(through: .twins),
            story: "an item that a silent server has moved stands twice on a phone whose user changes both"),
        Found(
            seed: 254404, scope: .busy(through: .twins),
            story: "the same on another phone"),
        Found(
            seed: 255107, scope: .busy(through: .twins),
            story: "an item and its copy are changed behind a sync that broke off before the Map"),
        Found(
            seed: 256760, scope: .busy(through: .twins),
            story: "an undone deletion doubles the numbers that a phone writes in its own way"),
    ]

    /// The whole world with all that had joined it when these seeds were found.
    private static var grown: Scope {
        Scope(later: [
            .servers, .rules, .shared, .refusals, .series, .crowd, .refreshes, .copies, .room, .archive, .undo, .moves,
            .listings, .anchors, .purge,
        ])
    }

    /// All that had joined the busy world when these seeds were found.
    private static var full: Scope { .busy(before: .hasty) }

    private static var peaceful: Scope {
        Scope(faults: false, losses: false, disasters: false, later: [], kinds: [.contact])
    }

    private static var asking: Scope {
        Scope(faults: false, disasters: false, tightMessages: true, later: [], kinds: [.contact])
    }
}
