/* inspect.c - looks inside a bundle and changes nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/inspect.h"

#include "core/error.h"
#include "core/folder.h"
#include "sync/checking.h"

static void
inspected_log_free (gpointer data)
{
  ValiseInspectedLog *log = data;

  g_free (log->device);
  g_free (log->member);
  g_free (log);
}

void
valise_inspected_free (ValiseInspected *inspected)
{
  if (inspected == NULL)
    return;
  g_free (inspected->name);
  g_free (inspected->sender);
  g_free (inspected->sender_device);
  g_free (inspected->created);
  g_free (inspected->classification);
  g_free (inspected->part);
  g_ptr_array_unref (inspected->logs);
  g_free (inspected);
}

static void
add_log (ValiseStore *store, ValiseInspected *inspected, const ValiseCarriedLog *carried)
{
  ValiseInspectedLog *log = g_new0 (ValiseInspectedLog, 1);
  ValiseLogOwner owner;

  valise_store_get_owner (store, carried->checkpoint.device, &owner);
  log->device = g_strdup (carried->checkpoint.device);
  log->member = g_strdup (owner.member);
  log->size = carried->checkpoint.size;
  log->entries = carried->entries;
  log->complete = carried->complete;
  log->not_sent = carried->not_sent;
  g_ptr_array_add (inspected->logs, log);
}

static guint64
size_of (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, NULL);

  return info != NULL ? (guint64) g_file_info_get_size (info) : 0;
}

ValiseInspected *
valise_inspect (ValiseStore *store, const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = valise_file_open (path, error);
  g_autoptr (ValiseChecked) checked = NULL;
  ValiseInspected *inspected;

  if (stream == NULL)
    return NULL;
  if (!valise_check_bundle (store, stream, FALSE, &checked, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  inspected = g_new0 (ValiseInspected, 1);
  inspected->name = g_strdup (checked->name);
  inspected->sender = g_strdup (checked->sender->member);
  inspected->sender_device = g_strdup (checked->sender->device);
  inspected->created = g_strdup (checked->created);
  inspected->classification = g_strdup (checked->classification);
  inspected->training = checked->training;
  inspected->part = g_strdup (checked->part);
  inspected->pieces = checked->pieces;
  inspected->has_roster = checked->has_roster;
  inspected->recipients = checked->recipients;
  inspected->size = size_of (path);
  inspected->files = checked->files;
  inspected->file_bytes = checked->file_bytes;
  inspected->sealed = checked->sealed;
  inspected->logs = g_ptr_array_new_with_free_func (inspected_log_free);
  for (guint i = 0; i < checked->logs->len; i++)
    add_log (store, inspected, checked->logs->pdata[i]);
  return inspected;
}
