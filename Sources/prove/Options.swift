import BridgeTesting
import SyncTypes

/// The command line of `prove`.
struct Options: Sendable {
    /// One seed instead of many.
    var seed: UInt64?
    /// How many seeds.
    var seeds: UInt64 = 1000
    /// The first of them.
    var from: UInt64 = 1
    /// Tasks that run them.
    var jobs = 2
    /// Seconds after which no further seed begins.
    var until: Double?
    /// Stop at the first failure.
    var stopsAtFirst = false
    /// Print the transcript of a single seed.
    var isVerbose = false
    /// The transcript names the commands of each message.
    var isWordy = false
    /// Run the known seeds, each in the world that found it.
    var isKnown = false
    /// Cut canonical sessions at every point instead of living seeds.
    var isCutting = false
    /// Measure matching with so many copies instead.
    var matching: Int?
    /// Try the laws of the lens with so many cases each instead.
    var laws: UInt64?
    /// Answer recurrence rules from the standard input instead.
    var answersRules = false
    /// Print the table of what each device family shows and keeps instead.
    var printsLosses = false
    /// Measure the lens instead.
    var benchesLens = false
    /// Where the Markdown report goes.
    var report: String?
    /// For the report: neither clock nor repository is asked.
    var date = ""
    /// For the report.
    var commit = ""
    /// Fail when a decision of the bridge was never made.
    var requiresMarks = false
    /// Which part of the world takes part.
    var scope = Scope.busy

    /// What was wrong with the command line.
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    static let usage = """
        prove runs seeds of the simulated world; exit status 1 when a promise was broken.

        prove --seed N [--verbose | --messages]
        prove --cuts [--jobs J]
        prove --known
        prove --matching COPIES [--seed N] [--verbose] [--report FILE --date DATE --commit ID]
        prove --laws CASES [--from M] [--jobs J] [--report FILE --date DATE --commit ID]
        prove --occurrences < RULES
        prove --losses
        prove --bench-lens
        prove --seeds N [--from M] [--jobs J] [--until SECONDS] [--first] [--require-marks]
            [--report FILE --date DATE --commit ID]
          narrowing: --calm, --tame, --phones N, --no-third-party, --no-faults, --no-losses, --no-disasters, --tight,
            --families, --kinds contact,event,..., --early, --later servers,undo,...
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func value<T>(_ name: String, _ read: (String) -> T?) throws -> T {
            guard let word = rest.popFirst(), let value = read(word) else {
                throw Mistake(description: "\(name) needs a value\n" + Options.usage)
            }
            return value
        }
        while let name = rest.popFirst() {
            switch name {
            case "--seed": seed = try value(name) { UInt64($0) }
            case "--seeds": seeds = try value(name) { UInt64($0) }
            case "--from": from = try value(name) { UInt64($0) }
            case "--jobs": jobs = try value(name) { Int($0) }
            case "--until": until = try value(name) { Double($0) }
            case "--cuts": isCutting = true
            case "--known": isKnown = true
            case "--occurrences": answersRules = true
            case "--losses": printsLosses = true
            case "--bench-lens": benchesLens = true
            case "--laws": laws = try value(name) { UInt64($0).flatMap { $0 > 0 ? $0 : nil } }
            case "--matching": matching = try value(name) { Int($0).flatMap { $0 > 0 ? $0 : nil } }
            case "--first": stopsAtFirst = true
            case "--verbose": isVerbose = true
            case "--messages": (isVerbose, isWordy) = (true, true)
            case "--report": report = try value(name) { $0 }
            case "--date": date = try value(name) { $0 }
            case "--require-marks": requiresMarks = true
            case "--commit": commit = try value(name) { $0 }
            case "--calm": scope.isBusy = false
            case "--tame": scope = .tame
            case "--phones": scope.phones = try value(name) { Int($0) }
            case "--third-party": scope.thirdParty = true
            case "--no-third-party": scope.thirdParty = false
            case "--no-faults": scope.faults = false
            case "--no-losses": scope.losses = false
            case "--no-disasters": scope.disasters = false
            case "--tight": scope.tightMessages = true
            case "--families": scope.families = true
            case "--early": scope.later = []
            case "--later":
                scope.later = try value(name) { list in
                    let words = list.split(separator: ",")
                    let known = words.compactMap { Later(rawValue: String($0)) }
                    return known.count == words.count ? Set(known) : nil
                }
            case "--kinds":
                scope.kinds = try value(name) { list in
                    let kinds = list.split(separator: ",").compactMap { ItemKind(rawValue: String($0)) }
                    return kinds.isEmpty ? nil : kinds
                }
            default: throw Mistake(description: "\(name) is unknown\n" + Options.usage)
            }
        }
    }
}
