/* show.c - one record, ready to be shown: its values in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/show.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/print.h"
#include "app/show-flags.h"
#include "core/quarantine.h"
#include "core/sealed.h"
#include "core/value.h"
#include "sync/case.h"

static gboolean
is_among (const GPtrArray *rows, const char *record)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((const ValiseListRow *) rows->pdata[i])->record, record) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
load_links (ValiseShow *show, const char *record, GError **error)
{
  g_auto (GStrv) ids = valise_projection_linked_from (show->store, record, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++) {
    ValiseListRow *row =
        is_among (show->children, ids[i]) ? NULL : valise_projection_get (show->store, ids[i], NULL);

    if (row != NULL)
      g_ptr_array_add (show->linked_from, row);
  }
  return TRUE;
}

ValiseShow *
valise_show_new (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseShow) show = g_new0 (ValiseShow, 1);
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (store);

  show->store = store;
  show->custodians = g_strv_length (custodians);
  show->record = valise_record_load (store, record, error);
  if (show->record == NULL)
    return NULL;
  show->countries = valise_case_countries (store, error);
  if (show->countries == NULL)
    return NULL;
  show->far = valise_flag_places (show->record, show->countries);
  show->closed = valise_record_is_closed (store, show->record);
  show->forked = valise_quarantine_count_forked (store, record, error);
  if (show->forked < 0)
    return NULL;
  show->children = valise_projection_children (store, record, error);
  show->linked_from = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_list_row_free);
  return show->children != NULL && load_links (show, record, error) ? g_steal_pointer (&show) : NULL;
}

void
valise_show_free (ValiseShow *show)
{
  if (show == NULL)
    return;
  valise_record_free (show->record);
  valise_secret_free (show->vault);
  g_clear_pointer (&show->far, g_ptr_array_unref);
  g_clear_pointer (&show->countries, g_hash_table_unref);
  g_clear_pointer (&show->children, g_ptr_array_unref);
  g_clear_pointer (&show->linked_from, g_ptr_array_unref);
  g_free (show);
}

char **
valise_show_missing (const ValiseRecord *record)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (1, g_free, TRUE);

  if (record->type != NULL && record->type->audience != VALISE_AUDIENCE_SYSTEM &&
      !record->state->withdrawn && !record->state->incomplete_disclosure)
    for (const ValiseField *field = record->type->fields; field->name != NULL; field++)
      if (field->required && valise_state_get (record->state, field->name) == NULL)
        g_ptr_array_add (names, g_strdup (field->name));
  return (char **) g_ptr_array_steal (names, NULL);
}

/* Values */

ValiseSecret *
valise_show_unseal (const ValiseShow *show, const char *name, const char *value, char **why)
{
  g_autoptr (GError) error = NULL;
  ValiseSecret *secret = NULL;
  ValiseHash handle;

  if (show->vault == NULL || !valise_sealed_parse_handle (value, &handle))
    return NULL;
  secret = valise_sealed_open (show->store, &handle, show->record->record, name, show->vault, &error);
  if (secret == NULL && why != NULL)
    *why = g_strdup (error->message);
  return secret;
}

static char *
describe_sealed (const ValiseShow *show, const ValiseField *field, const char *name,
                 const char *value)
{
  g_autofree char *why = NULL;
  g_autoptr (ValiseSecret) secret = valise_show_unseal (show, name, value, &why);

  if (secret != NULL)
    return field != NULL ? valise_value_to_text (field, valise_secret_text (secret))
                         : g_strdup (valise_secret_text (secret));
  if (why != NULL)
    return g_strdup_printf (_ ("sealed; %s"), why);
  if (show->custodians == 0)
    return g_strdup (_ ("sealed; only its author can read it"));
  return g_strdup_printf (ngettext ("sealed; only its author and %u custodian can read it",
                                    "sealed; only its author and %u custodians can read it",
                                    show->custodians),
                          show->custodians);
}

/* "3f2a9c41 (Sighting: Cache in a shed)" for each. */
static char *
describe_links (const ValiseShow *show, const char *value)
{
  g_auto (GStrv) ids = valise_json_dup_strings (value);
  GString *text = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (ValiseListRow) row = valise_projection_get (show->store, ids[i], NULL);
    const char *title = row != NULL && row->title != NULL ? row->title : "";

    g_string_append_printf (text, "%s%.8s", i > 0 ? "; " : "", ids[i]);
    if (row == NULL)
      g_string_append (text, _ (" (not on this store)"));
    else
      g_string_append_printf (text, " (%s%s%s)", valise_show_type (row->type),
                              title[0] != '\0' ? ": " : "", title);
  }
  return g_string_free (text, FALSE);
}

