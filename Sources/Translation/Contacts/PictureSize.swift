/// How many pixels a picture has, by its own header.
enum PictureSize {
    /// Width times height; nil for what is no JPEG, PNG, GIF or BMP, or too short to tell.
    static func pixels(_ bytes: [UInt8]) -> Int? {
        if bytes.starts(with: [0xFF, 0xD8]) { return jpeg(bytes) }
        // PNG (ISO 15948 section 11.2.2): IHDR is the first chunk.
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count >= 24 {
            return area(big(bytes[16..<20]), big(bytes[20..<24]))
        }
        // GIF89a section 18, the logical screen.
        if bytes.starts(with: [0x47, 0x49, 0x46, 0x38]), bytes.count >= 10 {
            return area(little(bytes[6..<8]), little(bytes[8..<10]))
        }
        // BITMAPINFOHEADER behind the file's header; a height below zero says that the rows go down.
        if bytes.starts(with: [0x42, 0x4D]), bytes.count >= 26 {
            let height = Int(Int32(truncatingIfNeeded: little(bytes[22..<26])))
            return area(little(bytes[18..<22]), abs(height))
        }
        return nil
    }

    /// The first frame header among the segments (ITU T.81 section B.2.2); SOF markers are C0 to CF without C4, C8 and CC.
    private static func jpeg(_ bytes: [UInt8]) -> Int? {
        var place = 2
        while place + 9 <= bytes.count {
            guard bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return area(big(bytes[(place + 7)..<(place + 9)]), big(bytes[(place + 5)..<(place + 7)]))
            }
            place += 2 + big(bytes[(place + 2)..<(place + 4)])
        }
        return nil
    }

    private static func area(_ width: Int, _ height: Int) -> Int? {
        let (area, overflows) = width.multipliedReportingOverflow(by: height)
        return overflows || area <= 0 ? nil : area
    }

    private static func big(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private static func little(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
}
