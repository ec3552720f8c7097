/* file-stage.h - the half of keeping a file that needs no store
 *
 * Reading, hashing, encrypting and flushing take nearly all the time of
 * keeping a file; naming it and noting it take almost none, but only the
 * store's thread may do that (core/files.h). This half holds no secret: it
 * knows the store's folder and the public half of its file identity.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"

/* Made on the store's thread; from then on any number of threads may use it
 * at once, also after the store was closed. */
typedef struct _ValiseFileStage ValiseFileStage;

ValiseFileStage *valise_file_stage_new (ValiseStore *store);
void             valise_file_stage_free (ValiseFileStage *stage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseFileStage, valise_file_stage_free)

/* A file that lies in the store's folder, encrypted and flushed, under a
 * temporary name. It is removed when this is freed before valise_files_settle()
 * took it. */
typedef struct _ValiseStagedFile ValiseStagedFile;

/* Reads `source` to its end. Blocks; errors of the source pass through, else
 * FAILED or NO_SPACE (transfer full). */
ValiseStagedFile *valise_file_stage_take (const ValiseFileStage *stage, GInputStream *source, GError **error);

/* The same for a source that checks its own bytes: it fails at its end unless
 * they are those of `sha256`. */
ValiseStagedFile *valise_file_stage_take_known (const ValiseFileStage *stage, GInputStream *source, const ValiseHash *sha256, GError **error);
void              valise_staged_file_free (ValiseStagedFile *staged);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseStagedFile, valise_staged_file_free)

const ValiseHash *valise_staged_file_get_hash (const ValiseStagedFile *staged);
guint64           valise_staged_file_get_size (const ValiseStagedFile *staged);

/* Gives the file its name; for core/files.c. */
gboolean valise_staged_file_name (ValiseStagedFile *staged, const char *path, GError **error);
