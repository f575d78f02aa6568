import Mapping
import SyncTypes
import Translation

/// Notes that are files of a folder: named by their titles, so a name may be another note's, which no other resource's is.
extension Upload {
    /// Where the file of a new note goes.
    enum FilePlace {
        /// Nothing lies there, as far as the mirror knows.
        case free(Href)
        /// A file says the same already and is nobody's on this device: the PUT of an earlier try, or of a state that is lost.
        case made(ResourceRecord)
    }

    /// The first name of a text's title that no other note has.
    func filePlace(for text: [UInt8], _ link: Link, in collection: CollectionRecord) throws -> FilePlace {
        let stem = try NoteFileName.stem(of: try lens.create(from: text, uid: ""))
        let suffix = try fileSuffix(in: collection)
        return try store.read { store in
            var number = 1
            while true {
                let href = NoteFileName.href(in: collection.href, stem: stem, number: number, extension: suffix)
                guard let known = try store.resource(collection.id, named: href) else { return .free(href) }
                if try isFree(known, for: link, store), try says(known, text) { return .made(known) }
                number += 1
            }
        }
    }

    /// What a file is to hold, as it will be read.
    func fileBody(of text: [UInt8], at href: Href) throws -> [UInt8] {
        try NoteFile.asRead(try lens.create(from: text, uid: href.lastSegment), at: href)
    }

    /// A new note in a folder of files.
    func planFile(_ link: Link, _ text: [UInt8], in collection: CollectionRecord) throws -> Plan {
        switch try filePlace(for: text, link, in: collection) {
        case .free(let href):
            .create(collection, href, body: try fileBody(of: text, at: href), uid: href.lastSegment)
        case .made(let resource): .adopt(resource.id, PartKey(uid: resource.uid))
        }
    }

    /// Markdown where the newest note is; a bare text in an empty folder.
    private func fileSuffix(in collection: CollectionRecord) throws -> String {
        let newest = try store.read { try $0.newestHref(of: collection.id) }
        return newest?.lastSegment.lowercased().hasSuffix(".md") == true ? "md" : "txt"
    }

    private func says(_ resource: ResourceRecord, _ text: [UInt8]) throws -> Bool {
        guard let view = try? lens.view(of: PartKey(uid: resource.uid), in: resource.body, held: nil) else {
            return false
        }
        return lens.isSame(view.text, text)
    }

    private func isFree(_ resource: ResourceRecord, for link: Link, _ store: StoreReader) throws -> Bool {
        try !store.links(link.datastore, resource.id).contains { other in
            other.id != link.id && (other.luid != nil || other.pending != nil)
        }
    }
}

extension PutResult {
    /// The result as the server will hold it in a file: what has no place there is no change.
    func asFile(at resource: ResourceRecord) throws(TranslationError) -> PutResult {
        guard changed else { return self }
        var result = self
        result.body = try NoteFile.asRead(body, at: resource.href)
        result.changed = result.body != resource.body
        return result
    }
}
