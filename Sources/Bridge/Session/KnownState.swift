/// A session's state with the bytes that stand for it in the store.
struct KnownState: Sendable {
    let bytes: [UInt8]
    let state: SessionState
}