/* A classification by its label, a text as it is, anything else as its JSON. */
static char *
describe_unknown (const char *name, const char *value)
{
  char *text = valise_json_dup_string (value);
  const ValiseChoice *class =
      text != NULL && strcmp (name, ".class") == 0
          ? valise_code_list_match (valise_code_list_find ("un-classification"), text)
          : NULL;

  if (class == NULL)
    return text != NULL ? text : g_strdup (value);
  g_free (text);
  return g_strdup (_ (class->label));
}

char *
valise_show_value (const ValiseShow *show, const ValiseField *field, const char *name,
                   const char *value)
{
  ValiseHash handle;

  if (strcmp (value, "null") == 0)
    return g_strdup (_ ("(cleared)"));
  if (valise_sealed_parse_handle (value, &handle))
    return describe_sealed (show, field, name, value);
  if (field != NULL && field->kind == VALISE_KIND_LINK)
    return describe_links (show, value);
  if (field == NULL)
    return describe_unknown (name, value);
  /* As it is kept: what is printed escaped must not be smoothed before. */
  if (field->list == NULL &&
      (field->kind == VALISE_KIND_TEXT || field->kind == VALISE_KIND_IDENTIFIER)) {
    char *text = valise_json_dup_string (value);

    if (text != NULL)
      return text;
  }
  return valise_value_to_text (field, value);
}

char *
valise_show_long_text (const ValiseField *field, const char *value)
{
  return field != NULL && field->kind == VALISE_KIND_LONG_TEXT ? valise_json_dup_string (value) : NULL;
}

char *
valise_show_check (const ValiseField *field, const char *value)
{
  g_auto (GStrv) texts = NULL;
  GString *notes = g_string_new (NULL);

  if (field->check != VALISE_CHECK_NONE)
    texts = valise_json_dup_strings (value);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    g_autofree char *note = NULL;

    if (!valise_check_digit (field->check, texts[i], &note) && note != NULL)
      g_string_append_printf (notes, "%s%s: %s", notes->len > 0 ? "; " : "", texts[i], note);
  }
  return g_string_free (notes, notes->len == 0);
}

char *
valise_show_author (ValiseStore *store, const char *device)
{
  ValiseLogOwner owner = { NULL, NULL };

  valise_store_get_owner (store, device, &owner);
  if (owner.member != NULL)
    return g_strdup (owner.member);
  return g_strdup_printf (_ ("device %.8s"), device);
}

char *
valise_show_time (const char *time)
{
  char *text;

  if (time == NULL)
    return g_strdup ("");
  text = g_strndup (time, 16);
  if (strlen (text) == 16 && text[10] == 'T')
    text[10] = ' ';
  return text;
}

const char *
valise_show_type (const char *type)
{
  const ValiseType *known = type != NULL ? valise_type_find (type) : NULL;

  if (type == NULL)
    return _ ("not disclosed here");
  return known != NULL ? _ (known->label) : type;
}

/* Lists */

static char *
marks_of (const ValiseListRow *row)
{
  GString *marks = g_string_new (NULL);

  if (row->withdrawn)
    g_string_append (marks, _ ("  [withdrawn]"));
  if (row->conflicts > 0)
    g_string_append_printf (marks, ngettext ("  [%u conflict]", "  [%u conflicts]", row->conflicts),
                            row->conflicts);
  if (row->incomplete)
    g_string_append (marks, _ ("  [incomplete]"));
  return g_string_free (marks, FALSE);
}

static void
say_row (const ValiseListRow *row, guint indent, const char *flags)
{
  g_autofree char *id = valise_short_id (row->record), *type = valise_safe (valise_show_type (row->type));
  g_autofree char *column = valise_pad (type, 14), *time = valise_show_time (row->last_time);
  g_autofree char *title = valise_safe (row->title), *marks = marks_of (row);

  valise_say ("%*s%s  %s %s  %s%s%s", (int) indent, "", id, column, time, title, marks, flags);
}

void
valise_show_rows (const GPtrArray *rows, guint indent)
{
  for (guint i = 0; i < rows->len; i++)
    say_row (rows->pdata[i], indent, "");
}

void
valise_show_flagged_rows (const GPtrArray *rows, const GPtrArray *flags)
{
  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *marks = valise_show_flag_marks (((const ValiseFlagged *) flags->pdata[i])->codes);

    say_row (rows->pdata[i], 0, marks);
  }
}

void
valise_show_row_as_json (const ValiseListRow *row, yyjson_mut_doc *doc, yyjson_mut_val *object)
{
  valise_out_text (doc, object, "record", row->record);
  valise_out_text (doc, object, "type", row->type);
  valise_out_text (doc, object, "title", row->title);
  valise_out_text (doc, object, "parent", row->parent);
  valise_out_text (doc, object, "time", row->last_time);
  valise_out_flag (doc, object, "incomplete", row->incomplete);
  valise_out_flag (doc, object, "withdrawn", row->withdrawn);
  valise_out_number (doc, object, "conflicts", row->conflicts);
}
