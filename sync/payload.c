/* payload.c - what one bundle will hold, collected before it is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/payload.h"

#include <string.h>

#include "core/checkpoint.h"
#include "core/clock.h"
#include "core/custody.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/fork.h"
#include "core/recovery.h"
#include "core/sealed.h"
#include "sync/lines.h"
#include "sync/roster-note.h"
#include "sync/roster.h"
#include "sync/sent.h"

typedef struct {
  ValiseStore *store;
  GPtrArray *members;
  ValiseGroup *group;
  const ValisePayloadHow *how;
  gboolean everything, receipts, registry;
  ValiseHasher *content;
  ValisePayload *payload;
  GHashTable *seen_files; /* hashes in hex that were judged to go */
  GHashTable *known;      /* at headquarters: devices on the recipient's roster */
  ValiseSpool *sealed;    /* of the log at hand; made when the first value goes */
  char folder[128];       /* of the log at hand, in the bag */
} Collecting;

void
valise_payload_item_free (gpointer data)
{
  ValisePayloadItem *item = data;

  g_free (item->path);
  g_free (item->sha256);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_pointer (&item->spool, valise_spool_free);
  g_free (item->file);
  g_free (item->record);
  g_free (item);
}

ValisePayloadItem *
valise_payload_item_copy_file (const ValisePayloadItem *item)
{
  ValisePayloadItem *copy = g_memdup2 (item, sizeof *item);

  g_assert (item->file != NULL && item->bytes == NULL && item->spool == NULL);
  copy->path = g_strdup (item->path);
  copy->sha256 = g_strdup (item->sha256);
  copy->record = g_strdup (item->record);
  copy->file = g_memdup2 (item->file, sizeof *item->file);
  return copy;
}

void
valise_payload_free (ValisePayload *payload)
{
  if (payload == NULL)
    return;
  g_ptr_array_unref (payload->items);
  g_hash_table_unref (payload->interviews);
  g_ptr_array_unref (payload->went);
  g_ptr_array_unref (payload->went_files);
  g_free (payload);
}

static ValisePayloadItem *
add_item (Collecting *c, char *path, guint64 size, const char *sha256)
{
  ValisePayloadItem *item = g_new0 (ValisePayloadItem, 1);

  item->path = path;
  item->size = size;
  item->sha256 = g_strdup (sha256);
  g_ptr_array_add (c->payload->items, item);
  c->payload->octets += size;
  return item;
}

static void
add_text (Collecting *c, char *path, const char *text)
{
  ValiseHash sum;
  gsize size = strlen (text);
  g_autofree char *hex = NULL;

  valise_sha256 (text, size, &sum);
  hex = valise_hex_encode (sum.bytes, sizeof sum.bytes);
  add_item (c, path, size, hex)->bytes = g_bytes_new (text, size);
}

static gboolean
add_spool (Collecting *c, char *path, ValiseSpool *spool, GError **error)
{
  ValisePayloadItem *item;

  if (!valise_spool_finish (spool, error)) {
    valise_spool_free (spool);
    g_free (path);
    return FALSE;
  }
  item = add_item (c, path, valise_spool_get_size (spool), valise_spool_get_sha256 (spool));
  item->spool = spool;
  return TRUE;
}

/* What this store remembers of the last bundle to a device: "roster" and
 * "receipts" numbers. Only saves repeating; forgetting it sends once more. */
static guint64
sent_number (ValiseStore *store, const char *what, const char *device)
{
  g_autofree char *name = g_strdup_printf ("sent-%s %s", what, device);
  g_autofree char *text = valise_store_dup_meta (store, name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

static gboolean
note_number (ValiseStore *store, const char *what, const char *device, guint64 number,
             GError **error)
{
  g_autofree char *name = g_strdup_printf ("sent-%s %s", what, device);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  return number == 0 || valise_store_set_meta (store, name, text, error);
}

static gboolean
note_interviews (ValiseStore *store, const char *device, const ValisePayload *payload,
                 GError **error)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, payload->interviews);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    if (!valise_sent_note (store, device, record, error))
      return FALSE;
  return TRUE;
}

