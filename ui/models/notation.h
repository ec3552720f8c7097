/* notation.h - how coordinates are written on the screen
 *
 * One choice for the whole window, kept in the store (settings.h); any thread
 * may ask. What was typed is never changed by it, nor what is exported.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/value.h"

typedef enum {
  VALISE_NOTATION_DEGREES,     /* -1.65830, 29.22000 */
  VALISE_NOTATION_SEXAGESIMAL, /* 1°39'29.9"S 29°13'12.0"E */
  VALISE_NOTATION_UTM,         /* 35M 747015 9816562 */
  VALISE_NOTATION_MGRS,        /* 35MQU 47015 16562 */
  VALISE_N_NOTATIONS,
} ValiseNotation;

ValiseNotation valise_notation_get (void);
void           valise_notation_set (ValiseNotation notation);

/* "degrees", "sexagesimal", "utm", "mgrs"; anything else is degrees. */
const char    *valise_notation_code (ValiseNotation notation);
ValiseNotation valise_notation_from_code (const char *code);

/* In the chosen notation; in degrees where that has none (transfer full). */
char *valise_notation_write (ValiseDegrees at);

/* In all of them, the chosen one first (transfer full). */
char *valise_notation_write_all (ValiseDegrees at);

/* As valise_value_to_text(), with the degrees of a place in the chosen
 * notation (transfer full). What was told stays as it was told. */
char *valise_notation_to_text (const ValiseField *field, const char *value);
