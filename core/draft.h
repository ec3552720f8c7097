/* draft.h - what is being typed: rows outside the log, safe and never packed
 *
 * A draft is kept under the id that its record will have, so that what is
 * sealed while typing is sealed for that record. What it holds is the
 * desktop's own business (JSON); core keeps it whole. Drafts are written
 * through a connection of their own, so that a long import or pack never
 * stands between a person and the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char *record;    /* id that the record has, or will have */
  char *type;      /* "sighting" */
  char *title;     /* what lists call it; may be empty */
  gboolean is_new; /* no entry of this record was written yet */
  char *content;   /* JSON text */
  char *changed;   /* of the last write, "2026-11-21T07:05:12Z" */
} ValiseDraft;

void valise_draft_free (ValiseDraft *draft);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseDraft, valise_draft_free)

/* Writes a draft, durable when this returns; one of the same record is
 * replaced. `changed` is set here and not read. LIMIT: over 1 MiB of content. */
gboolean     valise_draft_keep (ValiseStore *store, const ValiseDraft *draft, GError **error);

/* NULL without error: there is none. */
ValiseDraft *valise_draft_get (ValiseStore *store, const char *record, GError **error);

/* Of ValiseDraft, last written first (transfer full). */
GPtrArray   *valise_draft_list (ValiseStore *store, GError **error);

/* Within the caller's transaction, if there is one: with the record that it
 * became. Dropping what is not there is no error. */
gboolean     valise_draft_drop (ValiseStore *store, const char *record, GError **error);
