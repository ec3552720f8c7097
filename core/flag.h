/* flag.h - what is odd about a record: noticed and kept, never refused or corrected
 *
 * Two kinds, both derived from the log, and written again whenever a record is
 * projected:
 *  - an identifier whose check digit fails. The value and what the arithmetic
 *    says are noted together (table `flag`).
 *  - a place that lies far from every country of the record's cases
 *    (core/outlines.h). Which countries those are may change with the roster,
 *    so what is noted is the place (table `place`), and the distance is found
 *    when somebody asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/outlines.h"
#include "core/record.h"

/* Codes, for lists. */
#define VALISE_FLAG_CHECK_DIGIT "check-digit"
#define VALISE_FLAG_FAR "far-from-countries"

typedef struct {
  char *name;      /* of the field */
  char *value;     /* as read */
  char *note;      /* "last digit would be 5; kept as read" */
} ValiseFailedCheck;

/* The identifiers of a record that fail; one with a character that could not
 * be read is not checked. Of ValiseFailedCheck (transfer full). Pure. */
GPtrArray *valise_flag_checks (const ValiseRecord *record);

typedef struct {
  char *name;      /* of the field */
  ValiseFar far;
} ValiseFarPlace;

/* The places of a record that lie far from the countries of its cases. Of
 * ValiseFarPlace (transfer full). `countries`: case id → codes (GStrv). While a
 * record has several cases, the countries of all of them count; with a case
 * that has none nothing is far. Pure. */
GPtrArray *valise_flag_places (const ValiseRecord *record, GHashTable *countries);

typedef struct {
  char *record;
  char **codes;    /* VALISE_FLAG_…, sorted */
} ValiseFlagged;

/* All records that have a flag, by id (transfer full). */
GPtrArray *valise_flag_list (ValiseStore *store, GHashTable *countries, GError **error);

/* For projection.c, within its transaction. Of a record that is closed here
 * nothing is noted. */
gboolean   valise_flag_project (ValiseStore *store, const ValiseRecord *record, gboolean is_new, gboolean closed, GError **error);
gboolean   valise_flag_forget (ValiseStore *store, const char *record, GError **error);
