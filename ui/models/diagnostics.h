/* diagnostics.h - how this laptop and its store are, with no content
 *
 * What is found may be read aloud on the telephone: versions, the clock, what
 * is fitted; never a name, a record, a count of records or a path of the user's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/verify.h"
#include "ui/models/session.h"

typedef struct {
  char *group, *label, *value; /* translated */
  gboolean doubt;              /* somebody should look at this */
} ValiseDiagnostic;

ValiseDiagnostic *valise_diagnostic_new (const char *group, const char *label, const char *value);
void              valise_diagnostic_free (ValiseDiagnostic *diagnostic);

/* All of them, grouped, in the order in which they are shown; of
 * ValiseDiagnostic (transfer full). */
void       valise_diagnostics_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_diagnostics_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* As lines of text, a group under its heading (transfer full). */
char      *valise_diagnostics_to_text (const GPtrArray *diagnostics);

/* The self-test: every page, entry, signature and file is read again. Nothing
 * is written, so drafts go on meanwhile. `progress` comes on the main thread,
 * some times a second, and not once the callback came; G_IO_ERROR_CANCELLED
 * when it was cancelled. */
void            valise_self_test_async (ValiseSession *session, GCancellable *cancellable, ValiseProgress progress, gpointer progress_user, GAsyncReadyCallback callback, gpointer user);
ValiseVerified *valise_self_test_finish (ValiseSession *session, GAsyncResult *result, GError **error);
