/* came-back.c - when a store must go on as its own successor, and going on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/came-back.h"

#include <string.h>

#include "core/error.h"
#include "core/files.h"
#include "core/held.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/record.h"
#include "core/sealed.h"
#include "sync/judging.h"
#include "sync/receipt.h"
#include "sync/roster-private.h"

/* A registry cannot know how many rosters it issued since the backup; members
 * take no lower number than they have. */
#define ROSTER_JUMP 1000000

/* Finding out */

static gboolean
contains (ValiseStore *store, const ValiseCheckpoint *checkpoint)
{
  ValiseHash root;

  return checkpoint->size <= valise_log_size (store, VALISE_LOG_OWN) &&
         valise_log_root (store, VALISE_LOG_OWN, checkpoint->size, &root) &&
         valise_hash_equal (&root, &checkpoint->root);
}

static gboolean
is_signed_here (ValiseStore *store, const char *note, gsize size)
{
  g_autoptr (GBytes) key = valise_store_get_public_key (store, "checkpoint", NULL);
  ValiseCheckpoint checkpoint;

  return key != NULL &&
         valise_checkpoint_verify (note, size, g_bytes_get_data (key, NULL),
                                   &checkpoint, NULL);
}

gboolean
valise_came_back_shows (ValiseStore *store, const char *note, gsize size)
{
  ValiseCheckpoint checkpoint;

  return valise_checkpoint_parse (note, size, &checkpoint, NULL) &&
         strcmp (checkpoint.device, valise_store_get_device (store)) == 0 &&
         !contains (store, &checkpoint) && is_signed_here (store, note, size);
}

/* Most entries are told from receipts for this store by a look at their text. */
gboolean
valise_came_back_shows_receipt (ValiseStore *store, GBytes *header,
                                const char *disclosure)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (header, &size);
  g_autoptr (ValiseEntry) entry = NULL;
  g_autofree char *log = NULL, *note = NULL;

  if (strstr (disclosure, "\"receipt/") == NULL ||
      strstr (disclosure, valise_store_get_device (store)) == NULL)
    return FALSE;
  entry = valise_entry_parse (text, size, NULL);
  if (entry == NULL ||
      !valise_entry_read_disclosure (entry, disclosure, strlen (disclosure), NULL))
    return FALSE;
  log = valise_entry_dup_text (entry, "log");
  note = valise_entry_dup_text (entry, "checkpoint");
  return g_strcmp0 (log, valise_store_get_device (store)) == 0 && note != NULL &&
         valise_came_back_shows (store, note, strlen (note));
}

/* The common part */

typedef struct {
  ValiseStore *store;
  ValiseHeld *held;   /* of the own log, by headquarters; NULL at the registry */
  GHashTable *sealed; /* handles of sealed values that headquarters has */
  GHashTable *unheld; /* records of which headquarters lacks a file or a sealed value */
  gint64 registry;
  guint64 whole; /* entries from the first on that headquarters holds */
  guint64 common;
  guint64 before; /* the largest checkpoint that this log contains, in the author's receipts so far */
  guint64 limit;  /* from where on somebody may know another history */
} Finding;

/* Who knows two histories of this log says how much they share; who knows one
 * that is not ours took all before it as the beginning of that one. */
static void
note_receipt (Finding *f, const ValiseEntry *entry, const ValiseCheckpoint *checkpoint,
              const char *note)
{
  const ValiseValue *agrees = valise_entry_find (entry, "agrees");

  if (agrees != NULL)
    f->limit = MIN (f->limit, g_ascii_strtoull (agrees->value, NULL, 10));
  else if (valise_came_back_shows (f->store, note, strlen (note)))
    f->limit = MIN (f->limit, f->before);
  if (!contains (f->store, checkpoint))
    return;
  f->before = MAX (f->before, checkpoint->size);
  if (checkpoint->size > f->common && checkpoint->size <= f->whole)
    f->common = checkpoint->size;
}

