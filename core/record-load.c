/* record-load.c - reading one record: its entries, merged
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/record.h"

static void
look_up_author (const char *device, ValiseAuthor *author, gpointer user)
{
  ValiseLogOwner owner;

  valise_store_get_owner (user, device, &owner);
  author->member = owner.member;
  author->coordinator = g_strcmp0 (owner.role, "coordinator") == 0;
}

ValiseRecord *
valise_record_load (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, id, error);
  ValiseRecord *record;

  if (entries == NULL)
    return NULL;
  if (entries->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 "there is no record %s in this store; “valise list” shows what there is", id);
    return NULL;
  }
  record = g_new0 (ValiseRecord, 1);
  record->record = g_strdup (id);
  record->state = valise_state_merge ((ValiseEntry *const *) entries->pdata, entries->len,
                                      look_up_author, store);
  record->type =
      record->state->type != NULL ? valise_type_find (record->state->type) : NULL;
  record->entries = g_steal_pointer (&entries);
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
