/* checking.c - the first pass over a bundle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/checking.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/admission.h"
#include "core/ahead.h"
#include "core/error.h"
#include "core/log.h"
#include "core/recovery.h"
#include "sync/came-back.h"
#include "sync/deadline.h"
#include "sync/limits.h"
#include "sync/lines.h"
#include "sync/log-check.h"
#include "sync/roster.h"

#define NOTE_MAX (1024 * 1024)

static void
carried_log_free (gpointer data)
{
  ValiseCarriedLog *log = data;

  g_free (log->note);
  g_free (log);
}

void
valise_checked_free (ValiseChecked *checked)
{
  if (checked == NULL)
    return;
  g_free (checked->name);
  g_free (checked->created);
  g_free (checked->classification);
  g_free (checked->part);
  g_clear_pointer (&checked->sender, valise_member_free);
  g_clear_pointer (&checked->recovery, g_bytes_unref);
  g_ptr_array_unref (checked->logs);
  g_free (checked);
}

const ValiseCarriedLog *
valise_checked_find (const ValiseChecked *checked, const char *device, const char *path)
{
  guint branch = valise_bag_list_branch (path);

  for (guint i = 0; i < checked->logs->len; i++) {
    const ValiseCarriedLog *log = checked->logs->pdata[i];

    if (log->branch == branch && strcmp (log->checkpoint.device, device) == 0)
      return log;
  }
  return NULL;
}

gboolean
valise_checked_may_bring_sealed (const ValiseChecked *checked, const char *device)
{
  return strcmp (checked->sender->device, device) == 0 ||
         checked->sender->role == VALISE_ROLE_HEADQUARTERS ||
         checked->sender->role == VALISE_ROLE_CUSTODIAN;
}

static gboolean
refuse (GError **error, const char *rule)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED, _ ("refused: %s"), rule);
  return FALSE;
}

static gboolean
hold (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD, "%s", why);
  return FALSE;
}

static GBytes *
read_note (const ValiseBagFile *file, GError **error)
{
  g_autofree char *text = NULL;
  gsize got = 0;

  if (file->size > NOTE_MAX) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT, _ ("%s is larger than 1 MiB"), file->path);
    return NULL;
  }
  text = g_malloc (file->size + 1);
  /* One byte more than announced, so that the reader gets to judge the hash. */
  if (!g_input_stream_read_all (file->content, text, file->size + 1, &got, NULL, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&text), got);
}

typedef struct {
  ValiseStore *store;
  ValiseChecked *checked;
  gboolean take_roster;
} Checking;

static gboolean
check_roster (Checking *c, const ValiseBagFile *file, GError **error)
{
  g_autoptr (GBytes) note = read_note (file, error);
  gsize size = 0;
  const char *text;

  if (note == NULL)
    return FALSE;
  if (c->checked->sender->role != VALISE_ROLE_HEADQUARTERS)
    return refuse (error, "a roster comes from headquarters only");
  if (c->checked->logs->len > 0)
    return refuse (error, "the roster must come before the logs");
  c->checked->has_roster = TRUE;
  if (!c->take_roster)
    return TRUE;
  text = g_bytes_get_data (note, &size);
  return valise_roster_take (c->store, text, size, &c->checked->roster_changed, error);
}

/* A device's own log may come from itself; others' from headquarters only. */
static gboolean
check_carrier (Checking *c, const char *device, GError **error)
{
  if (strcmp (device, c->checked->sender->device) == 0 ||
      c->checked->sender->role == VALISE_ROLE_HEADQUARTERS)
    return TRUE;
  return refuse (error, "only headquarters forwards what others wrote");
}

/* What headquarters holds of this store's own log tells whether it is a copy of
 * an older one; its lines tell from where on. */
static void
look_at_own (Checking *c, const ValiseCarriedLog *log)
{
  c->checked->came_back |= c->checked->sender->role == VALISE_ROLE_HEADQUARTERS &&
                           valise_came_back_shows (c->store, log->note, strlen (log->note));
}

