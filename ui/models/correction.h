/* correction.h - a record as it stands, read to be corrected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/draft.h"
#include "ui/models/form-texts.h"

typedef struct {
  ValiseDraft *draft;     /* a correction that was begun; then nothing else is read */
  ValiseFormTexts *texts;
  GPtrArray *rows;        /* of ValiseFormTexts */
  gboolean sent;          /* it was sent to somebody already */
  char *other;            /* whose record it is, when it is another's */
} ValiseCorrection;

/* NOT_ALLOWED: it was withdrawn, or its consent ended; UNSUPPORTED: its type
 * is not known here. On a thread of the store. */
ValiseCorrection *valise_correction_read (ValiseStore *store, const char *record, GError **error);
void              valise_correction_free (ValiseCorrection *correction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseCorrection, valise_correction_free)
