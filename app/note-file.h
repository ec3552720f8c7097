/* note-file.h - signed notes as files: requests and rosters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* A whole note (transfer full). */
char    *valise_note_file_read (const char *path, GError **error);

/* Writes a new file; never over one that is there. */
gboolean valise_note_file_write (const char *path, const char *note, GError **error);

/* The note itself on stdout, or where it was written. */
void     valise_note_file_say (const char *path, const char *note);