gboolean
valise_payload_forget_receipts (ValiseStore *store, const char *device, GError **error)
{
  g_autofree char *name = g_strdup_printf ("sent-receipts %s", device);

  return sent_number (store, "receipts", device) == 0 ||
         valise_store_set_meta (store, name, "0", error);
}

gboolean
valise_payload_note_sent (ValiseStore *store, GPtrArray *members, const ValisePayload *payload,
                          GError **error)
{
  for (guint i = 0; i < members->len; i++) {
    const ValiseMember *member = members->pdata[i];

    if (!note_number (store, "roster", member->device, payload->roster_number, error) ||
        !note_number (store, "receipts", member->device, payload->receipts_to, error) ||
        !note_number (store, "branches", member->device, payload->branches, error) ||
        !note_interviews (store, member->device, payload, error))
      return FALSE;
  }
  return TRUE;
}

/* Headquarters' roster: each device has one of its own, so such a bundle has
 * one recipient. */
static gboolean
collect_roster (Collecting *c, GError **error)
{
  const ValiseMember *member = c->members->pdata[0];
  g_autofree char *note = NULL, *now = valise_clock_now_text ();
  g_autoptr (ValiseRosterNote) parsed = NULL;

  if (!c->registry)
    return TRUE;
  g_assert (c->members->len == 1);
  note = valise_roster_issue (c->store, member->device, error);
  if (note == NULL)
    return FALSE;
  now[strlen ("2026-11-21")] = '\0';
  parsed = valise_roster_note_read (note, strlen (note), NULL, now, error);
  if (parsed == NULL)
    return FALSE;
  for (guint i = 0; i < parsed->rows->len; i++)
    g_hash_table_add (c->known,
                      g_strdup (((const ValiseMember *) parsed->rows->pdata[i])->device));
  add_text (c, g_strdup ("data/roster"), note);
  c->payload->roster_number = parsed->number;
  valise_hasher_update (c->content, note, strlen (note));
  c->payload->worth_sending |=
      c->everything || parsed->number > sent_number (c->store, "roster", member->device);
  return TRUE;
}

/* To the registry, with every bundle: it is small, and one that is lost costs
 * nothing then. */
static gboolean
collect_recovery (Collecting *c, GError **error)
{
  g_autofree char *path = valise_store_path (c->store, VALISE_RECOVERY_FILE), *hex = NULL;
  const ValiseMember *member = c->members->pdata[0];
  g_autoptr (GBytes) file = NULL;
  ValiseHash sum;

  if (member->role != VALISE_ROLE_HEADQUARTERS || !valise_recovery_is_current (c->store))
    return TRUE;
  file = valise_file_read (path, VALISE_RECOVERY_MAX, error);
  if (file == NULL)
    return FALSE;
  valise_sha256 (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &sum);
  hex = valise_hex_encode (sum.bytes, sizeof sum.bytes);
  add_item (c, g_strdup_printf ("data/recovery/%s.age", valise_store_get_device (c->store)),
            g_bytes_get_size (file), hex)->bytes = g_steal_pointer (&file);
  return TRUE;
}

/* The newest checkpoint of a log; at headquarters with its cosignature. */
static char *
checkpoint_to_send (Collecting *c, gint64 log, ValiseCheckpoint *checkpoint, GError **error)
{
  g_autofree char *note = log == VALISE_LOG_OWN ? valise_log_sign_checkpoint (c->store, error)
                                                : valise_log_dup_checkpoint (c->store, log, 0, error);
  g_autoptr (ValiseSecret) seed = NULL;
  g_autoptr (GBytes) own = NULL;
  char *cosigned;

  if (note == NULL || !valise_checkpoint_parse (note, strlen (note), checkpoint, error))
    return NULL;
  if (!c->registry || valise_branch_is_forked (c->store, log))
    return g_steal_pointer (&note);
  own = valise_store_get_public_key (c->store, "cosignature", error);
  if (own == NULL)
    return NULL;
  /* A later time would say less, and of a checkpoint that somebody has seen
   * already something false. */
  if (valise_checkpoint_verify_cosignature (note, valise_store_get_device (c->store),
                                            g_bytes_get_data (own, NULL), NULL, NULL))
    return g_steal_pointer (&note);
  seed = valise_store_dup_signing_key (c->store, "cosignature", error);
  cosigned = seed == NULL ? NULL
                          : valise_checkpoint_cosign (note, valise_store_get_device (c->store), seed,
                                                      (guint64) valise_clock_now (), error);
  if (cosigned != NULL && !valise_log_put_checkpoint (c->store, log, checkpoint->size,
                                                      &checkpoint->root, cosigned, error))
    g_clear_pointer (&cosigned, g_free);
  return cosigned;
}

