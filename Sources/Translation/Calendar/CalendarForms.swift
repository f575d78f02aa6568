import SyncTypes
import Versit

/// In which form a device's moment is written upstream.
struct CalendarForms {
    let scene: CalendarScene

    /// A moment where there was a value: in that value's form, so that its TZID survives; where there was none, or one of
    /// another kind, in the form nearest to what the device wrote.
    func value(_ moment: Moment, was old: DateTime?, device: DateTime?) -> DateTime {
        if let old, !old.isDate { return scene.upstreamValue(moment, old.form) }
        let value = scene.upstreamValue(moment, fresh(device))
        // The second of an hour that the clocks have twice has no name on the wall (RFC 5545 section 3.3.5).
        if case .zoned = value.form, scene.upstream(value) != moment { return scene.upstreamValue(moment, .utc) }
        return value
    }

    /// The form of a new upstream value: a zone that is known by name where the device has one; local time of a device whose
    /// zone nobody knows stays floating; UTC else. A series in UTC would drift, so it gets the device's zone.
    private func fresh(_ device: DateTime?) -> DateTime.Form {
        if let form = scene.preferredForm, form != .date { return form }
        switch device?.form {
        case .zoned(let id)?: return zoned(id)
        case .floating?:
            if scene.isZoneUnknown { return .floating }
            return local
        case .utc?, .date?, nil:
            return scene.repeats && !scene.isZoneUnknown ? local : .utc
        }
    }

    private var local: DateTime.Form {
        scene.localZone.isUTC || scene.localZone.name.isEmpty ? .utc : .zoned(scene.localZone.name)
    }

    private func zoned(_ id: String) -> DateTime.Form {
        guard let rules = scene.deviceZones(id) else { return scene.isZoneUnknown ? .floating : local }
        if scene.context.zones.exactly(rules.name) != nil { return .zoned(rules.name) }
        guard scene.dialect.isOld else { return .zoned(id) }
        // TZ and DAYLIGHT have no name: an instant is enough, unless it repeats across changes of the clocks.
        if !scene.isZoneUnknown { return local }
        return scene.repeats && !rules.transitions.isEmpty ? .zoned(id) : .utc
    }
}

extension CalendarScene {
    /// A moment as a vCalendar 1.0 device gets it: days as midnights without Z; instants in UTC for devices that know it,
    /// else on the wall; what repeats on a wall, since in UTC it would drift, but for a device that takes its own wall for UTC.
    func oldTime(_ moment: Moment) -> DateTime {
        switch moment {
        case .day(let day): return DateTime(LocalTime(day), .floating)
        case .instant(let seconds):
            let isDriftless = prefersUTC && (localZone.isUTC || context.profile.quirks.unmarkedUTC)
            return repeats && !isDriftless ? wallTime(seconds) : singleOldTime(DateTime(secondsSince1970: seconds))
        }
    }

    /// A UTC time that does not repeat, for a vCalendar 1.0 device.
    func singleOldTime(_ utc: DateTime) -> DateTime { prefersUTC ? utc : wallTime(utc.local.seconds) }

    /// An instant on the device's wall, without zone.
    func wallTime(_ seconds: Int) -> DateTime {
        DateTime(LocalTime(seconds: localZone.local(fromUTC: seconds)), .floating)
    }

    /// True when a Timezone has to say what the local times mean (Funambol clients from 7 on).
    var needsSIFZone: Bool { isSIF && repeats && prefersUTC && !localZone.isUTC }

    /// True when TZ and DAYLIGHT have to say what the local times mean.
    var needsOldZone: Bool {
        isOld && repeats && isZoneUnknown && prefersUTC && !localZone.isUTC && !context.profile.quirks.unmarkedUTC
    }
}
