/* enrol-join.c - joining a roster: keys pinned, first records moved to their case
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/enrol.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "core/projection.h"
#include "core/record.h"
#include "sync/fingerprint.h"
#include "sync/roster-private.h"

static gboolean
compare (const ValiseRosterNote *note, const char *fingerprint, GError **error)
{
  const ValiseMember *registry = valise_roster_note_find (note, note->registry);
  g_autofree char *expected =
      valise_fingerprint_of_headquarters (registry, note->roster_key, note->rows);

  return valise_fingerprint_compare (expected, fingerprint, "headquarters", error);
}

/* Records that were made before joining */

static gboolean
is_ours_and_unassigned (ValiseStore *store, const ValiseRecord *record)
{
  g_autofree char *in = valise_state_dup_text (record->state, ".case");

  if (g_strcmp0 (in, VALISE_CASE_UNASSIGNED) != 0 || record->state->withdrawn)
    return FALSE;
  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];

    if (strcmp (entry->device, valise_store_get_device (store)) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
move_records (ValiseStore *store, const char *into_case, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list (store, NULL, 0, error);
  g_autofree char *value = valise_json_string (into_case);
  const ValiseAssignment field = { ".case", value };

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const ValiseListRow *row = rows->pdata[i];
    g_autoptr (ValiseRecord) record = valise_record_load (store, row->record, error);

    if (record == NULL)
      return FALSE;
    if (is_ours_and_unassigned (store, record) && record->type != NULL &&
        !valise_record_edit (store, row->record, &field, 1, error))
      return FALSE;
  }
  return rows != NULL;
}

/* Where new records go from now on. */
static gboolean
set_case (ValiseStore *store, const ValiseMember *own, const char *into_case, GError **error)
{
  const char *first = into_case;

  if (first == NULL && g_strv_length (own->cases) == 1)
    first = own->cases[0];
  return first == NULL || valise_store_set_meta (store, "case", first, error);
}

static gboolean
check_into (const ValiseMember *own, const char *into_case, GError **error)
{
  g_autofree char *cases = NULL;

  if (into_case == NULL || valise_member_has_case (own, into_case))
    return TRUE;
  cases = g_strjoinv (", ", own->cases);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("this device is not enrolled for the case “%s”; it is for %s"), into_case,
               cases[0] != '\0' ? cases : "none");
  return FALSE;
}

static gboolean
apply (ValiseStore *store, const ValiseRosterNote *note, const char *text, const char *into_case,
       GError **error)
{
  const ValiseMember *own = valise_roster_note_find (note, valise_store_get_device (store));
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);

  return change != NULL && valise_roster_take_joined (store, note, text, error) &&
         set_case (store, own, into_case, error) &&
         (into_case == NULL || move_records (store, into_case, error)) &&
         valise_transaction_commit (change, error);
}

gboolean
valise_enrol_join (ValiseStore *store, const char *text, gsize size, const char *fingerprint,
                   const char *into_case, GError **error)
{
  g_autofree char *today = valise_roster_today (store), *copy = g_strndup (text, size);
  g_autoptr (ValiseRosterNote) note = NULL;
  gboolean done;

  if (valise_roster_is_registry (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("this store is headquarters' registry: others join it"));
    return FALSE;
  }
  note = valise_roster_note_read (text, size, NULL, today, error);
  if (note == NULL || !valise_roster_check_for_us (store, note, error) ||
      !compare (note, fingerprint, error) ||
      !check_into (valise_roster_note_find (note, valise_store_get_device (store)), into_case, error))
    return FALSE;
  done = apply (store, note, copy, into_case, error);
  valise_store_reread (store);
  return done;
}
