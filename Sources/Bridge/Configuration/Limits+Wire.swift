import SyncMLFront

extension Limits {
    /// What reading one message may cost.
    var wire: WireLimits { WireLimits(maxBytes: messageBytes, maxDepth: depth) }
}
