/* clocks.c - what is known against the time that an entry claims
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/clocks.h"

#include <string.h>

#include "core/checkpoint.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"
#include "sync/roster.h"

/* From here on in a log this time was known: for an index the least of all
 * beyond it counts. */
typedef struct {
  guint64 size;
  gint64 time;
} Bound;

typedef struct {
  gint64 log;
  GArray *held;    /* of Bound: what headquarters had at its cosignature */
  GArray *turned;  /* of Bound: entries that say that the clock was turned back */
} LogBounds;

struct _ValiseClocks {
  ValiseStore *store;
  GPtrArray *headquarters; /* of ValiseMember: registries, those that ended too */
  GHashTable *logs;        /* device → LogBounds */
  GHashTable *seen;        /* root of a checkpoint of headquarters' → gint64: cosigned then */
  char device[VALISE_DEVICE_ID_LENGTH + 1]; /* of the entry that was judged last */
  guint64 index;
  gint64 claimed;
};

static void
log_bounds_free (gpointer data)
{
  LogBounds *bounds = data;

  g_array_unref (bounds->held);
  g_array_unref (bounds->turned);
  g_free (bounds);
}

static guint
hash_of_root (gconstpointer key)
{
  guint hash;

  memcpy (&hash, ((const ValiseHash *) key)->bytes, sizeof hash);
  return hash;
}

static gboolean
roots_equal (gconstpointer a, gconstpointer b)
{
  return valise_hash_equal (a, b);
}

/* Bounds */

static int
compare_bounds (gconstpointer a, gconstpointer b)
{
  const Bound *x = a, *y = b;

  return (x->size > y->size) - (x->size < y->size);
}

/* Ascending, and each with the least time of all that follow. */
static void
settle_bounds (GArray *bounds)
{
  g_array_sort (bounds, compare_bounds);
  for (guint i = bounds->len; i-- > 1;) {
    const Bound *next = &g_array_index (bounds, Bound, i);
    Bound *bound = &g_array_index (bounds, Bound, i - 1);

    bound->time = MIN (bound->time, next->time);
  }
}

/* The least time of the bounds whose size is above the index; 0: none. */
static gint64
find_bound (const GArray *bounds, guint64 index)
{
  guint low = 0, high = bounds->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (bounds, Bound, middle).size > index)
      high = middle;
    else
      low = middle + 1;
  }
  return low < bounds->len ? g_array_index (bounds, Bound, low).time : 0;
}

static gint64
time_in (const ValiseEntry *entry, const char *name)
{
  g_autofree char *text = valise_entry_dup_text (entry, name);

  return text != NULL ? MAX (valise_clock_from_text (text), 0) : 0;
}

static gint64
member_time (yyjson_val *object, const char *name)
{
  const char *text = valise_json_get_string (object, name);

  return text != NULL ? MAX (valise_clock_from_text (text), 0) : 0;
}

/* What an entry says of its clock; FALSE: nothing. */
static gboolean
read_said (const ValiseEntry *entry, ValiseClockFinding *finding)
{
  const ValiseValue *value = valise_entry_find (entry, ".clock");
  g_autoptr (yyjson_doc) doc =
      value != NULL ? valise_json_parse (value->value, strlen (value->value), NULL) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc);

  if (!yyjson_is_obj (root))
    return FALSE;
  finding->last = member_time (root, "last");
  finding->headquarters = member_time (root, "headquarters");
  finding->program = member_time (root, "program");
  return TRUE;
}

static void
load_turned (ValiseClocks *clocks, LogBounds *bounds)
{
  g_autoptr (GArray) ids =
      bounds->log > 0 ? valise_log_find_clock (clocks->store, bounds->log, NULL) : NULL;

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    guint64 index = (guint64) g_array_index (ids, gint64, i) & (VALISE_LOG_MAX_SIZE - 1);
    g_autoptr (ValiseEntry) entry = valise_log_get (clocks->store, bounds->log, index, NULL);
    ValiseClockFinding said = { 0 };

    /* One that is known to be wrong itself says nothing of those before it. */
    if (entry != NULL && read_said (entry, &said) && said.last > 0 && said.headquarters == 0 &&
        said.program == 0) {
      Bound bound = { index, time_in (entry, ".time") };

      g_array_append_val (bounds->turned, bound);
    }
  }
  settle_bounds (bounds->turned);
}

