/* verify.c - re-reads everything: entries, trees, signatures, files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/files.h"
#include "core/log.h"
#include "core/projection-digest.h"
#include "core/sealed.h"
#include "core/search.h"
#include "core/verify-private.h"

void
valise_verify_complain (ValiseVerifying *verifying, const char *format, ...)
{
  va_list list;

  if (verifying->found->problems->len >= VALISE_VERIFY_PROBLEMS)
    return;
  va_start (list, format);
  g_ptr_array_add (verifying->found->problems, g_strdup_vprintf (format, list));
  va_end (list);
}

/* FALSE: somebody cancelled it. */
static gboolean
advance (ValiseVerifying *verifying, GError **error)
{
  verifying->done++;
  if (verifying->how->progress != NULL)
    verifying->how->progress (verifying->done, verifying->total, verifying->how->progress_user);
  return !g_cancellable_set_error_if_cancelled (verifying->how->cancellable, error);
}

/* Entries */

static gboolean
is_where_it_says (const ValiseVerifying *verifying, const ValiseEntry *entry,
                  const ValiseLogRow *row)
{
  guint8 record[VALISE_RECORD_ID_LENGTH / 2];
  gint64 gone = valise_log_count_erased (verifying->store, verifying->log, row->index, NULL);
  guint opened = entry->n_values + (guint) MAX (gone, 0);

  verifying->found->erased += (guint64) MAX (gone, 0);
  return strcmp (entry->device, verifying->device) == 0 && entry->index == row->index &&
         valise_hex_decode_exact (entry->record, -1, record, sizeof record) &&
         memcmp (record, row->record, sizeof record) == 0 &&
         row->opened == (opened >= entry->n_commits ? -1 : (int) opened);
}

/* What was sealed here is here: others' sealed values go to few. */
static void
check_handles (ValiseVerifying *verifying, const ValiseEntry *entry)
{
  for (guint i = 0; verifying->log == VALISE_LOG_OWN && i < entry->n_values; i++) {
    ValiseHash handle;

    if (!valise_sealed_parse_handle (entry->values[i].value, &handle) ||
        valise_sealed_is_here (verifying->store, &handle))
      continue;
    verifying->found->sealed_missing++;
    valise_verify_complain (verifying, "the sealed value of %s in record %s is missing",
                            entry->values[i].name, entry->record);
  }
}

static void
check_entry (ValiseVerifying *verifying, const ValiseLogRow *row, const ValiseHash *leaf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) entry = NULL;

  if (!valise_hash_equal (leaf, row->leaf)) {
    verifying->found->entries_altered++;
    valise_verify_complain (verifying, "entry %" G_GUINT64_FORMAT " of log %.8s was altered: its bytes are not those that were hashed",
                            row->index, verifying->device);
    return;
  }
  if (row->record == NULL)
    return;
  entry = valise_log_row_to_entry (row, &error);
  if (entry != NULL && is_where_it_says (verifying, entry, row)) {
    check_handles (verifying, entry);
    if (verifying->how->entry != NULL && row->aside == NULL)
      verifying->how->entry (verifying->log, entry, verifying->how->entry_user);
    return;
  }
  verifying->found->entries_altered++;
  valise_verify_complain (verifying, "entry %" G_GUINT64_FORMAT " of log %.8s was altered: %s",
                          row->index, verifying->device,
                          error != NULL ? error->message : "it stands in another's place");
}

static gboolean
visit_entry (const ValiseLogRow *row, gpointer user, GError **error)
{
  ValiseVerifying *verifying = user;
  ValiseVerifiedLeaf leaf = { .index = row->index };

  valise_leaf_hash (row->header, row->header_size, &leaf.hash);
  g_array_append_val (verifying->leaves, leaf);
  verifying->found->entries++;
  check_entry (verifying, row, &leaf.hash);
  return advance (verifying, error);
}

static gboolean
verify_log (ValiseVerifying *verifying, gint64 log, GError **error)
{
  g_autofree char *device = valise_log_dup_device (verifying->store, log);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ValiseVerifiedLeaf));

  verifying->log = log;
  verifying->device = device;
  verifying->leaves = leaves;
  verifying->found->logs++;
  return valise_log_foreach (verifying->store, log, 0, G_MAXUINT64, visit_entry, verifying, error) &&
         valise_verify_tree (verifying, error);
}

