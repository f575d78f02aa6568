import LensLaws

/// Upstream cards.
enum Cards {
    /// Fifty fields in vCard 3.0: what one long life in three address books leaves behind.
    static let rich = Given.bytes(
        #"""
        BEGIN:VCARD
        VERSION:3.0
        PRODID:-//Some Server//EN
        UID:rich-1
        REV:2020-01-01T00:00:00Z
        N:Doe;Jane;Q.,Mary;Dr.;PhD
        FN:Dr. Jane Q. Doe, PhD
        NICKNAME:Janie,JD
        ORG:Example Corp.;Research\, Development;
        TITLE:Senior Tester
        ROLE:Chief\; of tests
        TEL;TYPE=HOME,VOICE:+49 30 111111
        TEL;TYPE=HOME;TYPE=FAX:+49 30 222222
        item1.TEL;type=WORK;type=pref:+49 (30) 333-333
        item1.X-ABLabel:_$!<Reception>!$_
        TEL;TYPE=CELL:+49 170 444444
        TEL;TYPE=PAGER:+49 30 555555
        TEL;TYPE=X-SATELLITE;X-FOO="a:b":+881 666666
        EMAIL;TYPE=INTERNET,HOME:jane@home.example
        EMAIL;TYPE=INTERNET;TYPE=WORK;X-EVOLUTION-UI-SLOT=1:jane.doe@work.example
        item2.EMAIL:jane@third.example
        item2.X-ABLabel:old one
        ADR;TYPE=HOME:;Flat 2;1 Oak Street;Springfield;IL;62701;USA
        ADR;TYPE=WORK;LANGUAGE=en:PO 7;;2 Pine\, Street;Shelbyville;IL;62565;USA
        ADR;TYPE=OTHER:;;3 Elm;Ogdenville;;;
        LABEL;TYPE=HOME:Jane Doe\nFlat 2\n1 Oak Street
        URL:http://www.example.com/~jane?a=1,2;b
        URL;TYPE=WORK:https://work.example
        BDAY;VALUE=date:1970-03-24
        X-ANNIVERSARY:1999-09-09
        NOTE:A long note. It has more than eighty characters\, so that a small phone sh
         ows only its beginning.\nAnd a second line with Umlauts: äöü€.
        CATEGORIES:Friends,Work,Chess club
        CATEGORIES:Extra
        CLASS:PRIVATE
        GEO:51.5;-0.1
        TZ:-06:00
        MAILER:Mutt 1.0
        SORT-STRING:Doe
        IMPP;X-SERVICE-TYPE=Jabber:xmpp:jane@chat.example
        X-AIM;TYPE=HOME:janedoe
        X-SPOUSE:John Doe
        X-MANAGER:Ms. Boss
        X-EVOLUTION-FILE-AS:Doe\, Jane
        X-PHONETIC-FIRST-NAME:Dschein
        X-CUSTOM;X-PARAM=1:some;raw\;thing
        KEY;ENCODING=b:cHVibGljIGtleQ==
        LOGO;VALUE=uri:https://work.example/logo.png
        PHOTO;ENCODING=b;TYPE=JPEG;X-ABCROP=ABClipRect_1&0&0&200&200&xyz==:/9j/4AAQSkZJ
         RgABAQEASABIAAD/4QAWRXhpZgAATU0AKgAAAAgAAAAAAAD//gAXQ3JlYXRlZCB3aXRoIFRoZSBHSU1Q
        SOUND;VALUE=uri:https://example.com/jane.wav
        X-UNKNOWN-ONE:1
        X-UNKNOWN-TWO;TYPE=x:2
        X-UNKNOWN-THREE:3\n3
        END:VCARD

        """#)

    /// vCard 4.0 with its own syntax.
    static let modern = Given.bytes(
        """
        BEGIN:VCARD
        VERSION:4.0
        UID:urn:uuid:4
        FN:Ann Lee
        N:Lee;Ann;;;
        TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-5555
        TEL;TYPE=cell:+1 555 666 7777
        EMAIL;TYPE=work:ann@example.com
        BDAY:19700310
        ANNIVERSARY:20090808T1430-0500
        GENDER:F
        RELATED;TYPE=spouse:urn:uuid:5
        ADR;GEO="geo:12.3,45.6";LABEL="1 Way, City":;;1 Way;City;;;
        PHOTO:data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==
        IMPP;PREF=1:xmpp:ann@example.com
        NOTE:Hi
        REV:20200101T000000Z
        END:VCARD

        """)

    static let small = Given.bytes(
        """
        BEGIN:VCARD
        VERSION:3.0
        UID:s
        N:Kim;Lee;;;
        FN:Lee Kim
        TEL;TYPE=HOME:111
        TEL;TYPE=WORK:222
        TEL;TYPE=CELL:333
        TITLE:Clerk
        NOTE:one two three
        END:VCARD

        """)
}