static gboolean
visit_receipt (const ValiseLogRow *row, gpointer user, GError **error)
{
  Finding *f = user;
  g_autoptr (ValiseEntry) entry = NULL;
  g_autofree char *type = NULL, *log = NULL, *note = NULL;
  ValiseCheckpoint checkpoint;

  if (row->record == NULL || row->aside != NULL)
    return TRUE;
  entry = valise_log_row_to_entry (row, error);
  if (entry == NULL)
    return FALSE;
  type = valise_entry_dup_text (entry, ".type");
  log = valise_entry_dup_text (entry, "log");
  note = valise_entry_dup_text (entry, "checkpoint");
  if (type == NULL || !g_str_has_prefix (type, "receipt/") || note == NULL ||
      g_strcmp0 (log, valise_store_get_device (f->store)) != 0 ||
      !valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL))
    return TRUE;
  if (strcmp (checkpoint.device, log) == 0)
    note_receipt (f, entry, &checkpoint, note);
  return TRUE;
}

/* One version is enough: others of a value follow it. */
static gboolean
visit_held (const ValiseSealedUse *use, gpointer user, GError **error)
{
  Finding *f = user;

  if (valise_held_has_bytes (f->store, f->registry, &use->sha256))
    g_hash_table_add (f->sealed, g_memdup2 (&use->handle, sizeof use->handle));
  return TRUE;
}

static gboolean
visit_sealed (const ValiseSealedUse *use, gpointer user, GError **error)
{
  Finding *f = user;

  if (!g_hash_table_contains (f->sealed, &use->handle))
    g_hash_table_add (f->unheld, g_strdup (use->record));
  return TRUE;
}

static gboolean
visit_file (const ValiseHash *sha256, guint64 size, const char *record,
            const char *name, gpointer user, GError **error)
{
  Finding *f = user;

  if (!valise_held_has_bytes (f->store, f->registry, sha256))
    g_hash_table_add (f->unheld, g_strdup (record));
  return TRUE;
}

/* Stops at the first entry that headquarters lacks, or something of it. */
static gboolean
visit_own (const ValiseLogRow *row, gpointer user, GError **error)
{
  Finding *f = user;
  g_autofree char *record =
      row->record != NULL ? valise_hex_encode (row->record, VALISE_RECORD_ID_LENGTH / 2)
                          : NULL;

  if (f->whole != row->index || valise_held_opened (f->held, row->index) != -1 ||
      (record != NULL && g_hash_table_contains (f->unheld, record)))
    return TRUE;
  f->whole = row->index + 1;
  return TRUE;
}

static gboolean
find_whole (Finding *f, GError **error)
{
  f->held = valise_held_load (f->store, f->registry, VALISE_LOG_OWN, error);
  return f->held != NULL &&
         valise_sealed_foreach_use (f->store, VALISE_LOG_OWN, visit_held, f, error) &&
         valise_sealed_foreach_use (f->store, VALISE_LOG_OWN, visit_sealed, f, error) &&
         valise_projection_foreach_file (f->store, TRUE, visit_file, f, error) &&
         valise_log_foreach (f->store, VALISE_LOG_OWN, 0, G_MAXUINT64, visit_own, f,
                             error);
}

/* The registry sends its closed log on itself, so anybody's receipt will do. */
static gboolean
find_at_registry (Finding *f, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (f->store, error);

  f->whole = G_MAXUINT64;
  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);

    f->before = 0;
    if (log != VALISE_LOG_OWN &&
        !valise_log_foreach (f->store, log, 0, G_MAXUINT64, visit_receipt, f, error))
      return FALSE;
  }
  return logs != NULL;
}

gboolean
valise_came_back_common (ValiseStore *store, guint64 *common, GError **error)
{
  g_autofree char *registry = valise_store_dup_meta (store, "registry");
  g_autoptr (GHashTable) unheld =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) sealed =
      g_hash_table_new_full (valise_hash_key, valise_hash_key_equal, g_free, NULL);
  Finding f = { .store = store, .sealed = sealed, .unheld = unheld, .limit = G_MAXUINT64 };
  gboolean done = TRUE;

  if (valise_roster_is_registry (store)) {
    done = find_at_registry (&f, error);
  } else if (registry != NULL) {
    f.registry = valise_log_find (store, registry, error);
    done = f.registry >= 0 && (f.registry == 0 || find_whole (&f, error)) &&
           valise_log_foreach (store, f.registry, 0, G_MAXUINT64, visit_receipt, &f,
                               error);
  }
  valise_held_free (f.held);
  *common = MIN (f.common, f.limit);
  return done;
}

