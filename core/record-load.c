/* record-load.c - reading one record: its entries, merged
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/admission.h"

#include <glib/gi18n.h>
#include "core/error.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/record.h"
#include "core/type.h"

void
valise_record_look_up_author (const char *device, ValiseAuthor *author, gpointer user)
{
  ValiseLogOwner owner;

  valise_store_get_owner (user, device, &owner);
  author->member = owner.member;
  /* The registry makes coordinators, so it may do what they may. It alone has
   * the handles of sealed values, and settles what differs among those. */
  author->coordinator = g_strcmp0 (owner.role, "coordinator") == 0 ||
                        g_strcmp0 (owner.role, "headquarters") == 0;
}

ValiseRecord *
valise_record_merge (ValiseStore *store, const char *id, GPtrArray *entries)
{
  ValiseRecord *record;

  valise_admission_filter (store, entries);
  if (entries->len == 0)
    return NULL;
  record = g_new0 (ValiseRecord, 1);
  record->record = g_strdup (id);
  record->entries = g_ptr_array_ref (entries);
  record->state = valise_state_merge ((ValiseEntry *const *) entries->pdata, entries->len,
                                      valise_record_look_up_author, store);
  record->type =
      record->state->type != NULL ? valise_type_find (record->state->type) : NULL;
  return record;
}

ValiseRecord *
valise_record_load (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, id, error);
  ValiseRecord *record = entries != NULL ? valise_record_merge (store, id, entries) : NULL;

  if (entries != NULL && record == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there is no record %s in this store; “valise list” shows what there is"), id);
  return record;
}

void
valise_record_free (ValiseRecord *record)
{
  if (record == NULL)
    return;
  valise_state_free (record->state);
  g_ptr_array_unref (record->entries);
  g_free (record->record);
  g_free (record);
}

/* The strictest of the standing values counts, as it does for disclosing. */
static gboolean
mission_consent_stands (const ValiseRecord *record, const char *name)
{
  const ValiseStateField *field = valise_state_find (record->state, name);

  if (field == NULL)
    return FALSE;
  for (guint i = 0; i < field->n_live; i++)
    if (field->live[i].changed_since || strcmp (field->live[i].value, "\"yes\"") != 0)
      return FALSE;
  return field->n_live > 0;
}

/* Was it told in, or is it part of, or (a photo, a document) linked to, what is
 * closed? `seen`: ids that were looked at, so that rings of links end. */
static gboolean is_closed (ValiseStore *store, const ValiseRecord *record, GHashTable *seen);

static gboolean
leads_to_closed (ValiseStore *store, const ValiseStateField *field, GHashTable *seen)
{
  for (guint i = 0; i < field->n_live; i++) {
    g_auto (GStrv) targets = valise_json_dup_strings (field->live[i].value);

    for (guint j = 0; targets[j] != NULL; j++) {
      g_autoptr (ValiseRecord) target = NULL;

      if (!g_hash_table_add (seen, g_strdup (targets[j])))
        continue;
      target = valise_record_load (store, targets[j], NULL);
      if (target != NULL && is_closed (store, target, seen))
        return TRUE;
    }
  }
  return FALSE;
}

GPtrArray *
valise_record_types (const ValiseRecord *record)
{
  GPtrArray *types = g_ptr_array_new ();

  if (record->type != NULL)
    g_ptr_array_add (types, (gpointer) record->type);
  for (guint i = 0; record->state->type_conflict && i < record->entries->len; i++) {
    g_autofree char *name = valise_entry_dup_text (record->entries->pdata[i], ".type");
    char *slash = name != NULL ? strrchr (name, '/') : NULL;
    const ValiseType *type;

    if (slash == NULL)
      continue;
    *slash = '\0';
    type = valise_type_find (name);
    if (type != NULL && !g_ptr_array_find (types, type, NULL))
      g_ptr_array_add (types, (gpointer) type);
  }
  return types;
}

/* As one of its types: a consent of its own decides. */
static gboolean
is_closed_as (ValiseStore *store, const ValiseRecord *record, const ValiseType *type, GHashTable *seen)
{
  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    const ValiseStateField *found = valise_state_find (record->state, field->name);

    if (field->mission_consent)
      return !mission_consent_stands (record, field->name);
    if (found != NULL &&
        (field->told_in || field->parent ||
         (field->kind == VALISE_KIND_LINK && type->audience == VALISE_AUDIENCE_LINKED)) &&
        leads_to_closed (store, found, seen))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_closed (ValiseStore *store, const ValiseRecord *record, GHashTable *seen)
{
  g_autoptr (GPtrArray) types = valise_record_types (record);

  for (guint i = 0; i < record->entries->len; i++)
    if (strcmp (((const ValiseEntry *) record->entries->pdata[i])->device,
                valise_store_get_device (store)) == 0)
      return FALSE; /* the member's own */
  for (guint i = 0; i < types->len; i++)
    if (is_closed_as (store, record, types->pdata[i], seen))
      return TRUE;
  return FALSE;
}

gboolean
valise_record_is_closed (ValiseStore *store, const ValiseRecord *record)
{
  g_autoptr (GHashTable) seen = NULL;

  if (strcmp (valise_store_get_role (store), "jmac") != 0)
    return FALSE;
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (seen, g_strdup (record->record));
  return is_closed (store, record, seen);
}
