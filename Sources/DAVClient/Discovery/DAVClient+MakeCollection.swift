import SyncTypes

extension DAVClient {
    /// Makes a collection for one kind inside a home and returns what the server really made of it.
    ///
    /// `name` is the last path segment, `[A-Za-z0-9_-]{1,100}`. One that is there already and holds the kind counts as
    /// made. Throws `.notCreated` with the server's words otherwise. The component set is advice: SOGo makes events and
    /// tasks whatever is asked for.
    public func makeCollection(
        home: Href, name: String, displayName: String, kind: ItemKind
    ) async throws(DAVError) -> CollectionInfo {
        guard (1...100).contains(name.utf8.count), name.utf8.allSatisfy(DAVClient.isNameByte) else {
            throw DAVError(.notCreated, "a collection's name is 1 to 100 letters, digits, - and _")
        }
        let url = try upstream.url(home).asCollection.at(try upstream.url(home).asCollection.path + name + "/")
        var refusal: DAVError?
        for call in DAVClient.calls(displayName: displayName, kind: kind) {
            let answer = try await upstream.send(call, to: url)
            if answer.reply.status == 401 { throw DAVError(unexpected: answer.reply, of: answer.call) }
            if let info = try await made(at: url) {
                guard info.kinds.contains(kind) else {
                    throw DAVError(.notCreated, "\(url) is there, but it does not hold items of kind \(kind)")
                }
                return info
            }
            refusal = refusal ?? DAVError(unexpected: answer.reply, of: answer.call)
        }
        throw DAVError(.notCreated, refusal?.reason ?? "\(url) was not made", status: refusal?.status)
    }

    /// MKCALENDAR first, extended MKCOL where it is unknown or refused.
    private static func calls(displayName: String, kind: ItemKind) -> [Upstream.Call] {
        guard let component = ComponentSet.component(kind) else {
            return [ExtendedMkcol.call(type: ExtendedMkcol.addressBook, displayName: displayName)]
        }
        return [
            Mkcalendar.call(displayName: displayName, component: component),
            ExtendedMkcol.call(
                type: ExtendedMkcol.calendar, displayName: displayName, other: [ComponentSet.element(component)]),
        ]
    }

    /// What lies there now: statuses lie both ways (Calypso says 201 and makes nothing).
    private func made(at url: WebURL) async throws(DAVError) -> CollectionInfo? {
        do {
            let (response, answer) = try await upstream.properties(CollectionInfo.properties, of: url)
            return CollectionInfo(response, href: upstream.href(answer.url.asCollection))
        } catch  where error.code == .notFound || error.code == .forbidden {
            return nil
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
