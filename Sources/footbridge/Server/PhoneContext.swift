import Hummingbird
import NIOCore

/// What is known of a request besides the request: the connection it came over.
struct PhoneContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

extension PhoneContext {
    /// Tells the connection below what has become of the request.
    func tell(_ order: ConnectionOrder) { channel.triggerUserOutboundEvent(order, promise: nil) }
}
