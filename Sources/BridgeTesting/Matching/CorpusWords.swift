/// The words of which people, companies, events and notes are made.
enum CorpusWords {
    static let given = [
        "Anna", "Andreas", "Bernd", "Clara", "Dieter", "Eva", "Florian", "Gisela", "Hans", "Ines", "Jürgen",
        "Katharina",
        "Lukas", "Maria", "Norbert", "Olivia", "Paul", "Ruth", "Stefan", "Tanja", "Ulrike", "Viktor", "Wolfgang",
        "Yvonne",
        "Jörg", "Käthe", "Zoë", "René", "José", "François", "Björn", "Søren", "Łukasz", "Žofia", "Miloš", "Şebnem",
        "Oğuz", "Ștefan", "Kim", "Alex", "Maximilian Alexander", "Anna-Katharina", "Jean-Baptiste",
        "Wilhelmina Elisabeth",
        "Martin", "Thomas", "Peter", "Simon", "Karl", "Robert", "Bob", "Elizabeth", "Liz", "John", "Jane", "Mary",
        "James",
    ]
    static let family = [
        "Müller", "Schmidt", "Weiß", "Fischer", "Wagner", "Becker", "Schäfer", "Koch", "Richter", "Klein", "Wolf",
        "Schröder", "Neumann", "Schwarz", "Zimmermann", "Krüger", "Hofmann", "Hartmann", "Lange", "Krause", "Meier",
        "Meyer",
        "Lehmann", "Köhler", "Müller-Lüdenscheidt", "von der Wiesche", "Leutheusser-Schnarrenberger", "Lee", "Kim",
        "Smith",
        "Jones", "Doe", "Brown", "O'Neill", "García", "Fernández", "Lefèvre", "Dvořáková", "Novák", "Wałęsa", "Yıldız",
        "Ionescu", "Papadopoulos", "Rossi", "Bianchi", "Hansen", "Sørensen", "Lindström", "Martin", "Thomas", "Peter",
        "Simon", "Paul", "Østergaard", "Kowalski", "Wiśniewski", "Żuraw", "Böttcher", "Jansen", "de Vries",
    ]
    static let foreign: [(family: String, given: String)] = [
        ("Иванов", "Сергей"), ("Петрова", "Анна"), ("Смирнов", "Дмитрий"), ("Παπαδόπουλος", "Γιώργος"), ("王", "小明"),
        ("李", "娜"), ("山田", "太郎"), ("김", "민수"), ("כהן", "דוד"), ("العلي", "محمد"),
    ]
    static let companies = [
        "Stadtwerke", "Bäckerei Kruse", "Adler & Söhne", "Müller Maschinenbau GmbH", "Taxi", "Zahnarztpraxis Dr. Weiß",
        "Kowalski Transport", "Autohaus Nord", "Universität", "Kindergarten Sonnenschein", "Pizzeria Roma", "Apotheke",
    ]
    static let streets = [
        "Hauptstr.", "Gartenweg", "Bahnhofstraße", "Rosenallee", "Am Markt", "Church Road", "Rue Verte",
    ]
    static let cities = ["Berlin", "München", "Köln", "Graz", "Zürich", "Łódź", "London", "Paris", "Boston", "Roma"]
    static let subjects = [
        "Team meeting", "Zahnarzt", "Yoga", "Besprechung Projekt Alpha", "Geburtstag", "Müllabfuhr", "Elternabend",
        "Training", "Call with the office in Łódź", "Jour fixe der Abteilung Öffentlichkeitsarbeit", "Chorprobe",
        "Lunch",
        "Quarterly planning with the whole department", "Haircut", "Arbeitsessen", "Konzert", "Dvořák rehearsal",
    ]
    static let errands = [
        "Buy milk", "Steuererklärung abgeben", "Call the plumber", "Reifen wechseln",
        "Pay the invoice of the electrician",
        "Bücher zurückgeben", "Renew passport", "Vorbereitung der Mitgliederversammlung", "Geschenk für Žofia",
    ]
    static let words = [
        "green", "Haus", "river", "Straße", "sieben", "und", "the", "cheese", "über", "Brot", "lamp", "key", "garden",
        "Łódź", "morning", "Kaffee", "number", "quick", "train", "Fenster", "blue", "often", "nicht", "market", "café",
    ]
    static let titles = ["Einkaufsliste", "Shopping", "Ideas", "Passwörter", "Packliste", "Rezept", "To do", "Žofia"]

    /// Letters without accents, spelt out here: the corpus shares nothing with the matcher.
    static func plain(_ text: String) -> String { String(text.map { table[$0] ?? $0 }) }

    private static let table: [Character: Character] = Dictionary(
        uniqueKeysWithValues: zip(
            "äöüÄÖÜëéèêçøØłŁžŽšŠşŞğșȘřáíůąęśŚżŻåıñôïîń", "aouAOUeeeecoOlLzZsSsSgsSraiuaesSzZainoiin"))
}
