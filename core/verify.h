/* verify.h - re-reads everything: entries, trees, signatures, files
 *
 * Says missing, altered and unreadable apart. Repairs nothing but what is
 * derived: files that a crash left without a mention are removed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct {
  guint64 logs, entries, files, sealed;
  guint64 entries_altered;   /* header, disclosure or leaf do not agree */
  guint64 roots_wrong;       /* a signed checkpoint that the entries do not give */
  guint64 signatures_wrong;
  guint64 files_missing;     /* named, expected here, not on the disk */
  guint64 files_altered;
  guint64 files_unreadable;
  guint64 not_come;          /* files named by entries that never came: no fault */
  guint64 swept;             /* left by a crash, removed */
  gboolean projection_differs; /* rebuild() would change it */
  GPtrArray *problems;       /* of char *: a sentence each, at most 100 */
} ValiseVerified;

ValiseVerified *valise_verify (ValiseStore *store, ValiseProgress progress, gpointer user, GError **error);
gboolean        valise_verified_is_sound (const ValiseVerified *verified);
void            valise_verified_free (ValiseVerified *verified);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseVerified, valise_verified_free)
