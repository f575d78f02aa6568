import SyncTypes
import Versit

extension ItemFormat {
    /// The grammar of a device's cards in this format; a format without cards of its own is read as the oldest one.
    var cardDialect: Dialect {
        switch self {
        case .vCard30, .sifC: .vCard30
        case .vCard40: .vCard40
        case .vCard21, .vCalendar10, .iCalendar20, .vNote11, .plainText, .sifE, .sifT, .sifN: .vCard21
        }
    }
}

extension Dialect {
    /// The VERSION of cards in this grammar.
    var cardVersion: String {
        switch self {
        case .vCard21: "2.1"
        case .vCard40: "4.0"
        case .vCard30, .vCalendar10, .iCalendar20, .plain: "3.0"
        }
    }
}
