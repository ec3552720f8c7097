/* record-check.c - entries from elsewhere against the types known here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/clock.h"

#include <glib/gi18n.h>
#include "core/error.h"
#include "core/json.h"
#include "core/record.h"
#include "core/sealed.h"
#include "core/value.h"

/* Of a newer definition than ours, codes and units that are not known here
 * pass; the kind of a value does not change with a version. */
static gboolean
check_newer (const ValiseField *field, const char *value, GError **error)
{
  ValiseCodeList list = { 0 };
  ValiseField open_field = *field;
  g_autoptr (yyjson_doc) doc = valise_json_parse (value, strlen (value), NULL);
  const char *unit = valise_json_get_string (yyjson_doc_get_root (doc), "unit");

  if (field->list != NULL) {
    list = *field->list;
    list.open = TRUE;
    open_field.list = &list;
  }
  if (field->units != NULL && unit != NULL)
    open_field.units = unit;
  return valise_value_check (&open_field, value, error);
}

static gboolean
check_foreign (const ValiseField *field, const char *value, gboolean newer, GError **error)
{
  ValiseHash handle;

  if (strcmp (value, "null") == 0 ||
      (field->sealed && valise_sealed_parse_handle (value, &handle)))
    return TRUE;
  if (field->sealed) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the field %s must be sealed and came in the clear"), field->name);
    return FALSE;
  }
  return newer ? check_newer (field, value, error) : valise_value_check (field, value, error);
}

/* Times are compared as texts, so they must have one form. */
static gboolean
check_time (const ValiseEntry *entry, GError **error)
{
  const ValiseValue *value = valise_entry_find (entry, ".time");
  g_autofree char *text = value != NULL ? valise_json_dup_string (value->value) : NULL;

  if (value == NULL || (text != NULL && valise_clock_from_text (text) >= 0))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("its .time is no time"));
  return FALSE;
}

gboolean
valise_record_check_entry (const ValiseEntry *entry, GError **error)
{
  g_autofree char *name_and_version = valise_entry_dup_text (entry, ".type");
  char *slash = name_and_version != NULL ? strrchr (name_and_version, '/') : NULL;
  const ValiseType *type;
  guint64 version = 0;

  if (!check_time (entry, error))
    return FALSE;
  if (slash == NULL || !g_ascii_string_to_unsigned (slash + 1, 10, 1, G_MAXINT32, &version, NULL))
    return TRUE; /* a type that nobody knows */
  *slash = '\0';
  type = valise_type_find (name_and_version);
  for (guint i = 0; type != NULL && i < entry->n_values; i++) {
    const ValiseField *field = valise_type_field (type, entry->values[i].name);

    if (field != NULL &&
        !check_foreign (field, entry->values[i].value, version > type->version, error))
      return FALSE;
  }
  return TRUE;
}
