import Mapping

extension Link {
    /// True while a view is on its way to the device.
    var isOffered: Bool { offered != nil && offeredRevision != nil }

    /// The view is due although its resource has not changed since the last sync: an offer of nothing keeps the link among
    /// the open ones until the view went out.
    mutating func showAgain() {
        offered = []
        offeredRevision = nil
        revision = 0
    }
}
