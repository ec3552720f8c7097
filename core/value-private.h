/* value-private.h - what the files of value.c share: one parser and one check per kind
 *
 * A parser gets text that is valid UTF-8, stripped and not empty, and gives
 * canonical JSON, or JSON members to be checked; a check gets parsed JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <yyjson.h>

#include "core/value.h"

/* Sets INVALID as "FIELD: …" and returns FALSE. `given` (or NULL) is quoted,
 * shortened, unless the field is sealed: messages hold no secret. */
gboolean valise_value_refuse (const ValiseField *field, const char *given, GError **error,
                              const char *format, ...) G_GNUC_PRINTF (4, 5);

/* Appends ,"name":"text" (the comma when it is not the first member). Members
 * must be added in the order of their names. */
void valise_value_add_member (GString *object, const char *name, const char *text);

/* -?digits[.digits], at most 32 characters. */
gboolean valise_value_is_decimal (const char *text);

/* value-number.c */
char    *valise_value_parse_integer (const ValiseField *field, const char *text, GError **error);
char    *valise_value_parse_decimal (const ValiseField *field, const char *text, GError **error);
char    *valise_value_parse_boolean (const ValiseField *field, const char *text, GError **error);
gboolean valise_value_check_decimal (const ValiseField *field, yyjson_val *value, GError **error);

/* value-time.c: dates and times */
char    *valise_value_parse_moment (const ValiseField *field, const char *text, GError **error);
gboolean valise_value_check_moment (const ValiseField *field, yyjson_val *value, GError **error);

/* value-place.c */
char    *valise_value_parse_place (const ValiseField *field, const char *text, GError **error);
gboolean valise_value_check_place (const ValiseField *field, yyjson_val *value, GError **error);

/* coordinates.c: reads coordinates in the notations that people write. */
typedef struct {
  char *latitude, *longitude; /* decimal degrees */
  char *grid;                 /* the reference itself, when it was UTM or MGRS */
  char *accuracy;             /* metres, when the reference says so: a square's side */
} ValiseReference;

void valise_reference_clear (ValiseReference *reference);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ValiseReference, valise_reference_clear)

typedef enum {
  VALISE_COORDINATES_NONE,    /* other text */
  VALISE_COORDINATES_READ,
  VALISE_COORDINATES_WRONG,   /* meant as coordinates and impossible: *problem says why (static) */
} ValiseCoordinates;

ValiseCoordinates valise_coordinates_read (const char *text, ValiseReference *found, const char **problem);

/* coordinates-grid.c */
ValiseCoordinates valise_coordinates_read_mgrs (const char *text, ValiseReference *found, const char **problem);
ValiseCoordinates valise_coordinates_read_utm (const char *text, ValiseReference *found, const char **problem);

/* A decimal number of degrees within ±90 or ±180. */
gboolean valise_coordinates_is_degrees (const char *text, int limit);
