/* value-place.c - places: what was said and what was measured, kept apart
 *
 * Coordinates alone are measured; any other text is the place as told; both
 * together are written "told=…; at=…; accuracy=8; method=gps", where "at"
 * takes coordinates in any notation. Of UTM and MGRS the reference itself is
 * kept beside the degrees. Nothing is ever looked up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#include "core/codes/codes.h"
#include "core/json.h"

#define DATUM "WGS 84"
#define MAX_WORDS 4096

/* In the order in which RFC 8785 sorts them. */
enum { ACCURACY, DATUM_NAME, GRID, LATITUDE, LONGITUDE, METHOD, NAME, TOLD, N_MEMBERS,
       IMPLIED = N_MEMBERS, /* an accuracy that nobody stated: a square's size */
       N_PARTS };

static const char *const members[N_MEMBERS] = {
  [ACCURACY] = "accuracy", [DATUM_NAME] = "datum", [GRID] = "grid", [LATITUDE] = "lat",
  [LONGITUDE] = "lon",     [METHOD] = "method",    [NAME] = "name", [TOLD] = "told",
};

static void
clear_parts (char **parts)
{
  for (int i = 0; i < N_PARTS; i++)
    g_free (parts[i]);
}

static int
find_member (const char *name, gsize length)
{
  for (int i = 0; i < N_MEMBERS; i++)
    if (strlen (members[i]) == length && g_ascii_strncasecmp (members[i], name, length) == 0)
      return i;
  return -1;
}

static char *
write_place (char **parts)
{
  GString *object = g_string_new ("{");

  if (parts[ACCURACY] == NULL)
    parts[ACCURACY] = g_steal_pointer (&parts[IMPLIED]);
  for (int i = 0; i < N_MEMBERS; i++)
    if (parts[i] != NULL)
      valise_value_add_member (object, members[i], parts[i]);
  g_string_append_c (object, '}');
  return g_string_free (object, FALSE);
}

/* "8 m" and "±8" are 8. */
static char *
tidy_accuracy (const char *text)
{
  g_autofree char *tidy = NULL;

  if (g_str_has_prefix (text, "±"))
    text += strlen ("±");
  tidy = g_strstrip (g_strdup (text));
  if (g_str_has_suffix (tidy, "m"))
    tidy[strlen (tidy) - 1] = '\0';
  return g_strdup (g_strstrip (tidy));
}

static void
take_reference (ValiseReference *found, char **parts)
{
  parts[LATITUDE] = g_steal_pointer (&found->latitude);
  parts[LONGITUDE] = g_steal_pointer (&found->longitude);
  parts[GRID] = g_steal_pointer (&found->grid);
  parts[IMPLIED] = g_steal_pointer (&found->accuracy);
}

static gboolean
read_at (const ValiseField *field, const char *value, char **parts, GError **error)
{
  const char *problem = "is not understood as coordinates; write -1.6583, 29.2200";
  g_auto (ValiseReference) found = { NULL };

  if (valise_coordinates_read (value, &found, &problem) != VALISE_COORDINATES_READ)
    return valise_value_refuse (field, value, error, "%s", problem);
  take_reference (&found, parts);
  return TRUE;
}

/* Reads one "name=value". FALSE with error set. */
static gboolean
read_part (const ValiseField *field, const char *part, char **parts, GError **error)
{
  const char *equals = strchr (part, '=');
  g_autofree char *name = equals != NULL ? g_strstrip (g_strndup (part, (gsize) (equals - part))) : NULL;
  g_autofree char *value = equals != NULL ? g_strstrip (g_strdup (equals + 1)) : NULL;
  int member = name != NULL ? find_member (name, strlen (name)) : -1;

  if (name != NULL && g_str_equal (name, "at") && parts[LATITUDE] == NULL && parts[LONGITUDE] == NULL)
    return read_at (field, value, parts, error);
  if (member < 0 || member == GRID || parts[member] != NULL || *value == '\0')
    return valise_value_refuse (field, part, error,
                                "is not understood; write told=…; name=…; at=-1.6583, 29.2200; "
                                "accuracy=8; method=gps, each once");
  if (member == METHOD) {
    const ValiseChoice *choice = valise_code_list_match (&valise_codes_place_method, value);

    parts[member] = g_strdup (choice != NULL ? choice->code : value);
  } else {
    parts[member] = member == ACCURACY ? tidy_accuracy (value) : g_steal_pointer (&value);
  }
  return TRUE;
}

