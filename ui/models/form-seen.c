/* form-seen.c - a form asks whether its markings were seen before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form-private.h"

#include <string.h>

#include "core/value.h"

static void
on_found (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  GError *error = NULL;
  GPtrArray *seen = valise_seen_find_finish (VALISE_SESSION (source), result, &error);

  if (seen != NULL)
    g_task_return_pointer (task, seen, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
valise_form_find_seen_async (ValiseForm *self, const char *as_read, const char *title, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user)
{
  valise_seen_find_async (self->session, as_read, title, self->texts->record, cancellable, on_found,
                          g_task_new (self, cancellable, callback, user));
}

GPtrArray *
valise_form_find_seen_finish (ValiseForm *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
valise_form_row_dup_title (ValiseForm *self, guint row)
{
  g_auto (GStrv) names = g_strsplit (self->row_type->title, " ", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    const ValiseField *field = valise_type_field (self->row_type, names[i]);
    const char *text = valise_form_row_get (self, row, names[i]);
    g_autofree char *value = field->kind != VALISE_KIND_IDENTIFIER && text[0] != '\0' ? valise_value_parse (field, text, NULL) : NULL;

    if (value != NULL && strcmp (value, "null") != 0)
      return valise_value_to_text (field, value);
  }
  return g_strdup ("");
}