/* Saying anew what is held */

typedef struct {
  ValiseStore *store;
  GPtrArray *files, *sealed;
} Holding;

static gboolean
reread_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user,
             GError **error)
{
  Holding *h = user;

  if (present && valise_files_check (h->store, sha256) == VALISE_FILE_SOUND)
    g_ptr_array_add (h->files, valise_hex_encode (sha256->bytes, sizeof sha256->bytes));
  return TRUE;
}

static gboolean
reread_sealed (const ValiseHash *handle, const ValiseHash *sha256, GBytes *age,
               gpointer user, GError **error)
{
  Holding *h = user;
  ValiseHash now;

  valise_sha256 (g_bytes_get_data (age, NULL), g_bytes_get_size (age), &now);
  if (valise_hash_equal (&now, sha256))
    g_ptr_array_add (h->sealed, valise_hex_encode (now.bytes, sizeof now.bytes));
  return TRUE;
}

/* Files and sealed values are named once, beside the first log. */
static gboolean
write_receipts (ValiseStore *store, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sealed = g_ptr_array_new_with_free_func (g_free);
  Holding h = { store, files, sealed };
  gboolean first = TRUE;

  if (logs == NULL || !valise_files_foreach (store, reread_file, &h, error) ||
      !valise_sealed_foreach (store, reread_sealed, &h, error))
    return FALSE;
  for (guint i = 0; i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);

    if (log == VALISE_LOG_OWN || valise_log_size (store, log) == 0)
      continue;
    if (!valise_receipt_write (store, log, first ? files : NULL,
                               first ? sealed : NULL, error))
      return FALSE;
    first = FALSE;
  }
  return TRUE;
}

/* Headquarters */

static gboolean
jump_ahead (ValiseStore *store, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT,
                                           valise_roster_number (store) + ROSTER_JUMP);

  return valise_store_set_meta (store, "roster_counter", text, error);
}

static gboolean
end_old_row (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseMember) row = NULL;
  GError *local = NULL;

  row = valise_roster_get_row (store, device, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return row == NULL || valise_roster_end_row (store, row, error);
}

/* A member forgets the rosters of the old device: the first one for the new
 * device follows none of them. What they said of others stands till then. */
static gboolean
enter_roster (ValiseStore *store, const char *old_device, GError **error)
{
  if (!valise_roster_is_registry (store))
    return valise_roster_forget_taken (store, error);
  return end_old_row (store, old_device, error) && jump_ahead (store, error) &&
         valise_roster_start (store, error);
}

static gboolean
note_custody (ValiseStore *store, const ValiseSuccessor *done, GError **error)
{
  g_autofree char *what =
      g_strdup_printf ("the log of device %s from its entry %" G_GUINT64_FORMAT,
                       done->device, done->common);

  return valise_record_note_custody (store, "continued", NULL, what, NULL, error);
}

gboolean
valise_came_back_from (ValiseStore *store, guint64 agrees, ValiseSuccessor *done, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  guint64 common = 0;
  gboolean changed;

  changed = change != NULL && valise_came_back_common (store, &common, error) &&
            valise_successor_begin (store, MIN (common, agrees), done, error) &&
            valise_store_forget_meta (store, "sent-", error) &&
            enter_roster (store, done->device, error) &&
            write_receipts (store, error) &&
            (!valise_roster_is_registry (store) || valise_judging_restate (store, error)) && note_custody (store, done, error) &&
            valise_transaction_commit (change, error);
  if (!changed) {
    g_clear_pointer (&change, valise_transaction_free);
    valise_store_reread (store);
  }
  return changed;
}

gboolean
valise_came_back (ValiseStore *store, ValiseSuccessor *done, GError **error)
{
  return valise_came_back_from (store, G_MAXUINT64, done, error);
}
