import SyncTypes

/// More life between the steps of a plan: about twenty edits and more than three faults a seed.
extension PlanMaker {
    /// The same steps with others behind some of them. These are drawn from a stream of their own, so that a seed that once
    /// found a mistake still does the same without them.
    static func busier(_ steps: [Plan.Step], _ seed: UInt64, phones: Int, _ scope: Scope) -> [Plan.Step] {
        var maker = PlanMaker(random: SplitMix(seed: ~seed), scope: scope)
        // The first draws of near seeds are near each other; a few are thrown away.
        _ = maker.random.bytes(3)
        var all: [Plan.Step] = []
        for step in steps {
            all.append(step)
            if maker.once(in: 2) { all.append(maker.edit(phones)) }
            if scope.faults, maker.once(in: 10) { all.append(maker.fault(phones)) }
        }
        return all
    }

    private mutating func edit(_ phones: Int) -> Plan.Step {
        let actions: [Plan.ThirdPartyAction] = [.edit, .edit, .editSeveral, .clear, .touch, .add]
        if scope.thirdParty, once(in: 4) { return .thirdParty(one(of: actions), pick: random.next()) }
        return .user(phone: Int(random.next() % UInt64(phones)), userAction(), pick: random.next())
    }

    private mutating func fault(_ phones: Int) -> Plan.Step {
        switch random.next() % 4 {
        case 0: return .expireTokens
        case 1: return .restart
        default:
            var trouble = Plan.Trouble.none
            while trouble.isNone { trouble = self.trouble() }
            return .sync(phone: Int(random.next() % UInt64(phones)), mode: mode(), trouble)
        }
    }
}
