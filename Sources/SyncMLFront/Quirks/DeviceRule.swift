import SyncTypes

/// By what a device is recognised; "" where it said nothing.
struct DeviceIdentity: Hashable, Sendable {
    /// DevInf Man.
    var manufacturer = ""
    /// DevInf Mod.
    var model = ""
    /// DevInf SwV.
    var software = ""
    /// HTTP User-Agent.
    var userAgent = ""
    /// SyncHdr Source LocURI.
    var deviceID = ""
}

/// One row of the table of quirks: which devices, and what is different about them.
///
/// All rows that match apply, in order, so a later row may refine an earlier one.
struct DeviceRule: Sendable {
    /// The row's name, for logs and tests.
    let name: String
    /// Man, without case and blanks ("Sony Ericsson" is "sonyericsson"); nil for any.
    var manufacturer: String?
    /// Mod, without case, blanks and the manufacturer in front; empty for any.
    var models: Set<String> = []
    /// SwV; nil for any.
    var software: String?
    /// Starts of User-Agent that suffice instead of device information.
    var userAgents: [String] = []
    /// Starts of Source LocURI that suffice: some clients name themselves there alone.
    var deviceIDs: [String] = []
    /// What is different.
    let adjustment: Adjustment

    /// What a row changes in a profile; nil and false leave things as they are.
    struct Adjustment: Hashable, Sendable {
        var localTimeOnly = false
        var utcOfToday = false
        var unmarkedUTC = false
        var utc: Bool?
        var noLargeObjects = false
        var maxMessageSize: Int?
        var messageSizePercent: Int?
        var alarmsInUTC = false
        var ignoresSlowAlert = false
        var countsPicturesLonger = false
        var ignoresNonces = false
        var loathesRespURIAfterBreak = false
        var isTwoWayOnly = false
        var awaitsNextMessageAlert = false
        var mayEndEarly = false
        var crashesOnSlowReplace = false
        /// Sizes in CTCap are nonsense.
        var ignoresSizes = false
        /// CTCap is not complete.
        var ignoresCapabilities = false
        var payload: PayloadQuirks?

        func apply(to profile: inout DeviceProfile) {
            if localTimeOnly { profile.quirks.localTimeOnly = true }
            if utcOfToday { profile.quirks.utcOfToday = true }
            if unmarkedUTC { profile.quirks.unmarkedUTC = true }
            if let utc { profile.utc = utc }
            if noLargeObjects {
                profile.quirks.noLargeObjects = true
                profile.largeObjects = false
            }
            if let maxMessageSize { profile.quirks.maxMessageSize = maxMessageSize }
            if alarmsInUTC { profile.quirks.alarmsInUTC = true }
            if let payload { profile.quirks.payload.add(payload) }
            if ignoresSlowAlert { profile.quirks.ignoresSlowAlert = true }
            if let messageSizePercent { profile.quirks.messageSizePercent = messageSizePercent }
            if countsPicturesLonger { profile.quirks.countsPicturesLonger = true }
            if ignoresNonces { profile.quirks.ignoresNonces = true }
            if loathesRespURIAfterBreak { profile.quirks.loathesRespURIAfterBreak = true }
            if isTwoWayOnly { profile.quirks.isTwoWayOnly = true }
            if awaitsNextMessageAlert { profile.quirks.awaitsNextMessageAlert = true }
            if mayEndEarly { profile.quirks.mayEndEarly = true }
            if crashesOnSlowReplace { profile.quirks.crashesOnSlowReplace = true }
            for index in profile.datastores.indices {
                if ignoresCapabilities { profile.datastores[index].properties = [:] }
                if ignoresSizes {
                    profile.datastores[index].properties = profile.datastores[index].properties.mapValues { limits in
                        limits.mapValues { PropertyLimit(maxSize: nil, maxOccur: $0.maxOccur) }
                    }
                }
            }
        }
    }

    /// True when the row is about this device.
    func matches(_ identity: DeviceIdentity) -> Bool {
        if userAgents.contains(where: { identity.userAgent.hasPrefix($0) }) { return true }
        if deviceIDs.contains(where: { identity.deviceID.hasPrefix($0) }) { return true }
        guard manufacturer != nil || !models.isEmpty else { return false }
        let maker = DeviceRule.key(identity.manufacturer)
        var model = DeviceRule.key(identity.model)
        if let manufacturer {
            guard maker.hasPrefix(manufacturer) else { return false }
            if model.hasPrefix(manufacturer) { model = String(model.dropFirst(manufacturer.count)) }
        }
        if !models.isEmpty, !models.contains(model) { return false }
        return software == nil || software == identity.software
    }

    private static func key(_ text: String) -> String {
        String(decoding: text.lowercased().utf8.filter { $0 > 0x20 }, as: UTF8.self)
    }
}