static gboolean
verify_logs (ValiseVerifying *verifying, const GArray *logs, GError **error)
{
  for (guint i = 0; i < logs->len; i++)
    if (!verify_log (verifying, g_array_index (logs, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* Files and sealed values */

static void
complain_of_file (ValiseVerifying *verifying, const ValiseHash *sha256, const char *what)
{
  g_auto (GStrv) records = valise_projection_mentions (verifying->store, sha256, NULL);
  g_autofree char *hex = valise_hex_encode (sha256->bytes, VALISE_HASH_SIZE);

  valise_verify_complain (verifying, "the file %.16s…, named by record %s, %s", hex,
                          records != NULL && records[0] != NULL ? records[0] : "(none)", what);
}

static gboolean
visit_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  ValiseVerifying *verifying = user;
  ValiseFileCondition condition;

  verifying->found->files++;
  if (!present) {
    verifying->found->not_come++;
    return TRUE;
  }
  condition = valise_files_check (verifying->store, sha256);
  if (condition == VALISE_FILE_MISSING) {
    verifying->found->files_missing++;
    complain_of_file (verifying, sha256, "is missing");
  } else if (condition == VALISE_FILE_ALTERED) {
    verifying->found->files_altered++;
    complain_of_file (verifying, sha256, "was altered");
  } else if (condition == VALISE_FILE_UNREADABLE) {
    verifying->found->files_unreadable++;
    complain_of_file (verifying, sha256, "cannot be read");
  }
  return advance (verifying, error);
}

static gboolean
visit_sealed (const ValiseHash *handle, const ValiseHash *sha256, GBytes *age, gpointer user,
              GError **error)
{
  ValiseVerifying *verifying = user;
  ValiseHash found;

  verifying->found->sealed++;
  valise_sha256 (g_bytes_get_data (age, NULL), g_bytes_get_size (age), &found);
  if (valise_hash_equal (&found, sha256))
    return TRUE;
  verifying->found->sealed_altered++;
  valise_verify_complain (verifying, "a sealed value was altered: its age file is not the one that came");
  return TRUE;
}

/* The projection: made anew and compared; then undone, or kept as the repair. */

/* FALSE: it could not be done. *differs (transfer full) names what does, or is NULL. */
static gboolean
rebuild_and_compare (ValiseStore *store, char **differs, GError **error)
{
  g_autoptr (ValiseDigest) before = NULL, after = NULL;

  /* What waits for its words has none to compare. */
  if (!valise_search_catch_up (store, G_MAXUINT64, NULL, NULL, error))
    return FALSE;
  before = valise_digest_new (store, error);
  if (before == NULL || !valise_projection_rebuild (store, NULL, NULL, error))
    return FALSE;
  after = valise_digest_new (store, error);
  if (after == NULL)
    return FALSE;
  *differs = valise_digest_compare (before, after);
  return TRUE;
}

static gboolean
compare_projection (ValiseVerifying *verifying, GError **error)
{
  ValiseVerified *found = verifying->found;
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (verifying->store), error);
  g_autofree char *differs = NULL;
  g_autoptr (GError) local = NULL;

  if (change == NULL)
    return FALSE;
  if (rebuild_and_compare (verifying->store, &differs, &local) && differs == NULL)
    return TRUE;
  found->projection_differs = TRUE;
  found->repaired = local == NULL && verifying->how->repair && valise_transaction_commit (change, &local);
  if (local != NULL)
    valise_verify_complain (verifying, "what lists and search say could not be made anew from the log: %s",
                            local->message);
  else
    valise_verify_complain (verifying, "what lists and search say is not what the log says (%s)%s", differs,
                            found->repaired ? "; it was made anew" : "; “valise verify --repair” makes it anew");
  return TRUE;
}

/* All of it */

static gboolean
count_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  guint64 *total = user;

  *total += present ? 1 : 0;
  return TRUE;
}

static gboolean
count_all (ValiseVerifying *verifying, const GArray *logs, GError **error)
{
  for (guint i = 0; i < logs->len; i++) {
    gint64 count = valise_log_count (verifying->store, g_array_index (logs, gint64, i), error);

    if (count < 0)
      return FALSE;
    verifying->total += (guint64) count;
  }
  return valise_files_foreach (verifying->store, count_file, &verifying->total, error);
}

static gboolean
verify_all (ValiseVerifying *verifying, const GArray *logs, guint *swept, GError **error)
{
  return count_all (verifying, logs, error) && verify_logs (verifying, logs, error) &&
         valise_files_foreach (verifying->store, visit_file, verifying, error) &&
         valise_sealed_foreach (verifying->store, visit_sealed, verifying, error) &&
         (verifying->how->stored_only ||
          (compare_projection (verifying, error) && valise_files_sweep (verifying->store, swept, error)));
}

ValiseVerified *
valise_verify (ValiseStore *store, const ValiseVerifyHow *how, GError **error)
{
  static const ValiseVerifyHow plain = { NULL };
  g_autoptr (ValiseVerified) found = g_new0 (ValiseVerified, 1);
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) logs = valise_log_all (store, &local);
  ValiseVerifying verifying = { .store = store, .how = how != NULL ? how : &plain, .found = found };
  guint swept = 0;

  found->problems = g_ptr_array_new_with_free_func (g_free);
  valise_verify_database (&verifying);
  valise_verify_folder (&verifying);
  if (logs != NULL && verify_all (&verifying, logs, &swept, &local)) {
    found->swept = swept;
    return g_steal_pointer (&found);
  }
  if (!found->database_altered || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    if (local != NULL)
      g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  valise_verify_complain (&verifying, "the rest could not be read: %s",
                          local != NULL ? local->message : "no log was found");
  return g_steal_pointer (&found);
}

gboolean
valise_verified_is_sound (const ValiseVerified *verified)
{
  return verified->entries_altered + verified->entries_missing + verified->roots_wrong +
                 verified->signatures_wrong + verified->files_missing + verified->files_altered +
                 verified->files_unreadable + verified->sealed_altered + verified->sealed_missing +
                 verified->keys_missing + verified->keys_altered + verified->keys_unreadable +
                 verified->bundles_altered + verified->bundles_unreadable ==
             0 &&
         (!verified->projection_differs || verified->repaired) && !verified->database_altered;
}

void
valise_verified_free (ValiseVerified *verified)
{
  if (verified == NULL)
    return;
  g_clear_pointer (&verified->problems, g_ptr_array_unref);
  g_free (verified);
}
