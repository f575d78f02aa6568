extension TreeBuilder {
    /// Attributes as libxml2 lays them out: localname, prefix, URI, value, end of value.
    func attributes(_ raw: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int32, declared: Int32) -> [Attribute] {
        guard Int(count) + Int(declared) <= limits.maxAttributes else {
            fail(.tooManyAttributes, "more than \(limits.maxAttributes) attributes on one element")
            return []
        }
        guard count > 0, let raw else { return [] }
        return (0..<Int(count)).compactMap { index in
            let slot = raw + index * 5
            guard let name = slot[0], let start = slot[3], let end = slot[4] else { return nil }
            let value = TreeBuilder.attributeValue(UnsafeBufferPointer(start: start, count: end - start))
            return Attribute(name: string(name), namespace: string(slot[2]), value: value)
        }
    }

    /// libxml2 leaves every ampersand of an attribute as the reference "&#38;" unless it is told to expand entities.
    private static func attributeValue(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        let ampersand = UInt8(ascii: "&")
        guard raw.contains(ampersand) else { return String(decoding: raw, as: UTF8.self) }
        let tail = Array("#38;".utf8)
        var out: [UInt8] = []
        var rest = raw[...]
        while let byte = rest.popFirst() {
            out.append(byte)
            if byte == ampersand, rest.starts(with: tail) { rest = rest.dropFirst(tail.count) }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
