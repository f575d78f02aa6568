/// Seeds found since phones of the busy world speak vCard 4.0 and vNote, too.
extension KnownSeeds {
    static let withForms: [Found] = [
        Found(
            seed: 436085, scope: .busy(through: .forms),
            story: "a phone that cuts a note leaves a blank at its end"),
        Found(
            seed: 479646, scope: .busy(through: .forms),
            story: "a write that nobody answered is moved by another client, which then changes the same number"),
        Found(
            seed: 445984, scope: .busy(through: .forms),
            story: "a refresh deletes most of what is left at a server that did not tell what somebody else had deleted"
        ),
        Found(
            seed: 490838, scope: .busy(through: .forms),
            story: "a phone that names nothing has a contact twice, of which the first is deleted elsewhere, and held"),
        Found(
            seed: 494101, scope: .busy(through: .forms),
            story: "a backup lacks an address, and its label goes with it"),
        Found(
            seed: 444834, scope: .busy(through: .unnamed),
            story: "a file is written unheard and typed over by another client, and has no stamp that would tell"),
        Found(
            seed: 513452, scope: .busy(through: .unnamed),
            story:
                "a restored phone uses a name again, and the process dies before the session says that a slow sync is due"
        ),
        Found(
            seed: 516566, scope: .busy(through: .unnamed),
            story: "a refresh from a phone that lacks a line which another client has added"),
        Found(
            seed: 517209, scope: .busy(through: .unnamed),
            story: "a Map has one name twice: our number of an Add and the phone's old name of a Replace"),
        Found(
            seed: 459119, scope: .busy(through: .unnamed),
            story: "the same, and nobody hears of anything for the rest of that sync"),
        Found(
            seed: 424321, scope: .busy(through: .unnamed),
            story: "a phone asks for the rest of a long initialization, says Final, and sends its changes after that"),
        Found(
            seed: 508511, scope: .busy(through: .forms),
            story: "a field is cleared on a phone and upstream, and typed into on the phone before it deletes the item"),
        Found(
            seed: 5811, scope: .busy(through: .unnamed),
            story: "a change waits for a server that is away, and the phone is wiped before it gets there"),
        Found(
            seed: 10027, scope: .busy(through: .unnamed),
            story: "a file is changed and renamed while most of its folder is gone, and what is gone is given back"),
        Found(
            seed: 39505, scope: .busy(through: .unnamed),
            story: "a file is renamed and deleted, and three phones have changed it"),
        Found(
            seed: 55718, scope: .busy(through: .unnamed),
            story: "a number goes back to a full phone as another one leaves it, and its user clears it"),
        Found(
            seed: 74587, scope: .busy(through: .unnamed),
            story: "two people happen to type one line of a note, and nobody hears of the first text"),
        Found(
            seed: 76063, scope: .busy(through: .unnamed),
            story: "a phone does not hear that an event is to leave it, and changes it, which the server refuses"),
        Found(
            seed: 84581, scope: .busy(through: .unnamed),
            story: "a phone deletes what it has not heard to be taken, and another phone has it by then"),
        Found(
            seed: 95619, scope: .busy(through: .unnamed),
            story: "a backup brings a contact back, whose mobile is typed over, and cleared once it is a second one"
        ),
        Found(
            seed: 712370, scope: .busy(through: .unnamed),
            story: "a clock is set back, and a wiped phone comes to the anchor of its backup, which it gets back"),
        Found(
            seed: 2_800_274, scope: .busy(through: .manners),
            story: "a phone that ends each message early loses a change to a deletion that it is told before it said it"
        ),
        Found(
            seed: 2_900_289, scope: .busy(through: .manners),
            story: "a phone ends its package with a message that had no room for a change, and is compared with nothing"
        ),
        Found(
            seed: 2_900_299, scope: .busy(through: .manners),
            story:
                "what only a backup has taken is not known to the server, whatever a later session that broke off says"
        ),
        Found(
            seed: 3_000_216, scope: .busy(through: .manners),
            story: "a phone ends its package behind its contacts, and all of its notes come a second time"),
    ]
}