static char *
parse_parts (const ValiseField *field, const char *text, GError **error)
{
  g_auto (GStrv) pieces = g_strsplit (text, ";", -1);
  char *parts[N_PARTS] = { NULL }, *place = NULL;
  gboolean understood = TRUE;

  for (gsize i = 0; pieces[i] != NULL && understood; i++)
    if (*g_strstrip (pieces[i]) != '\0')
      understood = read_part (field, pieces[i], parts, error);
  if (understood && parts[GRID] != NULL && parts[DATUM_NAME] != NULL && !g_str_equal (parts[DATUM_NAME], DATUM))
    understood = valise_value_refuse (field, parts[GRID], error,
                                      "can be turned into degrees in " DATUM " only; write told=… for one of %s",
                                      parts[DATUM_NAME]);
  if (understood) {
    if (parts[LATITUDE] != NULL && parts[DATUM_NAME] == NULL)
      parts[DATUM_NAME] = g_strdup (DATUM);
    place = write_place (parts);
  }
  clear_parts (parts);
  return place;
}

static gboolean
has_parts (const char *text)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strstrip (g_strndup (text, (gsize) (equals - text))) : NULL;

  return name != NULL && (g_str_equal (name, "at") || find_member (name, strlen (name)) >= 0);
}

char *
valise_value_parse_place (const ValiseField *field, const char *text, GError **error)
{
  char *parts[N_PARTS] = { NULL }, *place;
  g_auto (ValiseReference) found = { NULL };
  const char *problem = NULL;

  if (has_parts (text))
    return parse_parts (field, text, error);
  switch (valise_coordinates_read (text, &found, &problem)) {
  case VALISE_COORDINATES_WRONG:
    valise_value_refuse (field, text, error, "%s", problem);
    return NULL;
  case VALISE_COORDINATES_READ:
    take_reference (&found, parts);
    parts[DATUM_NAME] = g_strdup (DATUM);
    break;
  case VALISE_COORDINATES_NONE:
  default:
    parts[TOLD] = g_strdup (text);
    break;
  }
  place = write_place (parts);
  clear_parts (parts);
  return place;
}

gboolean
valise_value_check_place (const ValiseField *field, yyjson_val *value, GError **error)
{
  const char *part[N_MEMBERS];
  guint known = 0;

  if (!yyjson_is_obj (value))
    return valise_value_refuse (field, NULL, error,
                                "the value is not a place; it looks like {\"told\":…} or {\"lat\":…,\"lon\":…}");
  for (int i = 0; i < N_MEMBERS; i++) {
    part[i] = valise_json_get_string (value, members[i]);
    if (part[i] == NULL && yyjson_obj_get (value, members[i]) != NULL)
      return valise_value_refuse (field, NULL, error, "\"%s\" is not text", members[i]);
    if (part[i] != NULL && strlen (part[i]) > MAX_WORDS)
      return valise_value_refuse (field, NULL, error, "\"%s\" is longer than 4096 bytes; shorten it",
                                  members[i]);
    known += part[i] != NULL && *part[i] != '\0';
  }
  if (known == 0)
    return valise_value_refuse (field, NULL, error, "the place is neither told nor measured");
  if ((part[LATITUDE] == NULL) != (part[LONGITUDE] == NULL))
    return valise_value_refuse (field, NULL, error, "latitude and longitude come together or not at all");
  if (part[LATITUDE] != NULL && !valise_coordinates_is_degrees (part[LATITUDE], 90))
    return valise_value_refuse (field, part[LATITUDE], error, "is not a latitude; it is a decimal from -90 to 90");
  if (part[LONGITUDE] != NULL && !valise_coordinates_is_degrees (part[LONGITUDE], 180))
    return valise_value_refuse (field, part[LONGITUDE], error, "is not a longitude; it is a decimal from -180 to 180");
  if (part[ACCURACY] != NULL && (*part[ACCURACY] == '-' || !valise_value_is_decimal (part[ACCURACY])))
    return valise_value_refuse (field, part[ACCURACY], error, "is not an accuracy; write metres, such as 8");
  if (part[METHOD] != NULL && valise_code_list_choice (&valise_codes_place_method, part[METHOD]) == NULL)
    return valise_value_refuse (field, part[METHOD], error,
                                "is not a method; write gps, map, photo, imagery or described");
  return TRUE;
}