/* Sealed values */

static gboolean
visit_sealed (const ValiseSealedUse *use, gpointer user, GError **error)
{
  Collecting *c = user;
  const ValiseVerdict *verdict;
  g_autoptr (GBytes) age = NULL;
  g_autoptr (GString) line = NULL;

  if (!c->everything && valise_group_has_sealed (c->group, use))
    return TRUE;
  if (c->how->part != NULL && !g_hash_table_contains (c->how->part->records, use->record))
    return TRUE;
  verdict = valise_group_judge (c->group, use->record, error);
  if (verdict == NULL)
    return FALSE;
  if (!valise_verdict_allows_sealed (verdict))
    return TRUE;
  if (c->sealed == NULL)
    c->sealed = valise_spool_new (c->store, error);
  age = c->sealed != NULL ? valise_sealed_get (c->store, &use->handle, &use->sha256, error) : NULL;
  if (age == NULL)
    return FALSE;
  line = g_string_new (NULL);
  valise_line_write_sealed (line, &use->handle, age, use->readers);
  if (c->how->survey != NULL)
    valise_survey_add (c->how->survey, valise_verdict_record (verdict), line->len);
  c->payload->sealed++;
  valise_hasher_update (c->content, &use->sha256, sizeof use->sha256);
  c->payload->worth_sending = TRUE;
  return valise_spool_write (c->sealed, line->str, line->len, error);
}

/* Beside the own log goes what a custodian sealed again of others' values, too. */
static gboolean
collect_sealed (Collecting *c, gint64 log, GError **error)
{
  gboolean done = valise_sealed_foreach_use (c->store, log, visit_sealed, c, error) &&
                  (log != VALISE_LOG_OWN || c->registry ||
                   valise_sealed_foreach_of_others (c->store, visit_sealed, c, error));
  ValiseSpool *spool = g_steal_pointer (&c->sealed);

  if (!done || spool == NULL) {
    g_clear_pointer (&spool, valise_spool_free);
    return done;
  }
  return add_spool (c, g_strdup_printf ("%s/sealed.jsonl.zst", c->folder), spool, error);
}

/* Logs */

static gboolean
log_is_new_to_them (Collecting *c, gint64 log, const ValiseLogPackCounts *counts)
{
  const ValiseMember *member = c->members->pdata[0];

  if (counts->records > 0)
    return TRUE;
  /* Headquarters' receipts are what the field waits for: they start a bundle
   * once; others' where that was asked for. A receipt is never answered by
   * one, so two stores do not write each other for ever. */
  return (c->registry || c->receipts) && log == VALISE_LOG_OWN &&
         counts->receipts_to > sent_number (c->store, "receipts", member->device);
}

static gboolean
collect_lines (Collecting *c, gint64 log, const ValiseCheckpoint *checkpoint, GError **error)
{
  ValiseSpool *spool = valise_spool_new (c->store, error);
  const ValiseMember *member = c->members->pdata[0];
  g_autoptr (GArray) went = g_array_new (FALSE, FALSE, sizeof (guint64));
  ValiseLogPackCounts counts = { .content = c->content, .survey = c->how->survey, .went = went };

  counts.only = c->how->part != NULL ? c->how->part->records : NULL;
  if (member->role == VALISE_ROLE_JMAC)
    counts.interviews = c->payload->interviews;
  if (spool == NULL || !valise_log_pack (c->store, log, checkpoint->size, c->group, c->everything,
                                         spool, &counts, error)) {
    g_clear_pointer (&spool, valise_spool_free);
    return FALSE;
  }
  valise_custody_add_entries (c->payload->went, checkpoint->device, went);
  c->payload->entries += counts.entries;
  c->payload->records += counts.records;
  if (log == VALISE_LOG_OWN) {
    c->payload->withheld += counts.withheld;
    c->payload->receipts_to = counts.receipts_to;
    c->payload->own_size = checkpoint->size;
  }
  c->payload->highest_class = MAX (c->payload->highest_class, counts.highest_class);
  if (log_is_new_to_them (c, log, &counts)) {
    c->payload->worth_sending = TRUE;
    if (log == VALISE_LOG_OWN && (c->registry || c->receipts))
      valise_hasher_update (c->content, &counts.receipts_to, sizeof counts.receipts_to);
  }
  return add_spool (c, g_strdup_printf ("%s/entries.jsonl.zst", c->folder),
                    spool, error);
}

