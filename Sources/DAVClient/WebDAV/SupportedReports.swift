import Markup

/// `DAV:supported-report-set` (RFC 3253 section 3.1.5).
enum SupportedReports {
    /// True when the set names a report. Xandikos 0.2.8 leaves the wrapper elements out, so any depth counts.
    static func name(_ report: String, in property: Element?) -> Bool {
        guard let property else { return false }
        return property.elements.contains { $0.name == report || name(report, in: $0) }
    }
}
