import SyncTypes

extension DAVClient {
    /// The collections of all homes in listing order, each once (PROPFIND Depth 1).
    public func collections(_ discovery: Discovery) async throws(DAVError) -> [CollectionInfo] {
        var all: [CollectionInfo] = []
        for href in discovery.explicitCollections {
            let (response, answer) = try await upstream.properties(
                CollectionInfo.properties, of: try upstream.url(href).asCollection)
            if let info = CollectionInfo(response, href: upstream.href(answer.url)) { all.append(info) }
        }
        for home in discovery.homes {
            for info in try await children(of: home) where !all.contains(where: { $0.href == info.href }) {
                all.append(info)
            }
        }
        guard let standard = try await defaultCalendar(discovery) else { return all }
        for index in all.indices where all[index].href == standard { all[index].isDefault = true }
        return all
    }

    /// What lies at a path (PROPFIND Depth 0); nil where nothing does, or no collection.
    public func collectionInfo(at href: Href) async throws(DAVError) -> CollectionInfo? {
        do {
            let (response, answer) = try await upstream.properties(
                CollectionInfo.properties, of: try upstream.url(href).asCollection)
            return CollectionInfo(response, href: upstream.href(answer.url.asCollection))
        } catch  where error.code == .notFound {
            return nil
        }
    }

    private func children(of home: Href) async throws(DAVError) -> [CollectionInfo] {
        let url = try upstream.url(home).asCollection
        let (responses, answer) = try await upstream.listing(CollectionInfo.properties, of: url)
        let own = upstream.href(answer.url.asCollection)
        let infos: [CollectionInfo] = responses.compactMap { response in
            guard let wire = response.hrefs.first, let member = upstream.memberHref(wire, in: answer.url) else {
                return nil
            }
            let href = member.rawValue.hasSuffix("/") ? member : Href(member.rawValue + "/")
            return href == own ? nil : CollectionInfo(response, href: href)
        }
        return infos.filter { !isShadow($0, among: infos) }
    }

    /// SOGo lists "personal.ics" and "personal.xml" beside the calendar "personal".
    private func isShadow(_ info: CollectionInfo, among infos: [CollectionInfo]) -> Bool {
        let name = info.href.lastSegment
        guard name.hasSuffix(".ics") || name.hasSuffix(".xml") else { return false }
        return infos.contains { $0.href.lastSegment == name.dropLast(4) }
    }

    /// `schedule-default-calendar-URL` of the inbox (RFC 6638 section 9.2); nil when the server does not tell.
    private func defaultCalendar(_ discovery: Discovery) async throws(DAVError) -> Href? {
        guard let inbox = discovery.scheduleInbox else { return nil }
        do {
            let (response, answer) = try await upstream.properties([.defaultCalendar], of: try upstream.url(inbox))
            let url = response.hrefs(in: .defaultCalendar).first.flatMap { answer.url.resolve($0)?.asCollection }
            return url.map(upstream.href)
        } catch  where !error.isTemporary {
            return nil
        }
    }
}