/* Branches of a log that was forked have folders of their own, by their roots;
 * the numbers mean nothing. */
static gboolean
enter_folder (Collecting *c, gint64 log, const char *device, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseFork) fork = valise_fork_load (c->store, device, NULL, &local);
  guint at = 0;

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  while (fork != NULL && g_array_index (fork->branches, ValiseBranch, at).log != log)
    at++;
  c->payload->branches += at > 0;
  if (at == 0)
    g_snprintf (c->folder, sizeof c->folder, "data/logs/%s", device);
  else
    g_snprintf (c->folder, sizeof c->folder, "data/logs/%s-%u", device, at + 1);
  return TRUE;
}

static gboolean
collect_log (Collecting *c, gint64 log, GError **error)
{
  ValiseCheckpoint checkpoint;
  g_autofree char *note = NULL;

  if (log != VALISE_LOG_OWN && valise_log_size (c->store, log) == 0)
    return TRUE;
  note = checkpoint_to_send (c, log, &checkpoint, error);
  if (note == NULL || !enter_folder (c, log, checkpoint.device, error) ||
      !valise_group_enter_log (c->group, log, error))
    return FALSE;
  add_text (c, g_strdup_printf ("%s/checkpoint", c->folder), note);
  return collect_lines (c, log, &checkpoint, error) && collect_sealed (c, log, error);
}

/* Only headquarters forwards what others wrote, and of those only whom the
 * recipient knows: he could not check the log of a device that is not on his
 * roster, and is not to learn that there is one. */
static gboolean
may_carry (Collecting *c, gint64 log)
{
  g_autofree char *device = NULL;

  if (log == VALISE_LOG_OWN || !c->registry)
    return log == VALISE_LOG_OWN;
  device = valise_log_dup_device (c->store, log);
  return device != NULL && g_hash_table_contains (c->known, device);
}

/* That a log was forked is told once, whatever else there is to tell. */
static void
note_branches (Collecting *c)
{
  const ValiseMember *member = c->members->pdata[0];

  if (c->payload->branches == 0)
    return;
  valise_hasher_update (c->content, &c->payload->branches, sizeof c->payload->branches);
  c->payload->worth_sending |=
      c->payload->branches > sent_number (c->store, "branches", member->device);
}

static gboolean
collect_logs (Collecting *c, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (c->store, error);

  if (logs == NULL)
    return FALSE;
  for (guint i = 0; i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);

    if (may_carry (c, log) && !collect_log (c, log, error))
      return FALSE;
  }
  note_branches (c);
  return TRUE;
}

/* Files */

static gboolean
may_go (const ValiseVerdict *verdict, const char *name)
{
  const ValiseRecord *loaded;
  const ValiseField *field;
  const char *value;

  loaded = valise_verdict_record (verdict);
  value = valise_state_get (loaded->state, name);
  field = loaded->type != NULL ? valise_type_field (loaded->type, name) : NULL;
  if (value == NULL || !valise_verdict_allows (verdict, name, value))
    return FALSE;
  return field == NULL || !field->original || valise_verdict_allows_original (verdict);
}

static gboolean
is_original (const ValiseVerdict *verdict, const char *name)
{
  const ValiseRecord *record = valise_verdict_record (verdict);
  const ValiseField *field = record->type != NULL ? valise_type_field (record->type, name) : NULL;

  return field == NULL || field->original;
}

