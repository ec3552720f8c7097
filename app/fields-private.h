/* fields-private.h - what reading and settling FIELD=VALUE words share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/fields.h"

/* A link or file that the store must be asked about. */
typedef struct {
  const ValiseField *field;
  GPtrArray *texts; /* of char *, NULL at the end: ids as typed, or paths */
} ValisePending;

/* Adds a value to what the record takes; owns `value` from now on. */
void valise_fields_take (ValiseFields *fields, const char *name, char *value);
