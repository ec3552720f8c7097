/* form-private.h - what the two files of a form share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/form.h"

struct _ValiseForm {
  GObject parent;

  ValiseSession *session;
  ValiseFormTexts *texts;
  const ValiseType *row_type;
  GPtrArray *rows; /* of ValiseFormTexts */
  GPtrArray *gone; /* of char *: rows of a correction that were taken out */
  GPtrArray *photos; /* of char *: ids of photos that are linked to it when it is finished */
  char *why, *other; /* of a correction: its reason; whose record it is, when it is another's */
  ValiseFormTexts *removed; /* the row that was taken out last, to be put back */
  guint removed_at;
  gboolean sent; /* of a correction: the record left this laptop already */
  guint timer;
  gboolean writing, again; /* a write is on its way; something changed meanwhile */
  gboolean finished;
  GDateTime *kept;
};

/* A form without texts, of a record that is new (`record` NULL) or has this id. */
ValiseForm  *valise_form_make (ValiseSession *session, const ValiseType *type, const char *record);
ValiseDraft *valise_form_to_draft (ValiseForm *self); /* transfer full */