static gboolean
visit_file (const ValiseHash *sha256, guint64 size, const char *record, const char *name,
            gpointer user, GError **error)
{
  Collecting *c = user;
  g_autofree char *hex = valise_hex_encode (sha256->bytes, sizeof sha256->bytes);
  const ValiseVerdict *verdict;
  ValisePayloadItem *item;

  if (g_hash_table_contains (c->seen_files, hex))
    return TRUE;
  verdict = valise_group_judge (c->group, record, error);
  if (verdict == NULL)
    return FALSE;
  if ((!c->everything && valise_group_has_file (c->group, verdict, sha256)) ||
      !may_go (verdict, name))
    return TRUE;
  item = add_item (c, g_strdup_printf ("data/files/%s", hex), size, hex);
  item->file = g_memdup2 (sha256, sizeof *sha256);
  item->record = g_strdup (record);
  item->original = is_original (verdict, name);
  c->payload->files++;
  g_ptr_array_add (c->payload->went_files, g_strdup (hex));
  valise_hasher_update (c->content, sha256, sizeof *sha256);
  c->payload->worth_sending = TRUE;
  g_hash_table_add (c->seen_files, g_steal_pointer (&hex));
  return TRUE;
}

/* Several pieces of one file may go in one part. */
static void
note_piece (GPtrArray *went, const ValiseHash *file)
{
  g_autofree char *hex = valise_hex_encode (file->bytes, sizeof file->bytes);

  if (went->len == 0 || strcmp (went->pdata[went->len - 1], hex) != 0)
    g_ptr_array_add (went, g_steal_pointer (&hex));
}

/* The files of a part were chosen before. */
static void
collect_chosen (Collecting *c)
{
  for (guint i = 0; i < c->how->part->files->len; i++) {
    ValisePayloadItem *item = valise_payload_item_copy_file (c->how->part->files->pdata[i]);

    g_ptr_array_add (c->payload->items, item);
    c->payload->octets += item->size;
    c->payload->files++;
    note_piece (c->payload->went_files, item->file);
    c->payload->worth_sending = TRUE;
  }
}

static gboolean
collect_files (Collecting *c, GError **error)
{
  if (c->how->part == NULL)
    return valise_projection_foreach_file (c->store, !c->registry, visit_file, c, error);
  collect_chosen (c);
  return TRUE;
}

static guint
rank (const ValisePayloadItem *item, ValiseSurvey *survey)
{
  if (item->file == NULL)
    return 0;
  return (item->original ? 11 : 1) +
         (survey != NULL && item->record != NULL ? valise_survey_priority (survey, item->record) : 0);
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer survey)
{
  guint x = rank (*(const ValisePayloadItem *const *) a, survey);
  guint y = rank (*(const ValisePayloadItem *const *) b, survey);

  return (x > y) - (x < y);
}

void
valise_payload_order_files (ValisePayload *payload, ValiseSurvey *survey)
{
  g_ptr_array_sort_with_data (payload->items, compare_items, survey);
}

ValisePayload *
valise_payload_collect (ValiseStore *store, GPtrArray *members, const ValisePayloadHow *how,
                        GError **error)
{
  g_autoptr (ValisePayload) payload = g_new0 (ValisePayload, 1);
  g_autoptr (ValiseGroup) group = valise_group_new (store, members, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ValiseHasher) content = valise_hasher_new ();
  Collecting c = { .store = store, .members = members, .group = group, .how = how,
                   .everything = how->everything, .receipts = how->receipts, .content = content, .payload = payload,
                   .seen_files = seen, .known = known };

  payload->items = g_ptr_array_new_with_free_func (valise_payload_item_free);
  payload->went = g_ptr_array_new_with_free_func (g_free);
  payload->went_files = g_ptr_array_new_with_free_func (g_free);
  payload->interviews = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  c.registry = strcmp (valise_store_get_role (store), "headquarters") == 0;
  if (group == NULL || !collect_roster (&c, error) || !collect_recovery (&c, error) || !collect_logs (&c, error) ||
      !collect_files (&c, error))
    return NULL;
  valise_hasher_finish (content, &payload->content);
  return g_steal_pointer (&payload);
}

GInputStream *
valise_payload_open (ValiseStore *store, const ValisePayloadItem *item, GError **error)
{
  if (item->bytes != NULL)
    return g_memory_input_stream_new_from_bytes (item->bytes);
  return item->spool != NULL ? valise_spool_open (item->spool, error)
                             : valise_files_open (store, item->file, error);
}
