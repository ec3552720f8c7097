/* correction.c - a record as it stands, read to be corrected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/correction.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/error.h"
#include "core/projection.h"
#include "sync/standing.h"
#include "ui/models/author.h"
#include "ui/models/row-type.h"

void
valise_correction_free (ValiseCorrection *correction)
{
  g_clear_pointer (&correction->draft, valise_draft_free);
  g_clear_pointer (&correction->texts, valise_form_texts_free);
  g_clear_pointer (&correction->rows, g_ptr_array_unref);
  g_free (correction->other);
  g_free (correction);
}

/* Who made it, when that is not the member of this store. */
static char *
other_of (ValiseStore *store, const ValiseRecord *record)
{
  g_autofree char *author = NULL;

  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];

    if (entry->n_after == 0 && author == NULL)
      author = valise_author_of (store, entry->device);
  }
  return author != NULL && strcmp (author, valise_store_get_member (store)) != 0 ? g_steal_pointer (&author) : NULL;
}

static gboolean
check (ValiseStore *store, const ValiseRecord *record, GError **error)
{
  if (record->type == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("this kind of record is not known here; it can be corrected where it is"));
    return FALSE;
  }
  if (record->type->audience == VALISE_AUDIENCE_SYSTEM || valise_record_is_closed (store, record)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED, _ ("this record cannot be corrected"));
    return FALSE;
  }
  if (record->state->withdrawn) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED, _ ("it was withdrawn; restore it first, then correct it"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_rows (ValiseStore *store, ValiseCorrection *read, GError **error)
{
  const ValiseType *row_type = valise_row_type_of (read->texts->type);
  g_autoptr (GPtrArray) children = row_type != NULL ? valise_projection_children (store, read->texts->record, error) : NULL;

  if (row_type == NULL)
    return TRUE;
  for (guint i = 0; children != NULL && i < children->len; i++) {
    g_autoptr (ValiseRecord) child = valise_record_load (store, ((const ValiseListRow *) children->pdata[i])->record, error);

    if (child == NULL)
      return FALSE;
    if (child->type == row_type && !child->state->withdrawn)
      g_ptr_array_add (read->rows, valise_form_texts_of (child));
  }
  return children != NULL;
}

ValiseCorrection *
valise_correction_read (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, id, error);
  g_autoptr (ValiseCorrection) read = g_new0 (ValiseCorrection, 1);
  g_autoptr (ValiseStandings) standings = NULL;
  g_autoptr (GError) local = NULL;

  if (record == NULL || !check (store, record, error))
    return NULL;
  read->draft = valise_draft_get (store, id, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  read->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_form_texts_free);
  if (read->draft != NULL)
    return g_steal_pointer (&read);
  read->texts = valise_form_texts_of (record);
  read->other = other_of (store, record);
  standings = valise_standings_load (store, error);
  if (standings == NULL)
    return NULL;
  read->sent = valise_standings_of (standings, record) != VALISE_STANDING_HERE;
  return read_rows (store, read, error) ? g_steal_pointer (&read) : NULL;
}
