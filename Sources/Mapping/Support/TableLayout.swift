/// The columns of a table in the order in which a record reads and writes them, and the statements that follow.
struct TableLayout: Sendable {
    /// `SELECT id, ... FROM table`, to be followed by a condition.
    let select: String
    /// Inserts all columns but the id.
    let insert: String
    /// Changes all columns but the fixed ones; the id comes last.
    let update: String
    /// Removes the row with an id.
    let delete: String
    /// Where in `fields` the columns stand that an update writes.
    private let changing: [Int]

    /// - Parameter fixed: columns that an update leaves alone: counters that only their own calls move, and creation times.
    init(_ table: String, _ fields: [String], fixed: Set<String> = []) {
        let marks = fields.map { _ in "?" }.joined(separator: ", ")
        select = "SELECT id, \(fields.joined(separator: ", ")) FROM \(table)"
        insert = "INSERT INTO \(table) (\(fields.joined(separator: ", "))) VALUES (\(marks))"
        changing = fields.indices.filter { !fixed.contains(fields[$0]) }
        let assignments = changing.map { "\(fields[$0]) = ?" }.joined(separator: ", ")
        update = "UPDATE \(table) SET \(assignments) WHERE id = ?"
        delete = "DELETE FROM \(table) WHERE id = ?"
    }

    /// The values an update binds, without the id.
    func changingValues(_ values: [any ColumnValue]) -> [any ColumnValue] { changing.map { values[$0] } }
}

/// A record that fills one row of one table.
protocol StoredRecord {
    associatedtype Row: RowID
    static var layout: TableLayout { get }
    var id: Row { get }
    /// In the order of `layout`, without the id.
    var values: [any ColumnValue] { get }
    init(_ columns: inout ColumnReader) throws
}

/// Reads the columns of one row from left to right.
struct ColumnReader {
    private let row: SQLStatement
    private var index: Int32 = 0

    /// Of the row the statement stands at.
    init(_ row: SQLStatement) { self.row = row }

    mutating func next<Value: ColumnValue>(_ type: Value.Type = Value.self) throws -> Value {
        defer { index += 1 }
        return try Value.read(row, at: index)
    }
}
