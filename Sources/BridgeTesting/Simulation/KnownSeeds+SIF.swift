/// Seeds found since phones of the busy world speak SIF, too.
extension KnownSeeds {
    static let withSIF: [Found] = [
        Found(
            seed: 260606, scope: .busy(through: .sif),
            story: "a wiped phone is restored with a contact whose mobile it had changed since: two people"),
        Found(
            seed: 262014, scope: .busy(through: .sif),
            story: "a refresh deletes both events of a window, of three in the calendar"),
        Found(
            seed: 301879, scope: .busy(through: .sif),
            story: "an event is deleted on a phone that has not seen it moved into the past"),
        Found(
            seed: 304301, scope: .busy(through: .sif),
            story: "a phone that holds SIF cuts a note behind a blank, and is restored with that"),
        Found(
            seed: 333034, scope: .busy(through: .sif),
            story: "a refresh deletes both events of a window and brings one that lies outside"),
        Found(
            seed: 331083, scope: .busy(through: .sif),
            story: "a backup holds one of two copies of an item, and lacks what another client has added to it since"),
        Found(
            seed: 331612, scope: .busy(through: .sif),
            story: "an event is moved upstream behind a token that died silently, and its phone deletes it"),
        Found(
            seed: 331832, scope: .busy(through: .sif),
            story: "a restored phone lacks what it had added in an interrupted sync, and the administrator lets it go"),
        Found(
            seed: 332834, scope: .busy(through: .sif),
            story: "the same in an address book where nothing else is as it was"),
        Found(
            seed: 334761, scope: .busy(through: .sif),
            story: "a restored SIF phone shows a number under another kind than upstream, where it stands twice"),
        Found(
            seed: 342547, scope: .busy(through: .sif),
            story: "a state restored from a backup takes the second slot for mail for a kind"),
        Found(
            seed: 343483, scope: .busy(through: .sif),
            story: "the same beside a change of another address"),
        Found(
            seed: 344245, scope: .busy(through: .sif),
            story: "a SIF phone without pictures writes the empty element in a copy of an item"),
        Found(
            seed: 347398, scope: .busy(through: .sif),
            story: "a phone moves an event that is long over, and deletes it before it has told so"),
        Found(
            seed: 351633, scope: .busy(through: .sif),
            story: "all values of an unheard Replace are typed over on a phone that keeps no stamp"),
        Found(
            seed: 356478, scope: .busy(through: .sif),
            story: "a phone repeats a slow sync whose end it missed, and has deleted one item since"),
        Found(
            seed: 366116, scope: .busy(through: .sif),
            story: "a backup has no number where the phone had dropped one, and the other is deleted with it"),
        Found(
            seed: 367054, scope: .busy(through: .sif),
            story: "a phone restored before a one-way sync gives the name of an item to another one"),
        Found(
            seed: 368224, scope: .busy(through: .sif),
            story: "a restored phone brings back an event that had left it for its window"),
        Found(
            seed: 369075, scope: .busy(through: .sif),
            story: "a copy typed word by word after a wipe has the UID of an item that is made again beside it"),
        Found(
            seed: 369725, scope: .busy(through: .sif),
            story: "a number that stands in another slot of SIF is seen by who deletes it"),
        Found(
            seed: 374093, scope: .busy(through: .sif),
            story: "what a phone was sent back unheard is typed over, and bears no stamp"),
        Found(
            seed: 376007, scope: .busy(through: .sif),
            story: "the process dies between the new members of a listing and its judgement of those that vanished"),
        Found(
            seed: 377033, scope: .busy(through: .sif),
            story: "a phone that never names anything needs one more slow sync"),
        Found(
            seed: 404225, scope: .busy(through: .sif),
            story: "a restored phone gives the name of an event that it does not know to another one"),
        Found(
            seed: 405873, scope: .busy(through: .sif),
            story: "a clock that was set back by weeks puts the daily comparison off"),
        Found(
            seed: 409254, scope: .busy(through: .sif),
            story: "a sync that died had added an item, and its retry deletes another"),
        Found(
            seed: 414365, scope: .busy(through: .sif),
            story: "a Sync filled a small message, and that of the next datastore was put into it all the same"),
        Found(
            seed: 432131, scope: .busy(through: .sif),
            story: "a slow sync brings what waited, and then judges deletions that waited"),
        Found(
            seed: 432900, scope: .busy(through: .sif),
            story: "an item that waited for the server had left its phone between two syncs of which the first died"),
        Found(
            seed: 436212, scope: .busy(through: .sif),
            story: "all that a phone shows of a long note is cleared under its title"),
        Found(
            seed: 438468, scope: .busy(through: .sif),
            story: "the same, and the hidden rest is nobody's text"),
        Found(
            seed: 449253, scope: .busy(through: .sif),
            story: "a note whose name was never told is cleared on its phone and upstream"),
        Found(
            seed: 452508, scope: .busy(through: .sif),
            story: "an event whose name was never told is moved on its phone"),
        Found(
            seed: 455404, scope: .busy(through: .sif),
            story: "a note whose name was never told is typed anew on its phone"),
        Found(
            seed: 456410, scope: .busy(through: .sif),
            story: "a copy of an item whose deletion is held goes, and its link moves to the item"),
        Found(
            seed: 458224, scope: .busy(through: .sif),
            story: "the same at a server whose dead token lists all"),
        Found(
            seed: 459129, scope: .busy(through: .sif),
            story: "a clock that was set back leaves sessions in the future, and the account is crowded for ever"),
        Found(
            seed: 468001, scope: .busy(through: .sif),
            story: "a note whose session was lost is typed anew on its phone"),
    ]
}
