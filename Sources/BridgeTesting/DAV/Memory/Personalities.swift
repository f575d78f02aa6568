/// Servers as they were measured; each habit names its row in the table of servers' quirks.
extension ServerBehaviour {
    /// As the RFCs say.
    public static var honest: ServerBehaviour { ServerBehaviour() }

    /// Radicale 3.1.8: rewrites bodies, lists tombstones first, one home.
    public static var radicale: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.hasOneHome = true
        behaviour.rewrite = BodyRewriting.reorder
        behaviour.listsTombstonesFirst = true
        return behaviour
    }

    /// Xandikos 0.2.8: no login, 500 for a dead token, 207 for a refused PUT.
    public static var xandikos: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.needsLogin = false
        behaviour.deadToken = .serverError
        behaviour.uidTwin = .hiddenConflict
        behaviour.hidesMissing = true
        return behaviour
    }

    /// SOGo 5.8, whose conditions are a help and not a lock (client rules 6, 7 and 9).
    ///
    /// - "principal found from /": no, 405; well-known leads to /SOGo/dav/ (rule 3).
    /// - "If-None-Match:* on existing": 204, overwritten. "If-Match stale, DELETE": 204, deleted. "If-Match on a missing
    ///   item": 201 for events. "8 writers, same If-Match": 2-4 win (rule 7).
    /// - "identical PUT changes ETag", "ETag reused after DELETE + new PUT": always gcs00000000 (rule 6).
    /// - "getctag": a clock of one second. "nothing changed": repeats everything of the last second. "token == sync-token
    ///   property": no, one second older. "reports deletions": the href is not encoded (rules 5 and 9).
    /// - "invalid token": 207 with the whole list and tombstones; one of the future gets nothing and comes back (rule 9).
    /// - "same UID, other href": an event gets 409 with words only, cards are both kept (rule 13).
    /// - "MKCALENDAR with component set": ignored. "VJOURNAL": 404. "ext. MKCOL": no display name (rules 3 and 4).
    /// - "garbage body": 404. "stored body = sent body": +CLASS, +DURATION, N cut (rules 8 and 12).
    public static var sogo: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.root = "/SOGo/dav/"
        behaviour.overwritesDespiteIfNoneMatch = true
        behaviour.deletesDespiteIfMatch = true
        behaviour.makesDespiteIfMatch = true
        behaviour.letsRacersWin = true
        behaviour.etags = .resourceCounter
        behaviour.marks = .seconds
        behaviour.tellsRawTombstones = true
        behaviour.deadToken = .listsEverythingAndTombstones
        behaviour.uidTwin = .bareConflict
        behaviour.allowsCardTwins = true
        behaviour.fixedComponents = ["VEVENT", "VTODO"]
        behaviour.ignoresMkcolName = true
        behaviour.garbage = .missing
        behaviour.rewrite = BodyRewriting.likeSOGo
        return behaviour
    }

    /// DAViCal 1.1.12.
    ///
    /// - "calendar home = address-book home": the same one.
    /// - "invalid token": 207 with the whole list and no deletions (rule 9).
    /// - "PUT returns ETag": not for cards; "stored body = sent body": cards get REV and ITEM1. (rule 6).
    /// - "8 writers, same If-Match": 5-8 win (rule 7).
    /// - "multiget, one href missing": left out (rule 10).
    /// - "same UID, other href": both kept, events and cards (rule 13).
    /// - "garbage body": a calendar answers 412, an address book 201 (rule 7).
    /// - A condition that does not hold is told as if it were one of WebDAV's: `if-match`. Homes are told at the root.
    public static var davical: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.hasOneHome = true
        behaviour.deadToken = .listsEverything
        behaviour.putTellsCardETag = false
        behaviour.rewrite = BodyRewriting.likeDAViCal
        behaviour.letsRacersWin = true
        behaviour.missingInMultiget = .omitted
        behaviour.uidTwin = .allowed
        behaviour.garbage = .bareConflict
        behaviour.failedCondition = .header
        behaviour.tellsHomesAtRoot = true
        return behaviour
    }

    /// sabre/dav 1.8, the ancestor of Baikal's, Nextcloud's and ownCloud's servers.
    ///
    /// - "sync-collection": no; what changed is only told by listings (rule 9).
    /// - "multiget, one href missing": the whole report gets 404 (rule 10).
    /// - "same UID, other href": both kept, events and cards (rule 13). "8 writers, same If-Match": 1-3 win (rule 7).
    /// - Every refusal tells of an exception in words of its own.
    public static var sabre: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.supportsSync = false
        behaviour.missingInMultiget = .refusesReport
        behaviour.uidTwin = .allowed
        behaviour.letsRacersWin = true
        behaviour.failedCondition = .exception
        return behaviour
    }

    /// Calypso 2.1, dead since 2016.
    ///
    /// - "If-None-Match:* on existing", "If-Match on a missing item": 201 (rule 7). "GET of deleted": 410.
    /// - "same UID, other href": one of them vanishes; members are called by their UIDs, and tasks anew with each write (rules 5 and 13).
    /// - "sync-collection": without a token, so none; "multiget, one href missing": left out (rules 9 and 10).
    /// - "calendar home = address-book home": the same one.
    public static var calypso: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.hasOneHome = true
        behaviour.overwritesDespiteIfNoneMatch = true
        behaviour.makesDespiteIfMatch = true
        behaviour.saysGone = true
        behaviour.naming = .byUID
        behaviour.uidTwin = .allowed
        behaviour.supportsSync = false
        behaviour.missingInMultiget = .omitted
        return behaviour
    }

    /// Cyrus 3.6.1.
    ///
    /// - "PROPFIND of a missing item": 207 with 404 inside.
    /// - "same UID, other href": 403 for an event, with the other href, in any calendar of the user; cards are both kept (rule 13).
    /// - "timed event without DTEND or zero length": 403 (rule 12).
    /// - "stored body = sent body": no (rule 6).
    public static var cyrus: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.hidesMissing = true
        behaviour.uidTwin = .uniqueToUser
        behaviour.wantsLaterEnd = true
        behaviour.rewrite = BodyRewriting.reorder
        return behaviour
    }
}
