import CSQLite
import GRDB

extension Configuration {
    /// What every connection starts from. SQLite counts its memory under one lock of the process, for which sessions side by side
    /// would wait: the first use of this switches the count off (https://www.sqlite.org/c3ref/c_config_covering_index_scan.html,
    /// SQLITE_CONFIG_MEMSTATUS).
    static var prepared: Configuration {
        _ = countsNoMemory
        return Configuration()
    }

    /// False when the process has used SQLite before: slower, and as right.
    private static let countsNoMemory = csqlite_drop_memory_statistics() == SQLITE_OK
}
