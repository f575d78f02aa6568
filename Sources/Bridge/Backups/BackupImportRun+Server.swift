import DAVClient
import Mapping
import SyncMLFront
import SyncTypes
import Translation
import Versit

/// What an import finds at the server, and where its items go.
extension BackupImportRun {
    mutating func known() async throws -> [CollectionRecord] {
        if let collections { return collections }
        let found = try await Catalogue(store: store).collections(of: account, through: client)
        collections = found
        return found
    }

    mutating func items(
        _ content: Content, _ shown: [CollectionRecord], seenBy lens: Lens
    ) async throws -> ServerItems {
        if let known = items[content] { return known }
        var found = ServerItems(seenBy: lens)
        for collection in shown { try await found.read(collection, kind: content.kind, client: client, store: store) }
        items[content] = found
        return found
    }

    /// Where an item goes and what lies there then. A note of a folder of files is called by its title.
    mutating func place(
        _ made: [UInt8], _ text: [UInt8], _ lens: Lens, _ kind: ItemKind, _ name: String, in target: CollectionRecord
    ) async throws -> (Href, [UInt8]) {
        guard target.isFolder else { return (NewResource.href(in: target.href, name: name, kind: kind), made) }
        var taken: Set<String> = []
        if let known = names[target.id] {
            taken = known
        } else {
            try await client.collection(target).list { members in
                taken.formUnion(members.map { $0.href.lastSegment.lowercased() })
            }
        }
        let stem = try NoteFileName.stem(of: made)
        var number = 1
        var href = NoteFileName.href(in: target.href, stem: stem, number: number, extension: "txt")
        while taken.contains(href.lastSegment.lowercased()) {
            number += 1
            href = NoteFileName.href(in: target.href, stem: stem, number: number, extension: "txt")
        }
        names[target.id] = taken.union([href.lastSegment.lowercased()])
        return (href, try NoteFile.asRead(try lens.create(from: text, uid: href.lastSegment), at: href))
    }

    func lens(for content: Content) -> Lens {
        let profile =
            device.map { DeviceKnowledge.profile(of: $0, userAgent: nil) }
            ?? DeviceInformation().profile(userAgent: nil, deviceID: "")
        let zone = device.flatMap { DeviceSetting.timeZone.value(of: $0, account) } ?? settings.timeZone
        return Lens(
            LensContext(
                format: content.format, kind: content.kind, profile: profile,
                zone: zone.flatMap { dependencies.zones($0) },
                zones: dependencies.zones, now: DateTime(secondsSince1970: Int(dependencies.clock()))))
    }
}