static gboolean
check_checkpoint (Checking *c, const ValiseBagFile *file, const char *device, GError **error)
{
  g_autoptr (GBytes) note = read_note (file, error);
  ValiseCarriedLog *log;
  ValiseCheckpoint checkpoint;

  if (note == NULL || !check_carrier (c, device, error) ||
      !valise_log_check_checkpoint (c->store, note, device, &checkpoint, error))
    return FALSE;
  log = g_new0 (ValiseCarriedLog, 1);
  log->checkpoint = checkpoint;
  log->branch = valise_bag_list_branch (file->path);
  log->note = g_strndup (g_bytes_get_data (note, NULL), g_bytes_get_size (note));
  g_ptr_array_add (c->checked->logs, log);
  c->checked->branches = MAX (c->checked->branches, log->branch);
  look_at_own (c, log);
  return TRUE;
}

/* What another device's log cannot be compared in waits, with all of the bundle;
 * but where it brings no entry there is nothing to wait for. A branch too many
 * of somebody else's log keeps nothing else out either. */
static gboolean
may_pass_over (const Checking *c, const char *device, const ValiseLogCheckCounts *counts)
{
  return ((counts->undecided && counts->entries == 0) || counts->too_many) &&
         strcmp (device, c->checked->sender->device) != 0;
}

/* Another history of the own log is what makes a successor, and is judged when
 * all of the bundle was looked at. */
static gboolean
may_go_on (const Checking *c, const ValiseLogCheckCounts *counts)
{
  return c->checked->came_back && counts->log == VALISE_LOG_OWN && counts->forked;
}

