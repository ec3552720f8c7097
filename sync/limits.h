/* limits.h - how much one bundle may ask of this store
 *
 * Whoever can pack for a store could otherwise fill its disk or keep it busy
 * for days. The standard is generous: 2 GiB of photos and a million entries
 * are far below. Each is a fact of the store ("meta") that its owner may
 * change; every refusal names the limit and how.
 *
 * The first four are judged before anything is written. The others are
 * headquarters': what goes beyond is taken in and set aside (judging.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef enum {
  VALISE_LIMIT_BYTES,          /* of the bundle as it lies there */
  VALISE_LIMIT_FILES,          /* in its payload */
  VALISE_LIMIT_RATIO,          /* bytes that a log unpacks to, for each of it */
  VALISE_LIMIT_SECONDS,        /* for checking it */
  VALISE_LIMIT_ENTRIES_BUNDLE, /* new entries of one log in one bundle */
  VALISE_LIMIT_ENTRIES_DAY,    /* and in one day */
  VALISE_N_LIMITS,
} ValiseLimit;

typedef struct {
  const char *name;  /* as people give it */
  const char *fact;  /* its name in the store */
  const char *label; /* N_() */
  guint64 standard, most; /* the least is 1 */
} ValiseLimitRow;

const ValiseLimitRow *valise_limit_row (ValiseLimit limit);

/* The limit of that name. FALSE: there is none. */
gboolean valise_limit_find (const char *name, ValiseLimit *limit);

guint64  valise_limit_get (ValiseStore *store, ValiseLimit limit); /* store NULL: the standard */

/* 0: the standard again. INVALID: above the most. */
gboolean valise_limit_set (ValiseStore *store, ValiseLimit limit, guint64 number, GError **error);

/* LIMIT, with its name, what was found and what to do; returns FALSE. `what`
 * begins the sentence: "it holds 300000 files". */
gboolean valise_limit_refuse (ValiseStore *store, ValiseLimit limit, const char *what, GError **error);
