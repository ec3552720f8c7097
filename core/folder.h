/* folder.h - files that are there whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/bytes.h"

/* Makes a folder (mode 700) that must not exist yet. */
gboolean valise_folder_make (const char *path, GError **error);

/* Flushes a folder's own entries: after a rename, before saying "saved". */
gboolean valise_folder_sync (const char *path, GError **error);

/* NO_SPACE, with what is missing, when so many bytes will not fit there. Where
 * the file system does not say, it is tried. */
gboolean valise_folder_has_room (const char *path, guint64 needed, GError **error);

/* Writes to .new-RANDOM beside PATH (mode 600), flushes, renames over PATH, flushes
 * the folder. Whoever reads PATH sees the old bytes or the new ones. */
gboolean valise_file_replace (const char *path, gconstpointer data, gsize size, GError **error);

/* The same in steps, for what is streamed. A file that is freed before it
 * was kept is removed. */
typedef struct _ValiseNewFile ValiseNewFile;

#define VALISE_NEW_RANDOM 8 /* bytes in a temporary name, as hexadecimal */

ValiseNewFile *valise_new_file_open (const char *folder, GError **error);
ValiseNewFile *valise_new_file_open_as (const char *folder, const guint8 random[VALISE_NEW_RANDOM], GError **error); /* for core/outgoing.c */
GOutputStream *valise_new_file_stream (ValiseNewFile *file);                       /* lent */
gboolean       valise_new_file_flush (ValiseNewFile *file, GError **error);                   /* what was written is on the disk */
gboolean       valise_new_file_keep (ValiseNewFile *file, const char *path, GError **error); /* flush, rename without overwriting, flush the folder */
gboolean       valise_new_file_reread (ValiseNewFile *file, const ValiseHash *sha256, GError **error); /* flush; DAMAGED: the disk gives back other bytes */
const char    *valise_new_file_path (ValiseNewFile *file);                         /* its temporary name, lent */
guint64        valise_new_file_get_size (ValiseNewFile *file);                     /* bytes written so far */
void           valise_new_file_free (ValiseNewFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseNewFile, valise_new_file_free)

/* Removes what a crash left of new files in a folder: names of that form whose
 * file nobody writes. Another process' file stays; no failure is told. */
void valise_folder_sweep (const char *path);

/* Has a file of this name not got its own yet? */
gboolean valise_folder_is_leftover (const char *name);

/* Only those that `is_meant` is TRUE for; for core/outgoing.c. */
void valise_folder_sweep_some (const char *path, gboolean (*is_meant) (const guint8 random[VALISE_NEW_RANDOM], gpointer user), gpointer user);

/* Reads a whole small file; LIMIT above `max` bytes. */
GBytes *valise_file_read (const char *path, gsize max, GError **error);

/* A stream over an existing file; NOT_FOUND, FAILED. Regular files only. */
GInputStream *valise_file_open (const char *path, GError **error);
