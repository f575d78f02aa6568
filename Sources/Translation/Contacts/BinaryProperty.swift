import Versit

/// PHOTO, LOGO, SOUND, KEY: inline bytes. An URI upstream stays there; devices are shown bytes only.
struct BinaryProperty: ContactProperty {
    let name: String

    init(_ name: String) { self.name = name }

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let marks = ContactTypes.marks(line)
        if let bytes = line.binary(dialect) {
            guard !bytes.isEmpty else { return [] }
            let canon = "\(bytes.count):\(StableHash(bytes).value)"
            return [ContactValue(canon: [canon], parts: [], marks: marks, bytes: bytes, name: name, group: line.group)]
        }
        let text = LineEnds.trimmed(line.text(dialect))
        // SOUND;X-IRMC-N is a reading of the name that Japanese phones keep.
        guard !text.isEmpty, !marks.contains(where: { $0.hasPrefix("X-IRMC") }) else { return [] }
        return [ContactValue(canon: [text], parts: [text], marks: marks, name: name, group: line.group)]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true else { return [] }
        return values.compactMap { value in
            guard let bytes = value.bytes else { return fields == nil ? link(value, dialect) : nil }
            return line(BinaryKind(bytes, marks: value.marks, property: name), Base64.encode(bytes)[...], dialect)
        }
    }

    /// A picture is large: where it is base64 on both sides nothing of it is decoded but its beginning.
    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.allows(name), let encoded = line.base64, !encoded.isEmpty else { return nil }
        let start = Base64.decode(encoded.prefix(BinaryKind.mostSigns))
        let kind = BinaryKind(start, marks: ContactTypes.marks(line), property: name)
        return self.line(kind, encoded, fields.dialect)
    }

    private func line(_ kind: BinaryKind, _ encoded: ArraySlice<UInt8>, _ dialect: Dialect) -> ContentLine {
        var line = ContentLine(name, value: [])
        if dialect != .vCard40, let type = kind.type { line.parameters = [Parameter(spelled: "TYPE=\(type)")] }
        line.setBase64(encoded, mediaType: kind.mediaType, dialect)
        return line
    }

    /// Bytes that stand elsewhere.
    private func link(_ value: ContactValue, _ dialect: Dialect) -> ContentLine? {
        guard value.text.contains(":") else { return nil }
        let parameters = dialect == .vCard40 ? [] : [Parameter("VALUE", "uri")]
        return ContentLine(name, parameters: parameters, raw: value.text)
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine, let bytes = mine.bytes else { return edit.mine == nil ? nil : line }
        let kind = BinaryKind(bytes, marks: mine.marks, property: name)
        var line = line
        line.setParameter("MEDIATYPE", nil)
        let types = line.types
        if dialect != .vCard40, let type = kind.type, types != [type] { line.setParameter("TYPE", [type]) }
        line.setBinary(bytes, mediaType: kind.mediaType, dialect)
        return line
    }

    /// A device that has never returned that many bytes shrinks pictures.
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        if kept.canon == full.canon { return true }
        guard let own = kept.bytes, let whole = full.bytes, let evidence else { return false }
        // Nothing makes more pixels of fewer: such a picture is another one.
        if let pixels = PictureSize.pixels(own), let most = PictureSize.pixels(whole), pixels > most { return false }
        return own.count < whole.count && evidence.length(name) < whole.count
    }

    /// A copy that a device made smaller looks like any other picture; only a beginning of the same bytes is surely one.
    func isDoubtful(_ kept: ContactValue, of full: ContactValue) -> Bool {
        guard let own = kept.bytes, let whole = full.bytes else { return false }
        return kept.canon != full.canon && !whole.starts(with: own)
    }
}

/// What inline bytes are: told by their first bytes, else by the TYPE they came with.
struct BinaryKind {
    /// TYPE of vCard 2.1 and 3.0; nil when unknown.
    var type: String?
    /// For `data:` URIs.
    var mediaType: String

    /// Digits of base64 that tell: whole groups.
    static let mostSigns = 16

    init(_ bytes: [UInt8], marks: [String], property: String) {
        let known: [(start: [UInt8], type: String)] = [
            ([0xFF, 0xD8], "JPEG"), ([0x89, 0x50, 0x4E, 0x47], "PNG"), ([0x47, 0x49, 0x46, 0x38], "GIF"),
            ([0x42, 0x4D], "BMP"), ([0x52, 0x49, 0x46, 0x46], "WAVE"),
        ]
        let marked = marks.first { $0 != "PREF" && $0 != "HOME" && $0 != "WORK" }
        type = known.first { bytes.starts(with: $0.start) }?.type ?? marked
        let family =
            switch property {
            case "SOUND": "audio"
            case "KEY": "application"
            default: "image"
            }
        mediaType = type.map { "\(family)/\($0.lowercased())" } ?? "application/octet-stream"
    }
}
