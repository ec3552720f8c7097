/* form-finish.h - from what was typed to the log, all of it or nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/form-texts.h"
#include "ui/models/session.h"

typedef struct {
  ValiseFormTexts *texts;
  GPtrArray *rows;  /* of ValiseFormTexts: what hangs below it */
  GPtrArray *gone;  /* of char *: rows of a correction that were taken out; they are withdrawn */
  GPtrArray *photos; /* of char *, NULL at the end: they are linked to it */
  char *why;        /* of a correction; "": no reason given */
  GPtrArray *moved; /* of const ValiseField *: what others changed meanwhile; then nothing was written */
} ValiseFinishing;

/* Copies all of it (g_atomic_rc_box). */
ValiseFinishing *valise_finishing_new (const ValiseFormTexts *texts, const GPtrArray *rows, const GPtrArray *gone, const GPtrArray *photos, const char *why);
void             valise_finishing_release (gpointer finishing);

/* A job of lane WRITE on a ValiseFinishing; returns a reference to it. */
gpointer         valise_finishing_run (ValiseStore *store, gpointer finishing, GCancellable *cancellable, GError **error);
