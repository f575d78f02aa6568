import GRDB

/// The schema: named migrations that only go forward, one a file. A migration that was released is never edited.
enum Schema {
    /// "FBRG": marks the file as ours (https://www.sqlite.org/pragma.html#pragma_application_id).
    static let applicationID: Int64 = 0x4642_5247

    static let migrations: [Migration] = [
        .accounts, .mirror, .links, .slowSync, .sessions, .journal, .listing, .undo, .massDeletions,
        .intentText, .openSessions, .postponed, .folders, .untaken, .alerts, .earlierTexts,
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { database in
                try database.execute(sql: migration.sql)
            }
        }
        return migrator
    }

    /// Refuses a database of another program or of a later release.
    static func refuseForeign(_ database: Database) throws {
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && tables == 0) else {
            throw StoreError(.notAStore, "The file is a database of another program")
        }
        guard try !migrator.hasBeenSuperseded(database) else {
            throw StoreError(
                .newerSchema, "A later release wrote this state; use that release, or restore a backup made before it")
        }
    }
}

/// One step of the schema.
struct Migration: Sendable {
    /// Recorded in the database; starts with its number.
    var name: String
    /// Statements, run in one transaction.
    var sql: String
}
