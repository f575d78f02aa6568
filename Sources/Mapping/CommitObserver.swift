/// Watches one handle of a store from outside, and may stop it: how a simulated process dies, or its disk fills, at an
/// exact moment. The product never sets one.
public struct CommitObserver: Sendable {
    /// Where a piece of work stands.
    public enum Moment: Hashable, Sendable {
        /// A read or a write is about to begin; throwing refuses it.
        case begin
        /// A write has run and is not committed; throwing undoes it.
        case beforeCommit
        /// A write is durable; throwing only hides that from the caller.
        case afterCommit
    }

    /// Called at each moment; what it throws reaches the caller of `read` or `write`.
    public let notice: @Sendable (Moment) throws -> Void

    /// An observer.
    public init(_ notice: @escaping @Sendable (Moment) throws -> Void) { self.notice = notice }
}
