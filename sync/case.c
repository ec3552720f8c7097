/* case.c - cases
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/case.h"

#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "core/projection.h"
#include "sync/roster-private.h"

ValiseCase *
valise_case_new (const char *id, const char *title, const char *basis, gboolean closed)
{
  ValiseCase *one = g_new0 (ValiseCase, 1);

  one->id = g_strdup (id);
  one->title = g_strdup (title);
  one->basis = g_strdup (basis);
  one->closed = closed;
  return one;
}

void
valise_case_free (ValiseCase *one)
{
  if (one == NULL)
    return;
  g_free (one->id);
  g_free (one->title);
  g_free (one->basis);
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

static gboolean
add_record (ValiseStore *store, const char *record, GPtrArray *cases, GError **error)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, record, error);
  g_autofree char *id = NULL, *title = NULL, *basis = NULL;

  if (loaded == NULL)
    return FALSE;
  id = valise_state_dup_text (loaded->state, ".case");
  if (id == NULL)
    return TRUE;
  title = dup_field (loaded->state, "title");
  basis = dup_field (loaded->state, "basis");
  g_ptr_array_add (cases, valise_case_new (id, title, basis,
                                           g_strcmp0 (valise_state_get (loaded->state, "closed"),
                                                      "true") == 0));
  return TRUE;
}

static gboolean
list_records (ValiseStore *store, GPtrArray *cases, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list (store, "case", 0, error);

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
  for (guint i = 0; note != NULL && i < note->cases->len; i++) {
    const ValiseCase *one = note->cases->pdata[i];

    g_ptr_array_add (cases, valise_case_new (one->id, one->title, one->basis, one->closed));
  }
  return g_steal_pointer (&cases);
}

/* Adding */

static gboolean
check_case (const char *id, const char *title, const char *basis, GError **error)
{
  if (!valise_case_id_is_valid (id) || strcmp (id, VALISE_CASE_UNASSIGNED) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 "a case is named by small letters, digits and dashes, as in “drc-1533”");
    return FALSE;
  }
  if (title != NULL && valise_member_name_is_valid (title) && basis != NULL &&
      valise_member_name_is_valid (basis))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               "a case has a title and a basis, such as “S/RES/1533 (2004)”; give each as one line");
  return FALSE;
}

static gboolean
check_new (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) cases = valise_case_list (store, error);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    if (strcmp (((const ValiseCase *) cases->pdata[i])->id, id) == 0) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                   "there is a case %s already; “valise case list” shows it", id);
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
