/* export-json.c - records as JSON Lines and as GeoJSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/export-private.h"
#include "core/json.h"

/* "name":value, with the comma when it is not the first. */
static void
add_member (GString *out, const char *name, const char *json)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  valise_json_append_string (out, name, strlen (name));
  g_string_append_c (out, ':');
  g_string_append (out, json);
}

static void
add_text (GString *out, const char *name, const char *text)
{
  g_autofree char *json = text != NULL ? valise_json_string (text) : NULL;

  if (json != NULL)
    add_member (out, name, json);
}

static void
add_value (GString *out, const char *name, const char *json)
{
  if (json != NULL && strcmp (json, "null") != 0)
    add_member (out, name, json);
}

/* "name":["text", …]; nothing when there are none. Takes texts. */
static void
add_texts (GString *out, const char *name, char **texts)
{
  g_auto (GStrv) owned = texts;
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; owned[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (list, ',');
    valise_json_append_string (list, owned[i], strlen (owned[i]));
  }
  g_string_append_c (list, ']');
  if (owned[0] != NULL)
    add_member (out, name, list->str);
}

static void
add_fields (GString *out, const ValiseRecord *record)
{
  for (guint i = 0; i < record->state->n_fields; i++) {
    const char *name = record->state->fields[i].name;

    add_value (out, name, valise_export_value (record, name));
  }
}

void
valise_export_line (GString *out, const ValiseRecord *record)
{
  g_string_append_c (out, '{');
  add_value (out, "case", valise_state_get (record->state, ".case"));
  add_value (out, "class", valise_state_get (record->state, ".class"));
  add_texts (out, "conflicts", valise_export_conflicts (record));
  g_string_append (out, ",\"fields\":{" + (out->str[out->len - 1] == '{'));
  add_fields (out, record);
  g_string_append_c (out, '}');
  add_texts (out, "flags", valise_export_flags (record));
  if (record->state->withdrawn)
    add_value (out, "reason", valise_state_get (record->state, ".reason"));
  add_text (out, "record", record->record);
  add_text (out, "type", record->type->name);
  if (record->state->withdrawn)
    add_member (out, "withdrawn", "true");
  g_string_append (out, "}\n");
}

/* A decimal as a JSON number: no zeros in front. */
static char *
number_of (const char *decimal)
{
  gboolean minus = *decimal == '-';

  decimal += minus;
  while (decimal[0] == '0' && g_ascii_isdigit (decimal[1]))
    decimal++;
  return g_strconcat (minus ? "-" : "", decimal, NULL);
}

/* [lon, lat] of a place that was measured in WGS 84, or NULL. */
static char *
position_of (const char *value)
{
  g_autoptr (yyjson_doc) doc =
      value != NULL ? valise_json_parse (value, strlen (value), NULL) : NULL;
  yyjson_val *place = doc != NULL ? yyjson_doc_get_root (doc) : NULL;
  const char *lat = valise_json_get_string (place, "lat"),
             *lon = valise_json_get_string (place, "lon");
  const char *datum = valise_json_get_string (place, "datum");
  g_autofree char *x = NULL, *y = NULL;

  if (lat == NULL || lon == NULL || (datum != NULL && strcmp (datum, "WGS 84") != 0))
    return NULL;
  x = number_of (lon);
  y = number_of (lat);
  return g_strdup_printf ("[%s,%s]", x, y);
}

static char *
first_position (const ValiseRecord *record)
{
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++) {
    char *position = field->kind == VALISE_KIND_PLACE
                         ? position_of (valise_export_value (record, field->name))
                         : NULL;

    if (position != NULL)
      return position;
  }
  return NULL;
}

gboolean
valise_export_feature (GString *out, const ValiseRecord *record, gboolean first)
{
  g_autofree char *position = first_position (record), *title = NULL;

  if (position == NULL)
    return FALSE;
  title = valise_projection_title (record);
  g_string_append_printf (out,
                          "%s\n{\"type\":\"Feature\",\"id\":\"%s\",\"geometry\":{"
                          "\"type\":\"Point\",\"coordinates\":%s},\"properties\":{",
                          first ? "" : ",", record->record, position);
  add_text (out, "record", record->record);
  add_text (out, "record-type", record->type->name);
  add_text (out, "record-title", title);
  add_value (out, "case", valise_state_get (record->state, ".case"));
  add_value (out, "class", valise_state_get (record->state, ".class"));
  add_texts (out, "conflicts", valise_export_conflicts (record));
  add_texts (out, "flags", valise_export_flags (record));
  if (record->state->withdrawn)
    add_member (out, "withdrawn", "true");
  add_fields (out, record);
  g_string_append (out, "}}");
  return TRUE;
}
