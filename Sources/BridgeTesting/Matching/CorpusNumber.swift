/// A telephone number and the ways in which people write it.
struct CorpusNumber: Hashable, Sendable {
    var country: String
    /// The digit dialled inside the country before the area; Italy and the States have none, Russia has 8.
    var trunk: String
    var area: String
    var local: String

    private static let countries: [(country: String, trunk: String, areas: [String], mobiles: [String])] = [
        ("49", "0", ["30", "89", "221", "3641", "40"], ["151", "160", "170", "176"]),
        ("49", "0", ["711", "69", "511"], ["152", "171", "179"]),
        ("43", "0", ["1", "316"], ["664", "676"]), ("41", "0", ["44", "31"], ["79", "78"]),
        ("44", "0", ["20", "161"], ["7700", "7911"]), ("1", "", ["415", "617"], ["206", "917"]),
        ("39", "", ["06", "02"], ["338", "347"]), ("7", "8", ["495", "812"], ["916", "921"]),
        ("48", "", ["22", "42"], ["501", "602"]), ("33", "0", ["1"], ["6", "7"]),
    ]

    /// A landline, or a mobile.
    static func random(mobile: Bool, _ random: inout SplitMix) -> CorpusNumber {
        let place = countries[Int.random(in: 0..<countries.count, using: &random)]
        let areas = mobile ? place.mobiles : place.areas
        let area = areas[Int.random(in: 0..<areas.count, using: &random)]
        let count = mobile ? 7 : Int.random(in: 6...8, using: &random)
        var local = String(Int.random(in: 2...9, using: &random))
        for _ in 1..<count { local += String(Int.random(in: 0...9, using: &random)) }
        return CorpusNumber(country: place.country, trunk: place.trunk, area: area, local: local)
    }

    /// How many spellings there are.
    static let spellings = 8

    /// The number in a spelling.
    func text(_ spelling: Int) -> String {
        let pairs = stride(from: 0, to: local.count, by: 2).map { start in
            String(local.dropFirst(start).prefix(2))
        }.joined(separator: " ")
        switch spelling % CorpusNumber.spellings {
        case 0: return "+\(country) \(area) \(local)"
        case 1: return "00\(country) \(area) \(local)"
        case 2: return "\(trunk)\(area) \(local)"
        case 3: return "\(trunk)\(area)/\(local)"
        case 4: return "(\(trunk)\(area)) \(pairs)"
        case 5: return trunk == "0" ? "+\(country) (0)\(area) \(local)" : "+\(country) (\(area)) \(local)"
        case 6: return "+\(country)-\(area)-\(local)"
        default: return "+\(country)\(area)\(local)"
        }
    }
}
