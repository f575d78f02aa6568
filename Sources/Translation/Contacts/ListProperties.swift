import Versit

/// CATEGORIES: a set of words, whatever lines they stand on.
struct CategoriesProperty: ContactProperty {
    let name = "CATEGORIES"
    let isRepeatable = true
    let isOneLine = true

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        line.list(dialect).map {
            ContactValue(canon: [TextPatch.collapsed($0).lowercased()], parts: [$0], name: name, group: line.group)
        }
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true, !values.isEmpty else { return [] }
        return [ContentLine(name, list: values.map(\.text), dialect)]
    }

    /// Words with nothing but single commas between, where as many go as there are.
    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.allows(name), fields.maxOccur(name) == nil, line.hasWords,
            let value = line.valueCopied(as: .list, to: fields.dialect)
        else { return nil }
        var previous = UInt8(ascii: ",")
        for byte in value {
            switch (previous, byte) {
            case (UInt8(ascii: ","), UInt8(ascii: ",")), (UInt8(ascii: ","), 0x20), (0x20, UInt8(ascii: ",")):
                return nil
            default: previous = byte
            }
        }
        return previous == UInt8(ascii: ",") ? nil : ContentLine(name, escaped: value, fields.dialect)
    }

    /// Only the element of the list is touched.
    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        var elements = line.list(dialect)
        guard let index = elements.firstIndex(where: { [TextPatch.collapsed($0).lowercased()] == edit.upstream.canon })
        else { return line }
        if let mine = edit.mine { elements[index] = mine.text } else { elements.remove(at: index) }
        guard !elements.isEmpty else { return nil }
        var line = line
        line.setList(elements, dialect)
        return line
    }

    /// One word is not a version of another: they come and go.
    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int { 0 }
}

/// NICKNAME: a list upstream, one field on a phone; X-EPOCSECONDNAME on Symbian.
struct NicknameProperty: ContactProperty {
    let name = "NICKNAME"
    let names = ["NICKNAME", "X-NICKNAME", "X-EPOCSECONDNAME"]

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = line.text(dialect)
        let canon = TextPatch.collapsed(
            text.split(separator: ",").map { LineEnds.trimmed(String($0)) }.joined(separator: ","))
        guard !canon.isEmpty else { return [] }
        return [ContactValue(canon: [canon], parts: [text], name: line.key, group: line.group)]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        values.prefix(1).compactMap { value in
            guard let key = fields.map({ $0.pick(names) }) ?? name else { return nil }
            var line = ContentLine(key, value: [])
            set(value.text, &line, dialect)
            return line
        }
    }

    private func set(_ text: String, _ line: inout ContentLine, _ dialect: Dialect) {
        if dialect.isOld { return line.setText(text, dialect) }
        line.setList(text.split(separator: ",").map { LineEnds.trimmed(String($0)) }.filter { !$0.isEmpty }, dialect)
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        set(mine.text, &line, dialect)
        return line
    }
}
