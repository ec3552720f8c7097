/* case.c - cases
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/case.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "core/log.h"
#include "core/outlines.h"
#include "core/projection.h"
#include "sync/roster-private.h"

#define MAX_COUNTRIES 64

ValiseCase *
valise_case_new (const char *id, const char *title, const char *basis, gboolean closed)
{
  ValiseCase *one = g_new0 (ValiseCase, 1);

  one->id = g_strdup (id);
  one->title = g_strdup (title);
  one->basis = g_strdup (basis);
  one->closed = closed;
  one->countries = g_new0 (char *, 1);
  return one;
}

ValiseCase *
valise_case_copy (const ValiseCase *one)
{
  ValiseCase *copy = valise_case_new (one->id, one->title, one->basis, one->closed);

  g_strfreev (copy->countries);
  copy->countries = g_strdupv (one->countries);
  return copy;
}

void
valise_case_free (ValiseCase *one)
{
  if (one == NULL)
    return;
  g_free (one->id);
  g_free (one->title);
  g_free (one->basis);
  g_strfreev (one->countries);
  g_free (one);
}

/* Listing */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ValiseCase *const *) a)->id, (*(const ValiseCase *const *) b)->id);
}

static char *
dup_field (const ValiseState *state, const char *name)
{
  char *text = valise_state_dup_text (state, name);

  return text != NULL ? text : g_strdup ("");
}

/* What headquarters wrote of it, now and before it came back from a copy; what
 * others write on the same record, or call a case, makes and changes none. */
static ValiseRecord *
load_own (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, record, error);

  for (guint i = entries != NULL ? entries->len : 0; i-- > 0;) {
    ValiseLogOwner owner;

    valise_store_get_owner (store, ((const ValiseEntry *) entries->pdata[i])->device, &owner);
    if (g_strcmp0 (owner.role, "headquarters") != 0)
      g_ptr_array_remove_index (entries, i);
  }
  return entries != NULL ? valise_record_merge (store, record, entries) : NULL;
}

static gboolean
add_record (ValiseStore *store, const char *record, GPtrArray *cases, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ValiseRecord) loaded = load_own (store, record, &local);
  g_autofree char *id = NULL, *title = NULL, *basis = NULL;
  const char *countries;
  ValiseCase *one;

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  id = loaded != NULL ? valise_state_dup_text (loaded->state, ".case") : NULL;
  if (id == NULL)
    return TRUE;
  title = dup_field (loaded->state, "title");
  basis = dup_field (loaded->state, "basis");
  one = valise_case_new (id, title, basis,
                         g_strcmp0 (valise_state_get (loaded->state, "closed"), "true") == 0);
  countries = valise_state_get (loaded->state, "countries");
  if (countries != NULL) {
    g_strfreev (one->countries);
    one->countries = valise_json_dup_strings (countries);
  }
  g_ptr_array_add (cases, one);
  return TRUE;
}

static gboolean
list_records (ValiseStore *store, GPtrArray *cases, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list_named (store, "case", error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!add_record (store, ((const ValiseListRow *) rows->pdata[i])->record, cases, error))
      return FALSE;
  g_ptr_array_sort (cases, compare_ids);
  return rows != NULL;
}

GPtrArray *
valise_case_list (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_case_free);
  g_autoptr (ValiseRosterNote) note = NULL;
  GError *local = NULL;

  if (valise_roster_is_registry (store))
    return list_records (store, cases, error) ? g_steal_pointer (&cases) : NULL;
  note = valise_roster_read_newest (store, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  for (guint i = 0; note != NULL && i < note->cases->len; i++)
    g_ptr_array_add (cases, valise_case_copy (note->cases->pdata[i]));
  return g_steal_pointer (&cases);
}

/* Adding */

static gboolean
check_case (const char *id, const char *title, const char *basis, GError **error)
{
  if (!valise_case_id_is_valid (id) || strcmp (id, VALISE_CASE_UNASSIGNED) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a case is named by small letters, digits and dashes, as in “drc-1533”"));
    return FALSE;
  }
  if (title != NULL && valise_member_name_is_valid (title) && basis != NULL &&
      valise_member_name_is_valid (basis))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("a case has a title and a basis, such as “S/RES/1533 (2004)”; give each as one line"));
  return FALSE;
}

static gboolean
check_new (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) cases = valise_case_list (store, error);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    if (strcmp (((const ValiseCase *) cases->pdata[i])->id, id) == 0) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                   _ ("there is a case %s already; “valise case list” shows it"), id);
      return FALSE;
    }
  return cases != NULL;
}

gboolean
valise_case_add (ValiseStore *store, const char *id, const char *title, const char *basis,
                 GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;
  g_autofree char *record = NULL, *id_value = NULL, *title_value = NULL, *basis_value = NULL;

  if (!valise_roster_need_registry (store, "add cases", error) ||
      !check_case (id, title, basis, error) || !check_new (store, id, error))
    return FALSE;
  id_value = valise_json_string (id);
  title_value = valise_json_string (title);
  basis_value = valise_json_string (basis);
  {
    const ValiseAssignment fields[] = { { ".case", id_value },
                                        { "title", title_value },
                                        { "basis", basis_value } };

    change = valise_transaction_begin (valise_store_get_db (store), error);
    if (change == NULL)
      return FALSE;
    record = valise_record_add_system (store, "case", fields, G_N_ELEMENTS (fields), error);
  }
  return record != NULL && valise_roster_bump (store, error) &&
         valise_transaction_commit (change, error);
}

