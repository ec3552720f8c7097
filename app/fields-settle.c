/* fields-settle.c - FIELD=VALUE words: links looked up, files kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/fields-private.h"

#include <glib/gi18n.h>

#include "app/options.h"
#include "app/progress.h"
#include "core/attach.h"
#include "core/error.h"
#include "core/files.h"
#include "core/value.h"

static gboolean
check_target (ValiseStore *store, const ValiseField *field, const char *id, GError **error)
{
  g_auto (GStrv) targets = NULL;
  g_autoptr (ValiseRecord) record = NULL;

  if (field->target == NULL)
    return TRUE;
  record = valise_record_load (store, id, error);
  if (record == NULL)
    return FALSE;
  targets = g_strsplit (field->target, " ", -1);
  if (record->state->type == NULL ||
      g_strv_contains ((const char *const *) targets, record->state->type))
    return TRUE;
  return valise_usage_error (error, _ ("%s leads to a record of type %s, and %s is of type %s"),
                             field->name, field->target, id, record->state->type);
}

static gboolean
settle_link (ValiseFields *fields, ValiseStore *store, const ValisePending *pending, GError **error)
{
  const ValiseField *field = pending->field;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  g_autofree char *joined = NULL;
  char *value;

  for (guint i = 0; i < pending->texts->len; i++) {
    char *id = valise_record_find (store, pending->texts->pdata[i], error);

    if (id == NULL) {
      valise_usage_claim_invalid (error);
      g_prefix_error (error, "%s: ", field->name);
      return FALSE;
    }
    g_ptr_array_add (ids, id);
    if (!check_target (store, field, id, error))
      return FALSE;
  }
  joined = g_strjoinv (";", (char **) ids->pdata);
  value = valise_value_parse (field, joined, error);
  if (value == NULL)
    return FALSE;
  valise_fields_take (fields, field->name, value);
  return TRUE;
}

/* One attachment, or (many) those of `before`, a value or NULL, and the new ones. */
static char *
files_to_value (gboolean many, const char *before, const GPtrArray *added)
{
  g_autoptr (GPtrArray) old = valise_attachment_list (before);
  GString *list;

  if (!many)
    return valise_attachment_to_json (added->pdata[added->len - 1]);
  list = g_string_new ("[");
  for (guint i = 0; i < old->len + added->len; i++) {
    g_autofree char *json = valise_attachment_to_json (
        i < old->len ? old->pdata[i] : added->pdata[i - old->len]);

    g_string_append_printf (list, "%s%s", i > 0 ? "," : "", json);
  }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static gboolean
settle_files (ValiseFields *fields, ValiseStore *store, const ValisePending *pending,
              const char *before, GError **error)
{
  g_autoptr (GPtrArray) added =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_attachment_free);

  fields->kept_files = TRUE;
  for (guint i = 0; i < pending->texts->len; i++) {
    g_autoptr (ValiseProgressLine) progress = valise_progress_new (_ ("attaching"));
    ValiseAttachment *file = NULL;

    if (!valise_attach_watched (store, pending->texts->pdata[i], valise_progress_show, progress,
                                &file, error))
      return FALSE;
    g_ptr_array_add (added, file);
  }
  valise_fields_take (fields, pending->field->name,
                      files_to_value (pending->field->many, before, added));
  return TRUE;
}

static gboolean
check_file (const char *path, GError **error)
{
  int descriptor = -1;
  g_autoptr (GInputStream) stream = valise_attach_open (path, &descriptor, error);

  if (stream == NULL)
    valise_fields_claim_missing (path, error);
  return stream != NULL;
}

/* Every file is looked at before the first one is kept. */
static gboolean
check_files (const ValiseFields *fields, GError **error)
{
  for (guint i = 0; i < fields->pending->len; i++) {
    const ValisePending *pending = fields->pending->pdata[i];

    for (guint j = 0; pending->field->kind == VALISE_KIND_FILE && j < pending->texts->len; j++)
      if (!check_file (pending->texts->pdata[j], error))
        return FALSE;
  }
  return TRUE;
}

gboolean
valise_fields_settle (ValiseFields *fields, ValiseStore *store, const ValiseRecord *before,
                      GError **error)
{
  if (!check_files (fields, error))
    return FALSE;
  for (guint i = 0; i < fields->pending->len; i++) {
    const ValisePending *pending = fields->pending->pdata[i];

    if (pending->field->kind == VALISE_KIND_LINK &&
        !settle_link (fields, store, pending, error))
      return FALSE;
  }
  for (guint i = 0; i < fields->pending->len; i++) {
    const ValisePending *pending = fields->pending->pdata[i];
    const char *old = before != NULL ? valise_state_get (before->state, pending->field->name) : NULL;

    if (pending->field->kind == VALISE_KIND_FILE &&
        !settle_files (fields, store, pending, old, error))
      return FALSE;
  }
  return TRUE;
}

void
valise_fields_undo (const ValiseFields *fields, ValiseStore *store)
{
  guint removed = 0;

  if (fields->kept_files)
    valise_files_sweep (store, &removed, NULL);
}
