/* form-finish.c - a record, its rows and its corrections, in one transaction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form-finish.h"

#include "core/draft.h"
#include "core/photo-link.h"

static gpointer
copy_texts (gconstpointer texts, gpointer user)
{
  return valise_form_texts_copy (texts);
}

static gpointer
copy_id (gconstpointer id, gpointer user)
{
  return g_strdup (id);
}

ValiseFinishing *
valise_finishing_new (const ValiseFormTexts *texts, const GPtrArray *rows, const GPtrArray *gone, const GPtrArray *photos, const char *why)
{
  ValiseFinishing *self = g_atomic_rc_box_new0 (ValiseFinishing);

  self->texts = valise_form_texts_copy (texts);
  self->rows = g_ptr_array_copy ((GPtrArray *) rows, (GCopyFunc) copy_texts, NULL);
  self->gone = g_ptr_array_copy ((GPtrArray *) gone, (GCopyFunc) copy_id, NULL);
  self->photos = g_ptr_array_new_null_terminated (photos->len, g_free, TRUE);
  for (guint i = 0; i < photos->len; i++)
    g_ptr_array_add (self->photos, g_strdup (photos->pdata[i]));
  self->why = g_strdup (why);
  self->moved = g_ptr_array_new ();
  g_ptr_array_set_free_func (self->rows, (GDestroyNotify) valise_form_texts_free);
  g_ptr_array_set_free_func (self->gone, g_free);
  return self;
}

static void
clear (gpointer data)
{
  ValiseFinishing *self = data;

  valise_form_texts_free (self->texts);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->photos);
  g_free (self->why);
  g_ptr_array_unref (self->moved);
}

void
valise_finishing_release (gpointer finishing)
{
  g_atomic_rc_box_release_full (finishing, clear);
}

static gboolean
write_one (ValiseStore *store, ValiseFinishing *self, ValiseFormTexts *texts, GError **error)
{
  if (texts->before != NULL)
    return valise_form_texts_edit (store, texts, self->why, self->moved, error);
  return valise_form_texts_append (store, texts, texts != self->texts ? self->texts->record : NULL, error);
}

static gboolean
write_all (ValiseStore *store, ValiseFinishing *self, GError **error)
{
  if (!write_one (store, self, self->texts, error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (!write_one (store, self, self->rows->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < self->gone->len; i++)
    if (!valise_record_withdraw (store, self->gone->pdata[i], self->why, error))
      return FALSE;
  if (self->photos->len > 0 &&
      !valise_photo_link (store, (const char *const *) self->photos->pdata, self->texts->record, error))
    return FALSE;
  return valise_draft_drop (store, self->texts->record, error);
}

gpointer
valise_finishing_run (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  ValiseFinishing *self = data;
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);

  if (change == NULL || !write_all (store, self, error))
    return NULL;
  /* Left open, the transaction undoes the rows that had not moved. */
  if (self->moved->len == 0 && !valise_transaction_commit (change, error))
    return NULL;
  return g_atomic_rc_box_acquire (self);
}