static LogBounds *
bounds_of (ValiseClocks *clocks, const char *device)
{
  LogBounds *bounds = g_hash_table_lookup (clocks->logs, device);

  if (bounds == NULL) {
    bounds = g_new0 (LogBounds, 1);
    bounds->log = valise_log_find (clocks->store, device, NULL);
    bounds->held = g_array_new (FALSE, FALSE, sizeof (Bound));
    bounds->turned = g_array_new (FALSE, FALSE, sizeof (Bound));
    g_hash_table_insert (clocks->logs, g_strdup (device), bounds);
    load_turned (clocks, bounds);
  }
  return bounds;
}

/* Headquarters' cosignatures */

static const ValiseMember *
find_headquarters (const ValiseClocks *clocks, const char *device)
{
  for (guint i = 0; i < clocks->headquarters->len; i++)
    if (strcmp (((const ValiseMember *) clocks->headquarters->pdata[i])->device, device) == 0)
      return clocks->headquarters->pdata[i];
  return NULL;
}

/* When this headquarters cosigned the note; FALSE: it did not. */
static gboolean
cosigned_at (const ValiseMember *headquarters, const char *note, gint64 *time)
{
  guint64 seconds = 0;

  if (!valise_checkpoint_verify_cosignature (note, headquarters->device,
                                             headquarters->cosignature, &seconds, NULL))
    return FALSE;
  *time = (gint64) MIN (seconds, (guint64) G_MAXINT64);
  return TRUE;
}

static void
take_receipt (ValiseClocks *clocks, const ValiseEntry *entry)
{
  const ValiseMember *headquarters = find_headquarters (clocks, entry->device);
  g_autofree char *note = valise_entry_dup_text (entry, "checkpoint");
  g_autofree char *device = valise_entry_dup_text (entry, "log");
  ValiseCheckpoint checkpoint;
  Bound bound = { 0, 0 };

  if (headquarters == NULL || note == NULL || device == NULL ||
      !valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL) ||
      strcmp (checkpoint.device, device) != 0 || !cosigned_at (headquarters, note, &bound.time))
    return;
  bound.size = checkpoint.size;
  g_array_append_val (bounds_of (clocks, device)->held, bound);
}

static gboolean
load_receipts (ValiseClocks *clocks, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list_named (clocks->store, "receipt", error);
  GHashTableIter iter;
  gpointer bounds;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    g_autoptr (GPtrArray) entries =
        valise_log_get_record (clocks->store, ((const ValiseListRow *) rows->pdata[i])->record, error);

    if (entries == NULL)
      return FALSE;
    for (guint j = 0; j < entries->len; j++)
      take_receipt (clocks, entries->pdata[j]);
  }
  g_hash_table_iter_init (&iter, clocks->logs);
  while (g_hash_table_iter_next (&iter, NULL, &bounds))
    settle_bounds (((LogBounds *) bounds)->held);
  return rows != NULL;
}

static gboolean
load_checkpoints (ValiseClocks *clocks, const ValiseMember *headquarters, GError **error)
{
  gint64 log = valise_log_find (clocks->store, headquarters->device, error);
  g_autoptr (GArray) sizes =
      log > 0 ? valise_log_checkpoint_sizes (clocks->store, log, error) : NULL;

  for (guint i = 0; sizes != NULL && i < sizes->len; i++) {
    g_autofree char *note =
        valise_log_dup_checkpoint (clocks->store, log, g_array_index (sizes, guint64, i), error);
    ValiseCheckpoint checkpoint;
    gint64 time = 0;

    if (note == NULL)
      return FALSE;
    if (valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL) &&
        cosigned_at (headquarters, note, &time))
      g_hash_table_insert (clocks->seen, g_memdup2 (&checkpoint.root, sizeof (ValiseHash)),
                           g_memdup2 (&time, sizeof time));
  }
  return log == 0 || sizes != NULL;
}

