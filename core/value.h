/* value.h - values of fields: from what a person types, to what is kept
 *
 * A value is kept as its canonical JSON text (type.h tables the forms). Text
 * from people comes in by valise_value_parse(); bytes from a bundle or a file
 * are checked by valise_value_check(). Both refuse what is of the wrong kind
 * and nothing else: an odd check digit or a place far away is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/grid.h"
#include "core/type.h"

/* What a person or a spreadsheet wrote → canonical JSON (transfer full). An
 * empty text is "null": it clears the field. Also takes the canonical JSON of
 * an object or list itself ("{…}", "[…]"). Choices and many: items between
 * ";". A place is coordinates, or words as told, or both:
 * "told=…; name=…; at=1°39'S 29°13'E; accuracy=8; method=gps" (lat= and lon=
 * for at=). INVALID names the field, what is wrong, and what would be right;
 * it quotes what was given unless the field is sealed. */
char *valise_value_parse (const ValiseField *field, const char *text, GError **error);

/* Checks canonical JSON against the field's kind; INVALID as above. Takes null,
 * and for a sealed field its handle ({"sealed":…}) as well as the value before
 * it is sealed. Members of objects that are not known here are let through:
 * they come from a newer version. */
gboolean valise_value_check (const ValiseField *field, const char *value, GError **error);

/* For people: one line of text in the C locale (transfer full). Codes become
 * their labels; a place says told and measured apart. */
char *valise_value_to_text (const ValiseField *field, const char *value);

/* As a person would type it again: what valise_value_parse() makes the same
 * value of, as far as words can (transfer full); "" for null and what is
 * sealed. Codes of a closed list stay codes, those of an open one are labels. */
char *valise_value_to_typed (const ValiseField *field, const char *value);

/* The degrees of a place. FALSE: it was not measured. */
gboolean valise_value_get_degrees (const char *value, ValiseDegrees *at);

/* A measured place in the other notations that people use, "1°39'29.9\"S
 * 29°13'12.0\"E; 35M 746990 9816569; 35MQU 46989 16568" (transfer full); NULL
 * where nothing was measured. */
char *valise_value_to_notations (const char *value);

/* Words to be found by: text, names, labels (transfer full); "" for kinds
 * that are not searched. Never called for sealed values. */
char *valise_value_to_search (const ValiseField *field, const char *value);

/* The folded key of an identifier: O Q→0, I l L→1, S→5, B→8, Z→2, Cyrillic
 * look-alikes to Latin, other digits to ASCII, capitals, letters and digits
 * only; ? and [x] stay as "?" and x. (transfer full) */
char *valise_identifier_fold (const char *as_read);

/* Check digits: TRUE when the arithmetic holds. *note (transfer full; NULL for
 * CHECK_NONE) says it in words: "arithmetically valid", "last digit would be
 * 5; kept as read", "arithmetically valid: fits the rule of company numbers",
 * never "exists". IMO A.1078(28) and company numbers, ISO 6346, IATA air
 * waybills (modulo 7), ISO/IEC 7812 Luhn. */
gboolean valise_check_digit (ValiseCheck check, const char *as_read, char **note);
