/*
 * The text of every statement, made from the schema; appended to ${out}.
 * Placeholders stand in the order of the values: a row, a key, or the prefix
 * and then the lower bound of a scan.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/buf.h"
#include "store/store.h"

WARN_UNUSED enum err sql_table(const struct store_def *, struct buf *out);
WARN_UNUSED enum err sql_index(
    const struct store_def *, const struct store_index *, struct buf *out);
WARN_UNUSED enum err sql_insert(
    const struct store_def *, bool over, struct buf *out);
WARN_UNUSED enum err sql_remove(
    const struct store_def *, size_t nkey, struct buf *out);
WARN_UNUSED enum err sql_select(
    const struct store_def *, const struct store_scan *, struct buf *out);
WARN_UNUSED enum err sql_count(
    const struct store_def *, const struct store_scan *, struct buf *out);

/* A key of one number is the row's own number and needs no index. */
bool sql_numbered(const struct store_def *);

#endif
