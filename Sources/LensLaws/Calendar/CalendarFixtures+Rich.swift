import SyncTypes

extension CalendarFixtures {
    /// Central European time as a VTIMEZONE.
    public static let berlinZone = """
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        X-LIC-LOCATION:Europe/Berlin
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19700329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19701025T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        """

    /// Everything at once: unknown X- properties, attendees with CN and RSVP, two alarms, TZID, COUNT, EXDATE, a detached
    /// occurrence, foreign folding.
    public static let rich = calendar(
        """
        PRODID:-//Example Corp//Groupware 7.1//EN
        CALSCALE:GREGORIAN
        X-WR-CALNAME:Work
        \(berlinZone)
        BEGIN:VEVENT
        CREATED:20250110T080000Z
        UID:7c1f-rich@example.test
        DTSTAMP:20260105T101010Z
        LAST-MODIFIED:20260105T101010Z
        SEQUENCE:3
        SUMMARY;LANGUAGE=en:Weekly plan\\, team A
        DTSTART;TZID=Europe/Berlin:20260106T100000
        DTEND;TZID=Europe/Berlin:20260106T110000
        RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU
        EXDATE;TZID=Europe/Berlin:20260120T100000,20260217T100000
        LOCATION:Room 5\\; north wing
        DESCRIPTION:First line\\nSecond line with an umlaut: ä
         nd a folded part that goes on
        CATEGORIES:Work,Planning
        CLASS:PRIVATE
        PRIORITY:5
        STATUS:CONFIRMED
        TRANSP:OPAQUE
        URL:https://example.test/plan?id=7;x=1
        COLOR:turquoise
        ORGANIZER;CN="Doe, Jane";SENT-BY="mailto:office@example.test":mailto:jane@example.test
        ATTENDEE;CN=Kim Lee;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:kim@example.test
        ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;X-NUM-GUESTS=0:mailto:sam@example.test
        ATTACH;FMTTYPE=application/pdf:https://example.test/agenda.pdf
        X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
        X-OWN-THING;X-PARAM=a:keep me\\, please
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Soon
        TRIGGER:-PT10M
        X-OWN-ALARM:1
        END:VALARM
        BEGIN:VALARM
        ACTION:EMAIL
        SUMMARY:Tomorrow
        DESCRIPTION:It is tomorrow
        ATTENDEE:mailto:jane@example.test
        TRIGGER;RELATED=START:-P1D
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:7c1f-rich@example.test
        RECURRENCE-ID;TZID=Europe/Berlin:20260127T100000
        DTSTAMP:20260105T101010Z
        SUMMARY:Weekly plan (moved)
        DTSTART;TZID=Europe/Berlin:20260127T140000
        DTEND;TZID=Europe/Berlin:20260127T150000
        SEQUENCE:4
        X-OWN-OVERRIDE:1
        END:VEVENT
        """)

    /// Its series.
    public static let richKey = PartKey(uid: "7c1f-rich@example.test")
    /// Its moved occurrence.
    public static let richOverride = PartKey(uid: "7c1f-rich@example.test", recurrenceID: "20260127T100000")
}