ValiseClocks *
valise_clocks_new (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseClocks) clocks = g_new0 (ValiseClocks, 1);
  g_autoptr (GPtrArray) members = valise_roster_all (store, error);

  clocks->store = store;
  clocks->headquarters = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  clocks->logs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, log_bounds_free);
  clocks->seen = g_hash_table_new_full (hash_of_root, roots_equal, g_free, g_free);
  for (guint i = 0; members != NULL && i < members->len; i++)
    if (((const ValiseMember *) members->pdata[i])->role == VALISE_ROLE_HEADQUARTERS)
      g_ptr_array_add (clocks->headquarters, valise_member_copy (members->pdata[i]));
  if (members == NULL || !load_receipts (clocks, error))
    return NULL;
  for (guint i = 0; i < clocks->headquarters->len; i++)
    if (!load_checkpoints (clocks, clocks->headquarters->pdata[i], error))
      return NULL;
  return g_steal_pointer (&clocks);
}

void
valise_clocks_free (ValiseClocks *clocks)
{
  if (clocks == NULL)
    return;
  g_ptr_array_unref (clocks->headquarters);
  g_hash_table_unref (clocks->logs);
  g_hash_table_unref (clocks->seen);
  g_free (clocks);
}

/* Judging */

static gboolean
is_earlier (gint64 time, gint64 than)
{
  return time > 0 && than > 0 && time + VALISE_CLOCK_TOLERANCE < than;
}

/* What the entry before it in its log claims; 0: not here. */
static gint64
time_before (ValiseClocks *clocks, const LogBounds *bounds, const ValiseEntry *entry)
{
  g_autoptr (ValiseEntry) before = NULL;

  if (entry->index == 0 || bounds->log <= 0)
    return 0;
  if (strcmp (clocks->device, entry->device) == 0 && clocks->index == entry->index - 1)
    return clocks->claimed;
  before = valise_log_get (clocks->store, bounds->log, entry->index - 1, NULL);
  return before != NULL ? time_in (before, ".time") : 0;
}

static void
judge_neighbours (ValiseClocks *clocks, const LogBounds *bounds, const ValiseEntry *entry,
                  ValiseClockFinding *finding)
{
  gint64 before = time_before (clocks, bounds, entry);
  gint64 turned = find_bound (bounds->turned, entry->index);

  if (read_said (entry, finding))
    finding->doubts |= VALISE_CLOCK_SAID;
  else if (is_earlier (finding->claimed, before)) {
    finding->doubts |= VALISE_CLOCK_UNSAID;
    finding->last = before;
  }
  /* Whose clock was wrong, its own or the later one's? Headquarters may know. */
  if (is_earlier (turned, finding->claimed) &&
      (finding->before == 0 || is_earlier (finding->before, finding->claimed))) {
    finding->doubts |= VALISE_CLOCK_TURNED_BACK;
    finding->turned_to = turned;
  }
}

void
valise_clocks_judge (ValiseClocks *clocks, const ValiseEntry *entry, ValiseClockFinding *finding)
{
  const LogBounds *bounds = bounds_of (clocks, entry->device);
  const gint64 *seen = entry->has_seen ? g_hash_table_lookup (clocks->seen, &entry->seen) : NULL;

  memset (finding, 0, sizeof *finding);
  finding->claimed = time_in (entry, ".time");
  finding->after = seen != NULL ? *seen : 0;
  finding->before = find_bound (bounds->held, entry->index);
  judge_neighbours (clocks, bounds, entry, finding);
  if (is_earlier (finding->claimed, finding->after))
    finding->doubts |= VALISE_CLOCK_TOO_EARLY;
  if (is_earlier (finding->before, finding->claimed))
    finding->doubts |= VALISE_CLOCK_TOO_LATE;
  g_strlcpy (clocks->device, entry->device, sizeof clocks->device);
  clocks->index = entry->index;
  clocks->claimed = finding->claimed;
}

/* Taking in */

gboolean
valise_clocks_note (ValiseStore *store, const ValiseMember *sender, const char *note,
                    GError **error)
{
  ValiseCheckpoint checkpoint;
  gint64 time = 0, log;

  if (sender->role != VALISE_ROLE_HEADQUARTERS ||
      !valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL) ||
      strcmp (checkpoint.device, sender->device) != 0 || !cosigned_at (sender, note, &time))
    return TRUE;
  log = valise_log_open (store, sender->device, error);
  if (log < 0)
    return FALSE;
  return checkpoint.size < valise_log_size (store, log) ||
         valise_log_note_cosigned (store, time, error);
}
