// What Swift cannot call of SQLite: sqlite3_config is variadic.
#ifndef FOOTBRIDGE_CSQLITE_H
#define FOOTBRIDGE_CSQLITE_H

#include <sqlite3.h>

// Without statistics of memory, allocations of different connections do not wait for each other: SQLite counts them under one lock
// of the process. Before the first connection only; SQLITE_MISUSE afterwards.
static inline int csqlite_drop_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
