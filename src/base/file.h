/* Files and folders, carefully: private modes, whole reads, atomic writes. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Append the whole of ${path}; ERR_NOTFOUND, ERR_IO, ERR_LIMIT past ${max}.
 * Only regular files (ERR_FORMAT otherwise). */
WARN_UNUSED enum err file_read(const char *path, size_t max, struct buf *out);

/* Modes are exact, whatever the umask. */

/* Create ${path} (must not exist: ERR_EXISTS) with ${mode}, write, fsync file
 * and folder.  On failure no file is left. */
WARN_UNUSED enum err file_create(
    const char *path, const void *p, size_t len, mode_t mode);

/* Replace ${path} atomically (temporary name in the same folder, rename). */
WARN_UNUSED enum err file_replace(
    const char *path, const void *p, size_t len, mode_t mode);

/* Append one record with O_APPEND and fsync; ${mode} if the file is new.  After
 * a failure the record is not there in part (unless another writer stands
 * behind it already). */
WARN_UNUSED enum err file_append(
    const char *path, const void *p, size_t len, mode_t mode);

/* mkdir; ERR_EXISTS if there already.  Exactly ${mode}, setgid too. */
WARN_UNUSED enum err file_mkdir(const char *path, mode_t mode);
bool file_exists(const char *path);
/* Remove all that is in the folder ${dir} and on its file system, as far as the
 * system lets us; ${dir} itself stays. */
void file_empty(const char *dir);

/* "a/b" into a buffer of PATH_MAX; ERR_LIMIT if it does not fit. */
WARN_UNUSED enum err path_join(char *out, const char *dir, const char *name);

/* ERR_UNSUPPORTED if statfs names a network file system (NFS, SMB, CIFS, AFS,
 * 9p, FUSE, Ceph, Lustre ...): SQLite's locks do not hold there. */
WARN_UNUSED enum err path_local(const char *path);
/* The classifier, by itself: true for the statfs f_type of a network file
 * system. */
bool path_type_is_network(unsigned long f_type);

#endif
