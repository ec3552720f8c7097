/* seen.h - was this marking seen before?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/type.h"
#include "ui/models/session.h"

#define VALISE_SEEN_MOST 8    /* earlier mentions that are told */
#define VALISE_SEEN_LETTERS 4 /* of the folded key at least: less is seen everywhere */

/* One earlier mention. */
typedef struct {
  char *record;    /* that says the marking */
  char *as_read;   /* as it was read there */
  char *title;     /* what that record is called: "Type 56-1" */
  char *whole;     /* id of the record that it is part of, or its own */
  char *place, *when; /* of that, as ValiseRecordFacts has them */
  gboolean same_title; /* model, or what else it is called by, agrees */
  gboolean doubtful;   /* one of the two has a character that could not be read, or not surely */
} ValiseSeen;

void       valise_seen_free (gpointer seen);

/* A typed marking, and what its record is called so far ("" when nothing is
 * said); `but` and what is part of it are left out. Of ValiseSeen (transfer
 * full), at most VALISE_SEEN_MOST. */
void       valise_seen_find_async (ValiseSession *session, const char *as_read, const char *title, const char *but, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_seen_find_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* The field by which records of this type say that another is the same thing; NULL: none. */
const ValiseField *valise_seen_same_field (const ValiseType *type);