/* Countries */

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
valise_case_countries_are_valid (const char *const *countries)
{
  guint i;

  for (i = 0; countries[i] != NULL; i++)
    if (strlen (countries[i]) != 2 || !g_ascii_isupper (countries[i][0]) ||
        !g_ascii_isupper (countries[i][1]) || (i > 0 && strcmp (countries[i - 1], countries[i]) >= 0))
      return FALSE;
  return i <= MAX_COUNTRIES;
}

/* Sorted, each once, NULL at the end. */
static GPtrArray *
tidy_countries (const char *const *countries, GError **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  for (guint i = 0; countries[i] != NULL; i++) {
    g_autofree char *code = g_ascii_strup (countries[i], -1);

    if (valise_outlines_name (code) == NULL) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                   _ ("“%s” is no country's code; write the two letters of ISO 3166, such as CD"), countries[i]);
      return NULL;
    }
    if (!g_ptr_array_find_with_equal_func (codes, code, g_str_equal, NULL))
      g_ptr_array_add (codes, g_steal_pointer (&code));
  }
  g_ptr_array_sort (codes, compare_codes);
  if (codes->len <= MAX_COUNTRIES)
    return g_steal_pointer (&codes);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("a case has at most %d countries"), MAX_COUNTRIES);
  return NULL;
}

/* The id of the record that a case is; NULL without error: there is none. */
static char *
find_record (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list_named (store, "case", error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const ValiseListRow *row = rows->pdata[i];
    g_autoptr (GError) local = NULL;
    g_autoptr (ValiseRecord) loaded = load_own (store, row->record, &local);
    g_autofree char *in = loaded != NULL ? valise_state_dup_text (loaded->state, ".case") : NULL;

    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    if (g_strcmp0 (in, id) == 0)
      return g_strdup (row->record);
  }
  return NULL;
}

/* The case's record again, with this value of one field and all else as
 * headquarters wrote it: what others wrote there it does not make its own. */
static gboolean
put_field (ValiseStore *store, const char *record, const char *name, const char *value, GError **error)
{
  static const char *const kept[] = { ".case", "title", "basis", "closed", "countries" };
  g_autoptr (ValiseRecord) loaded = load_own (store, record, error);
  ValiseAssignment fields[G_N_ELEMENTS (kept) + 1] = { { name, value } };
  guint n = 1;

  for (gsize i = 0; loaded != NULL && i < G_N_ELEMENTS (kept); i++)
    if (strcmp (kept[i], name) != 0 && valise_state_get (loaded->state, kept[i]) != NULL)
      fields[n++] = (ValiseAssignment){ kept[i], valise_state_get (loaded->state, kept[i]) };
  return loaded != NULL && valise_record_put_system (store, "case", record, fields, n, error);
}

/* The id of the record that a case is. NOT_FOUND. */
static char *
need_record (ValiseStore *store, const char *id, GError **error)
{
  GError *local = NULL;
  char *record = find_record (store, id, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  else if (record == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there is no case %s; “valise case list” lists them"), id);
  return record;
}

gboolean
valise_case_set_closed (ValiseStore *store, const char *id, gboolean closed, GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;
  g_autofree char *record = NULL;

  if (!valise_roster_need_registry (store, "change cases", error))
    return FALSE;
  record = need_record (store, id, error);
  change = record != NULL ? valise_transaction_begin (valise_store_get_db (store), error) : NULL;
  return change != NULL && put_field (store, record, "closed", closed ? "true" : "null", error) &&
         valise_roster_bump (store, error) && valise_transaction_commit (change, error);
}

gboolean
valise_case_set_countries (ValiseStore *store, const char *id, const char *const *countries, GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;
  g_autoptr (GPtrArray) codes = NULL;
  g_autofree char *record = NULL, *joined = NULL, *value = NULL;

  if (!valise_roster_need_registry (store, "change cases", error))
    return FALSE;
  codes = tidy_countries (countries, error);
  record = codes != NULL ? need_record (store, id, error) : NULL;
  if (record == NULL)
    return FALSE;
  joined = g_strjoinv ("\",\"", (char **) codes->pdata); /* letters only */
  value = codes->len > 0 ? g_strdup_printf ("[\"%s\"]", joined) : g_strdup ("null");
  change = valise_transaction_begin (valise_store_get_db (store), error);
  return change != NULL && put_field (store, record, "countries", value, error) &&
         valise_roster_bump (store, error) && valise_transaction_commit (change, error);
}

GHashTable *
valise_case_countries (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) cases = valise_case_list (store, error);
  g_autoptr (GHashTable) countries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];

    g_hash_table_insert (countries, g_strdup (one->id), g_strdupv (one->countries));
  }
  return cases != NULL ? g_steal_pointer (&countries) : NULL;
}
