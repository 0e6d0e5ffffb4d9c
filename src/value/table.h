/* table.h: what dicts and sets share: entries in the order of insertion. */
#ifndef NDCALC_VALUE_TABLE_H
#define NDCALC_VALUE_TABLE_H

#include "value/value.h"

enum { SLOT_FREE = -1, SLOT_DROPPED = -2 };

Dict *table_new(Tag);
/* Appends an entry, keeping key and value, and answers its number. The index is the caller's business. */
int64_t table_append(Dict *, Value key, Value value, uint64_t hash);
/* Marks an entry as dropped; its key and value are dropped. */
void table_drop(Dict *, int64_t entry);
/* Moves live entries together; their order stays. */
void table_compact(Dict *);
/* 1: the same key, 0: another, -1: the comparison failed. */
int table_same(Run *, const Entry *, Value key, uint64_t hash);
/* The hash of a key, or "cannot use 'list' as a dict key (unhashable type: 'list')"; `role` is "dict key" or
 * "set element". */
bool table_hash(Run *, Value key, const char *role, uint64_t *out);

#endif
