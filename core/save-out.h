/* save-out.h - a stored file, byte for byte, to a place outside the store
 *
 * What is saved out is readable by anybody. So there is no such file without
 * its custody event, whenever it is cut short: all that can fail is done
 * before the event is written, and the file gets its name after.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/attachment.h"
#include "core/projection.h"

typedef struct {
  const char *record;           /* that has the file */
  const ValiseAttachment *file;
  const char *path;             /* the new file; never one that is there */
  const char *to;               /* who gets it, or NULL: then the event names the path alone */
  const char *why;              /* or NULL */
  ValiseProgress progress;      /* or NULL; bytes */
  gpointer user;
} ValiseSaving;

/* Writes under a temporary name, flushes, reads it back from the disk, notes
 * the event, and gives it its name. On an error nothing stands under `path`:
 * EXISTS, NOT_FOUND (not on this store), DAMAGED (the stored file was altered,
 * or the medium gives back other bytes), NO_SPACE, FAILED, G_IO_ERROR_CANCELLED. */
gboolean valise_save_out (ValiseStore *store, const ValiseSaving *saving, GCancellable *cancellable, GError **error);
