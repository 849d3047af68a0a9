#ifndef SQLITE_POOL_H
#define SQLITE_POOL_H

/*
 * Where SQLite gets its memory from: thousands of small pieces for a schema
 * and a few statements, most of which live as long as the program. malloc(3)
 * takes a fifth of a short run for them.
 *
 * Before the first connection of a process; later it is without effect. All
 * of SQLite is then for one thread at a time.
 */
void pool_use(void);

#endif
