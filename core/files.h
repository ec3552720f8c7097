/* files.h - attachments: kept as they came, encrypted, named by what they hold
 *
 * A file rests as files/ab/cd…, an age file to the store's file identity; its
 * name is HMAC-SHA-256 (name key, SHA-256 of its content), so that nobody can
 * tell from the folder whether a known photo is there. The same bytes are
 * stored once however often they are mentioned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/file-stage.h"
#include "core/store.h"

typedef struct {
  ValiseHash sha256;
  guint64 size;
  gboolean known; /* was here before: nothing was written */
} ValiseKeptFile;

/* Reads `source` to its end, hashing, and keeps it: flushed to disk and named
 * before this returns, so that an entry that names it never lies. With
 * `expected` the content must have that hash, else DAMAGED and nothing is
 * kept. */
gboolean valise_files_keep (ValiseStore *store, GInputStream *source, const ValiseHash *expected,
                            ValiseKeptFile *kept, GError **error);

/* The same for a source that checks its own bytes (core/file-stage.h). */
gboolean valise_files_keep_checked (ValiseStore *store, GInputStream *source, const ValiseHash *sha256,
                                    ValiseKeptFile *kept, GError **error);

/* The same in two steps: what core/file-stage.h read on any thread gets its
 * name here, unless those bytes are known. A transaction around it that is
 * undone leaves a file without a mention, which valise_files_sweep() removes. */
gboolean valise_files_settle (ValiseStore *store, ValiseStagedFile *staged, ValiseKeptFile *kept, GError **error);

/* Notes a file that is named by an entry but has not come (yet). */
gboolean valise_files_expect (ValiseStore *store, const ValiseHash *sha256, guint64 size, GError **error);

/* The content, decrypting as it is read. NOT_FOUND: not on this store. */
GInputStream *valise_files_open (ValiseStore *store, const ValiseHash *sha256, GError **error);

/* What the disk holds now: re-reads and hashes every byte. */
typedef enum {
  VALISE_FILE_SOUND,
  VALISE_FILE_MISSING,
  VALISE_FILE_ALTERED,    /* opens, but other bytes; or its tags fail */
  VALISE_FILE_UNREADABLE, /* the disk or the rights say no */
} ValiseFileCondition;

ValiseFileCondition valise_files_check (ValiseStore *store, const ValiseHash *sha256);

/* The same of a copy of it at another place. */
ValiseFileCondition valise_files_check_at (ValiseStore *store, const char *path, const ValiseHash *sha256);

gboolean valise_files_is_here (ValiseStore *store, const ValiseHash *sha256);
char    *valise_files_path (ValiseStore *store, const ValiseHash *sha256);
gboolean valise_files_get_size (ValiseStore *store, const ValiseHash *sha256, guint64 *size);

/* How a file is named below files/, without the slash (transfer full). */
char    *valise_files_name (ValiseStore *store, const ValiseHash *sha256);

/* For erasing: the store knows of it no more; valise_files_sweep() removes it. */
gboolean valise_files_forget (ValiseStore *store, const ValiseHash *sha256, GError **error);

/* Every file that the store has noted. Stops and returns FALSE when visit does. */
typedef gboolean (*ValiseFileVisit) (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error);
gboolean valise_files_foreach (ValiseStore *store, ValiseFileVisit visit, gpointer user, GError **error);

/* Removes files that a crash left without a mention: temporary names, and
 * names that no row knows. *removed counts them. */
gboolean valise_files_sweep (ValiseStore *store, guint *removed, GError **error);

/* A whole small file (thumbnails); LIMIT above max. */
GBytes *valise_files_read (ValiseStore *store, const ValiseHash *sha256, gsize max, GError **error);

/* Writes a file again under other keys, beside the one that is there; for a
 * change of keys only (rekey.h). NOT_FOUND, DAMAGED. */
gboolean valise_files_copy_under (ValiseStore *store, const ValiseHash *sha256, const ValiseKeys *keys, GError **error);
