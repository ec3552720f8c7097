/* history.h - short histories of one record, for test-state.c
 *
 * A history is a few steps: who, at which index, sets what, naming which
 * values, with what closed to this store. Its state is told in one line:
 * "colour=1,2! size=5~" has two colours in conflict, the provisional one
 * first, and a size that something closed replaces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/state.h"

#define HISTORY_RECORD "0123456789abcdef0123456789abcdef"
#define HISTORY_MAX_STEPS 6

/* Devices: a and d are Ann's, b is Ben's, c is Cora's, the coordinator; x and
 * y are on no roster. */
typedef struct {
  char device;
  guint64 index;
  const char *sets;         /* "colour=1 size=5" */
  const char *after;        /* "0.colour 1.size": values of other steps, by step */
  const char *closed;       /* "colour": fields not disclosed here */
  int hour;                 /* of .time; 0: the step's own number plus one; -1: no .time */
} Step;

typedef struct {
  const char *name;
  Step steps[HISTORY_MAX_STEPS + 1];
  const char *expected;
} History;

/* Fails unless the state is told as expected and every order of arrival gives
 * the same. */
void check_history (const History *history);

#define check_histories(list)                                                              \
  for (gsize each = 0; each < G_N_ELEMENTS (list); each++)                                 \
    check_history (&(list)[each])

ValiseEntry *history_entry (const History *history, guint at);   /* (transfer full) */
GPtrArray   *history_entries (const History *history);           /* (transfer full), frees its entries */
ValiseState *history_merge (GPtrArray *entries);                 /* (transfer full) */

/* Merges every permutation of the first n entries. */
void assert_same_in_every_order (GPtrArray *entries, guint n, const char *expected);

void history_author (const char *device, ValiseAuthor *author, gpointer user);
void history_device (char device[VALISE_DEVICE_ID_LENGTH + 1], char letter);
