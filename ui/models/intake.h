/* intake.h - photos on their way into the store, one by one
 *
 * Taken in by core/photo.h on the writing lane, a few at a time: between two
 * such slices whatever else is to be written goes first. One that fails never
 * stops the others; what is in when it is cancelled stays in.
 *
 * Signals: "taken" (guint): result number so many is there; "progress": the
 * counts changed, or it is over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

#define VALISE_TYPE_INTAKE (valise_intake_get_type ())
G_DECLARE_FINAL_TYPE (ValiseIntake, valise_intake, VALISE, INTAKE, GObject)

typedef struct {
  char *name;       /* of the file */
  char *record;     /* id of the new photo; NULL: it was not taken in */
  char *failure;    /* then why not, and what to do */
  gboolean known;   /* the same bytes were here before: stored once, mentioned again */
  gboolean preview; /* there is one */
  char **warnings;  /* codes, as in the record's field of that name; VALISE_FLAG_FAR too */
} ValiseTaken;

/* taken + failed + left = total, always; known and doubtful are among taken. */
typedef struct {
  guint total, taken, failed, left, known, doubtful;
  gboolean running, cancelled;
} ValiseIntakeCounts;

/* `record`: what the photos belong to, or NULL. */
ValiseIntake      *valise_intake_new (ValiseSession *session, const char *record);

/* Files and folders (of char *); begins at once, also while others are under way. */
void               valise_intake_add (ValiseIntake *self, GPtrArray *paths);
void               valise_intake_cancel (ValiseIntake *self);
void               valise_intake_cancel_all (void); /* before the lock, which waits for what is running */

void               valise_intake_count (ValiseIntake *self, ValiseIntakeCounts *counts);
const ValiseTaken *valise_intake_get (ValiseIntake *self, guint at); /* lent */
