import Mapping
import SyncTypes

extension Link {
    /// True while a view is on its way to the device.
    var isOffered: Bool { offered?.isEmpty == false && offeredRevision != nil }

    /// True while the device is to be asked whether it has the item.
    var isAsked: Bool { offered?.isEmpty == true && offeredRevision == Link.asked }

    private static let asked: Int64 = -1

    /// The view is due, even if it is what the device was last sent: only its answer says whether it has the item.
    mutating func ask() {
        showAgain()
        offeredRevision = Link.asked
    }

    /// The view is due although its resource has not changed since the last sync: an offer of nothing keeps the link among
    /// the open ones until the view went out.
    mutating func showAgain() {
        offered = []
        offeredRevision = nil
        revision = 0
    }

    /// The view is due, and is to replace a text of the device that it knows as an edit. The text stands where an offer does, since the
    /// device holds one or the other.
    mutating func overrule(_ text: [UInt8]) {
        showAgain()
        offered = text
        sent = nil
    }

    /// The view is due; a question stays one.
    mutating func stayDue() {
        if isAsked { ask() } else { showAgain() }
    }

    /// The device holds what it was offered.
    mutating func holdOffer() {
        sent = offered ?? sent
        held = offered ?? held
        heldFromDevice = false
        revision = offeredRevision ?? revision
        dropOffer()
    }

    /// Nothing is on its way to the device.
    mutating func dropOffer() {
        offered = nil
        offeredRevision = nil
    }

    /// The device has told its name for an Add of ours.
    mutating func take(_ luid: LUID) {
        self.luid = luid
        state = .linked
        holdOffer()
        held = sent
    }

    /// True while an Add is under way: the device may have stored it under a name it never told us.
    var awaitsName: Bool {
        switch state {
        case .offered, .delivered: luid == nil
        case .linked, .refused, .deleting, .storedAnew: false
        }
    }

    /// What the new item is that the device made of our Replace, while its name is awaited.
    var storedCopy: StoredCopy? {
        switch state {
        case .storedAnew(let copy): copy
        case .linked, .offered, .delivered, .refused, .deleting: nil
        }
    }

    /// True when the device may have the item under a name that the link does not know: deleted there earlier and back, sent and never
    /// named, or changed by it before it forgot the name.
    var isFree: Bool { pendingDelete || unmappedText != nil || (luid == nil && pending != nil) }

    /// The text of an item that the device may have under a name it never told us; nil for any other link.
    var unmappedText: [UInt8]? {
        switch storedCopy {
        case .stray: return nil
        case nil where !awaitsName: return nil
        case .changed, .asked, nil: return isOffered ? offered : sent
        }
    }
}
