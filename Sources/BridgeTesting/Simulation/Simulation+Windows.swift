import Bridge
import Phone
import SyncTypes

/// Time windows: the administrator's hand, and what people may expect of what lies outside.
extension Simulation {
    /// The administrator sets the window of a phone, or of the account.
    mutating func setWindow(_ number: Int?, _ window: String) {
        do {
            if let number {
                let device = phones[number].deviceID
                try DeviceAdministration(store: database).set(device, ["window=\(window)"])
                windows.ofDevices[device] = window
            } else {
                try administration.set("alice", ["window=\(window)"])
                windows.ofAccount = window
            }
            story.tell(
                "the administrator sets the window of \(number.map { "phone \($0)" } ?? "the account") to \(window)")
            story.count("window")
            noteJump()
        } catch {
            story.tell("the window cannot be set: \(error)")
        }
    }

    /// A state that took the place of another one knows other settings.
    mutating func setWindowsAgain() {
        guard plan.window != nil else { return }
        let devices = DeviceAdministration(store: database)
        let known = Set(((try? devices.list()) ?? []).map(\.deviceID))
        for device in known { _ = try? devices.set(device, ["window=" + (windows.ofDevices[device] ?? "")]) }
        windows.ofDevices = windows.ofDevices.filter { known.contains($0.key) }
        _ = try? administration.set("alice", ["window=" + (windows.ofAccount ?? "")])
    }

    private var administration: AccountAdministration {
        AccountAdministration(
            settings: settings,
            dependencies: Simulation.dependencies(process, database, clock, random, secrets, marks, backups))
    }

    /// The edges have moved: what was deleted and not told yet may be outside by now, or history.
    mutating func noteJump() {
        guard plan.window != nil else { return }
        for number in phones.indices {
            let leavesOut = window(of: number)?.leftOut
            for deletion in phones[number].untold
            where log.items[deletion.identity]?.kind == .event
                || leavesOut.map({ "\(deletion.identity)".contains($0) }) == true
            {
                loosen(deletion.identity, on: number)
            }
        }
    }

    /// True for an event whose deletion on a phone need not be one: it is outside of the phone's window, or long over.
    func isLoose(_ text: ItemText, on number: Int) -> Bool {
        guard plan.window != nil else { return false }
        if window(of: number)?.leavesOut(text) == true { return true }
        guard text.values(of: .start).first.flatMap(EventWindow.hour) != nil else { return false }
        // A phone's own move of what it deletes then is never told: the bridge knows one of the times before it.
        let typed = text.identity.flatMap { log.items[$0]?.values[.start] } ?? []
        let starts = (typed.map(\.text) + text.values(of: .start)).compactMap { $0.flatMap(EventWindow.hour) }
        return starts.contains { $0 < Int(clock.now / 3600) - 28 * 24 }
            || window(of: number)?.place(of: text) ?? .inside != .inside
    }

    /// A deletion that may only have taken the item off the phone.
    mutating func loosen(_ identity: Int, on number: Int) {
        log.hide(identity, from: "phone \(number)")
        for index in log.items[identity]?.deletions.indices ?? 0..<0 { log.forgetDeletion(identity, index) }
    }
}