static gboolean
check_entries (Checking *c, const ValiseBagFile *file, const char *device, GError **error)
{
  ValiseCarriedLog *log = (ValiseCarriedLog *) valise_checked_find (c->checked, device, file->path);
  g_autoptr (GInputStream) text = NULL, lines = NULL;
  g_autoptr (GError) local = NULL;
  ValiseLogCheckCounts counts = { 0 };
  gboolean sound;

  if (log == NULL)
    return refuse (error, "a log's checkpoint must come before its entries");
  text = valise_log_decompress (c->store, file->content);
  lines = valise_ahead_new (text);
  sound = valise_log_check_lines (c->store, lines, &log->checkpoint, &counts, &local);
  c->checked->came_back |= counts.came_back;
  log->passed_over = !sound && may_pass_over (c, device, &counts);
  if (!sound && !log->passed_over && !may_go_on (c, &counts)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (counts.log == VALISE_LOG_OWN && counts.forked)
    c->checked->agrees = MIN (c->checked->agrees, counts.agrees);
  log->has_lines = TRUE;
  log->log = counts.log;
  log->forked = counts.forked;
  log->entries = counts.entries;
  log->complete = counts.complete;
  log->not_sent = counts.not_sent;
  return TRUE;
}

static gboolean
check_sealed (Checking *c, const ValiseBagFile *file, const char *device, GError **error)
{
  g_autoptr (GInputStream) lines = NULL;
  g_autoptr (ValiseLineReader) reader = NULL;
  g_auto (ValiseSealedLine) line = { 0 };
  gboolean more = TRUE;

  if (valise_checked_find (c->checked, device, file->path) == NULL)
    return refuse (error, "a log's checkpoint must come before its sealed values");
  if (!valise_checked_may_bring_sealed (c->checked, device))
    return refuse (error, "its sender may not bring sealed values of others");
  lines = valise_log_decompress (c->store, file->content);
  reader = valise_line_reader_new (lines);
  while (more) {
    if (!valise_line_reader_next_sealed (reader, &line, &more, error))
      return FALSE;
    c->checked->sealed += more;
  }
  return TRUE;
}

/* A device's own only: whoever could bring another's could keep it from being
 * recovered. */
static gboolean
check_recovery (Checking *c, const ValiseBagFile *file, const char *device, GError **error)
{
  if (strcmp (device, c->checked->sender->device) != 0)
    return refuse (error, "a recovery file comes from its own device only");
  if (file->size > VALISE_RECOVERY_MAX)
    return refuse (error, "a recovery file is larger than 16 KiB");
  g_clear_pointer (&c->checked->recovery, g_bytes_unref);
  c->checked->recovery = read_note (file, error);
  return c->checked->recovery != NULL && valise_recovery_check_form (c->checked->recovery, error);
}

static gboolean
check_file (Checking *c, const ValiseBagFile *file, const char *device, GError **error)
{
  switch (file->kind) {
  case VALISE_BAG_KIND_ROSTER:
    return check_roster (c, file, error);
  case VALISE_BAG_KIND_RECOVERY:
    return check_recovery (c, file, device, error);
  case VALISE_BAG_KIND_CHECKPOINT:
    return check_checkpoint (c, file, device, error);
  case VALISE_BAG_KIND_ENTRIES:
    return check_entries (c, file, device, error);
  case VALISE_BAG_KIND_SEALED:
    return check_sealed (c, file, device, error);
  case VALISE_BAG_KIND_FILE:
    c->checked->files++;
    c->checked->file_bytes += file->size;
    /* The path is the content's hash; the reader checks content against the
     * manifest, so both must be the same. */
    return strcmp (device, file->sha256) == 0
               ? TRUE
               : refuse (error, "a file is not named by the hash of its content");
  case VALISE_BAG_KIND_FILE_PART:
    c->checked->pieces++;
    c->checked->file_bytes += file->size;
    return TRUE;
  case VALISE_BAG_KIND_NONE:
  default:
    return refuse (error, "it holds a file that has no place in a bundle");
  }
}

/* Whose membership ended is judged by headquarters, once. Until its word is
 * here the bundle waits: nothing is lost, and no two stores differ for when it
 * came. */
static gboolean
check_ended (Checking *c, GError **error)
{
  const ValiseMember *sender = c->checked->sender;
  g_autoptr (ValiseAdmission) admission = NULL;

  if (!sender->ended || strcmp (valise_store_get_role (c->store), "headquarters") == 0)
    return TRUE;
  admission = valise_admission_load (c->store, sender->device, error);
  if (admission == NULL)
    return FALSE;
  return !valise_admission_goes_on (admission) || hold (error, VALISE_HELD_ENDED);
}

static gboolean
check_all (Checking *c, ValiseBagReader *bag, GError **error)
{
  for (;;) {
    ValiseBagFile file;
    char hex[VALISE_DEVICE_ID_LENGTH + 1] = "";

    if (!valise_bag_reader_next (bag, &file, error))
      return FALSE;
    if (file.path == NULL)
      break;
    c->checked->octets += file.size;
    valise_bag_list_find (file.path, hex);
    if (!check_file (c, &file, hex, error))
      return FALSE;
  }
  for (guint i = 0; i < c->checked->logs->len; i++)
    if (!((const ValiseCarriedLog *) c->checked->logs->pdata[i])->has_lines)
      return refuse (error, "a log has a checkpoint and no entries");
  if (!valise_bag_reader_finish (bag, error))
    return FALSE;
  for (guint i = 0; i < c->checked->logs->len; i++)
    if (((const ValiseCarriedLog *) c->checked->logs->pdata[i])->log == VALISE_LOG_OWN &&
        ((const ValiseCarriedLog *) c->checked->logs->pdata[i])->forked)
      return hold (error, "headquarters holds another history of this store's log than the store itself:"
                          " it is a copy of an older one, and goes on as its successor");
  return TRUE;
}

static gboolean
check_files (Checking *c, ValiseBagReader *bag, GError **error)
{
  guint64 files = valise_bag_reader_get_files (bag);
  g_autofree char *what = g_strdup_printf ("it holds %" G_GUINT64_FORMAT " files", files);

  return files <= valise_limit_get (c->store, VALISE_LIMIT_FILES) ||
         valise_limit_refuse (c->store, VALISE_LIMIT_FILES, what, error);
}

gboolean
valise_check_bundle (ValiseStore *store, GInputStream *bundle, gboolean take_roster,
                     ValiseChecked **checked, GError **error)
{
  g_autoptr (GInputStream) timed = valise_deadline_new (bundle, store);
  g_autoptr (ValiseOpening) opening = valise_opening_new (store, timed, error);
  Checking c = { .store = store, .take_roster = take_roster };

  c.checked = *checked = g_new0 (ValiseChecked, 1);
  c.checked->logs = g_ptr_array_new_with_free_func (carried_log_free);
  c.checked->agrees = G_MAXUINT64;
  if (opening == NULL)
    return FALSE;
  c.checked->name = g_strdup (valise_bag_reader_get_name (opening->bag));
  c.checked->sender = g_steal_pointer (&opening->sender);
  c.checked->created = g_strdup (opening->created);
  c.checked->classification = g_strdup (opening->classification);
  c.checked->training = opening->training;
  c.checked->part = g_strdup (opening->part);
  c.checked->recipients = opening->recipients->len;
  return check_files (&c, opening->bag, error) && check_ended (&c, error) && check_all (&c, opening->bag, error);
}
