/* judging.c - headquarters judges what arrives, once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/judging.h"

#include <string.h>

#include "core/admission.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/quarantine.h"
#include "sync/limits.h"
#include "sync/roster-private.h"

#define LAST_INDEX (VALISE_LOG_MAX_SIZE - 1)

enum {
  GET_DAY,
  ADD_DAY,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_DAY] = "SELECT entries FROM arrival WHERE log = ?1 AND day = ?2",
  [ADD_DAY] = "INSERT INTO arrival (log, day, entries) VALUES (?1, ?2, ?3)"
              " ON CONFLICT DO UPDATE SET entries = entries + excluded.entries",
};

/* In whose cases a record is, before the entry in question. Found out once: what
 * the author's entries may still change of it leaves it in a case of his. */
typedef struct {
  gboolean his, others; /* is it in a case of the author's; is it in any */
  gboolean made;        /* is an entry here that gave it a case and names nothing before it */
} Cases;

#define CASES_KEPT 65536 /* records; of more all are found out anew */

struct _ValiseJudging {
  ValiseStore *store;
  char *device;
  gint64 log;                 /* the branch that is taken in */
  gboolean forked;
  ValiseMember *author;       /* NULL: nothing is judged here */
  ValiseAdmission *admission; /* what stands */
  GArray *out;                /* set aside since it was written down: pairs of guint64 */
  const char *why;
  guint64 allowed;            /* new entries before it is a flood */
  guint64 unsaid;             /* new entries not yet in the day's count */
  GHashTable *cases;          /* record → Cases */
};

/* Stretches */

static void
append_range (GArray *ranges, guint64 first, guint64 last)
{
  g_array_append_val (ranges, first);
  g_array_append_val (ranges, last);
}

static gboolean
holds (const GArray *ranges, guint64 index)
{
  guint low = 0, high = ranges->len / 2;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (index < g_array_index (ranges, guint64, 2 * middle))
      high = middle;
    else if (index > g_array_index (ranges, guint64, 2 * middle + 1))
      low = middle + 1;
    else
      return TRUE;
  }
  return FALSE;
}

static void
add_reason (ValiseAdmission *admission, const char *why)
{
  g_autofree char *before = g_steal_pointer (&admission->reason);

  if (before == NULL || before[0] == '\0')
    admission->reason = g_strdup (why);
  else if (strstr (before, why) == NULL && strlen (before) < 4096)
    admission->reason = g_strdup_printf ("%s; %s", before, why);
  else
    admission->reason = strstr (before, why) != NULL ? g_steal_pointer (&before) : g_strdup (why);
}

static gboolean
take_out (ValiseStore *store, const char *device, ValiseAdmission *admission, const GArray *out,
          const char *why, GError **error)
{
  GArray *counting = valise_ranges_subtract (admission->counting, out);

  g_array_unref (admission->counting);
  admission->counting = counting;
  add_reason (admission, why);
  return valise_admission_write (store, device, admission, error);
}

/* Membership */

/* What was held when a membership ended counts: a branch that somebody makes
 * later puts none of it in doubt. */
static gboolean
name_branch (ValiseStore *store, const char *device, ValiseAdmission *admission, GError **error)
{
  g_autoptr (GArray) branches = valise_branch_list (store, device, error);
  g_autofree char *note = NULL;
  GError *local = NULL;

  if (branches == NULL)
    return FALSE;
  if (admission->names_branch || branches->len != 1)
    return TRUE;
  note = valise_log_dup_checkpoint (store, g_array_index (branches, gint64, 0), 0, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  admission->names_branch =
      note != NULL && valise_checkpoint_parse (note, strlen (note), &admission->branch, NULL);
  return TRUE;
}

gboolean
valise_judging_end (ValiseStore *store, const char *device, const char *reason, GError **error)
{
  g_autoptr (ValiseAdmission) admission = valise_admission_load (store, device, error);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (guint64));
  gint64 log = admission != NULL ? valise_log_open (store, device, error) : -1;

  if (log < 0)
    return FALSE;
  if (!valise_admission_goes_on (admission))
    return TRUE;
  append_range (out, valise_log_size (store, log), LAST_INDEX);
  return name_branch (store, device, admission, error) &&
         take_out (store, device, admission, out, reason, error);
}

gboolean
valise_judging_resume (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseAdmission) admission = valise_admission_load (store, device, error);
  gint64 log = admission != NULL ? valise_log_open (store, device, error) : -1;

  if (log < 0)
    return FALSE;
  if (valise_admission_goes_on (admission))
    return TRUE;
  append_range (admission->counting, valise_log_size (store, log), LAST_INDEX);
  return valise_admission_write (store, device, admission, error);
}

gboolean
valise_judging_restate (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_all (store, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const ValiseMember *row = rows->pdata[i];
    g_autoptr (ValiseAdmission) admission = NULL;

    if (row->role == VALISE_ROLE_HEADQUARTERS)
      continue;
    admission = valise_admission_load (store, row->device, error);
    if (admission == NULL || !valise_admission_write (store, row->device, admission, error))
      return FALSE;
  }
  return rows != NULL;
}

/* Beginning */

static char *
today (void)
{
  char *day = valise_clock_now_text ();

  day[strlen ("2026-11-21")] = '\0';
  return day;
}

static gboolean
find_allowed (ValiseJudging *judging, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (judging->store), sql[GET_DAY], error);
  g_autofree char *day = today ();
  guint64 of_day = valise_limit_get (judging->store, VALISE_LIMIT_ENTRIES_DAY);
  gint64 came = 0;

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, judging->log);
  valise_query_text (query, 2, day);
  if (!valise_query_number (query, &came, 0, error))
    return FALSE;
  judging->allowed = valise_limit_get (judging->store, VALISE_LIMIT_ENTRIES_BUNDLE);
  judging->allowed = MIN (judging->allowed, of_day > (guint64) came ? of_day - (guint64) came : 0);
  return TRUE;
}

static gboolean
load_admission (ValiseJudging *judging, GError **error)
{
  g_clear_pointer (&judging->admission, valise_admission_free);
  judging->admission = valise_admission_load (judging->store, judging->device, error);
  return judging->admission != NULL;
}

ValiseJudging *
valise_judging_new (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseJudging) judging = g_new0 (ValiseJudging, 1);
  GError *local = NULL;

  judging->store = store;
  judging->device = g_strdup (device);
  judging->out = g_array_new (FALSE, FALSE, sizeof (guint64));
  judging->cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  judging->log = valise_log_open (store, device, error);
  if (judging->log < 0)
    return NULL;
  if (!valise_roster_is_registry (store))
    return g_steal_pointer (&judging);
  judging->author = valise_roster_find_device (store, device, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (judging->author != NULL && judging->author->ended &&
      !valise_judging_end (store, device, VALISE_JUDGED_ENDED, error))
    return NULL;
  return load_admission (judging, error) && find_allowed (judging, error)
             ? g_steal_pointer (&judging)
             : NULL;
}

void
valise_judging_free (ValiseJudging *judging)
{
  if (judging == NULL)
    return;
  g_clear_pointer (&judging->author, valise_member_free);
  g_clear_pointer (&judging->admission, valise_admission_free);
  g_array_unref (judging->out);
  g_hash_table_unref (judging->cases);
  g_free (judging->device);
  g_free (judging);
}

/* Judging */

static gboolean
is_open_to (const ValiseMember *author, const char *value)
{
  g_autofree char *id = valise_json_dup_string (value);

  return id == NULL || strcmp (id, VALISE_CASE_UNASSIGNED) == 0 ||
         valise_member_has_case (author, id);
}

/* Was it set aside since the judgement was last written? */
static gboolean
is_out (const ValiseJudging *judging, guint64 index)
{
  return judging->out->len > 0 && holds (judging->out, index);
}

/* Does what an entry said of a record stand, apart from the one in question? */
static gboolean
stood_before (const ValiseJudging *judging, const ValiseEntry *said, const ValiseEntry *entry)
{
  return !valise_hash_equal (&said->leaf, &entry->leaf) &&
         !(strcmp (said->device, judging->device) == 0 && is_out (judging, said->index));
}

/* Did it make its record, rather than change one? */
static gboolean
makes (const ValiseEntry *entry)
{
  return entry->n_after == 0 && valise_entry_find (entry, ".case") != NULL;
}

/* Reads the record: what this entry itself says of the case does not count. */
static void
find_cases (const ValiseJudging *judging, const ValiseEntry *entry, Cases *found)
{
  g_autoptr (ValiseRecord) before = valise_record_load (judging->store, entry->record, NULL);
  const ValiseStateField *cases =
      before != NULL ? valise_state_find (before->state, ".case") : NULL;

  memset (found, 0, sizeof *found);
  for (guint i = 0; before != NULL && i < before->entries->len; i++) {
    const ValiseEntry *said = before->entries->pdata[i];

    found->made |= makes (said) && stood_before (judging, said, entry);
  }
  for (guint i = 0; cases != NULL && i < cases->n_live; i++)
    if (stood_before (judging, cases->live[i].entry, entry)) {
      found->his |= is_open_to (judging->author, cases->live[i].value);
      found->others = TRUE;
    }
}

static Cases *
cases_before (ValiseJudging *judging, const ValiseEntry *entry)
{
  Cases *cases = g_hash_table_lookup (judging->cases, entry->record);

  if (cases != NULL)
    return cases;
  if (g_hash_table_size (judging->cases) >= CASES_KEPT)
    g_hash_table_remove_all (judging->cases);
  cases = g_new0 (Cases, 1);
  g_hash_table_insert (judging->cases, g_strdup (entry->record), cases);
  find_cases (judging, entry, cases);
  return cases;
}

/* Does it move a record into a case that is not its author's, or touch one
 * that is in none of his? */
static gboolean
is_of_foreign_case (ValiseJudging *judging, const ValiseEntry *entry, gboolean known)
{
  const ValiseValue *set = valise_entry_find (entry, ".case");
  Cases *cases;

  if (set != NULL && !is_open_to (judging->author, set->value))
    return TRUE;
  if (!known)
    return FALSE;
  cases = cases_before (judging, entry);
  /* What others made of it since, and what came sooner, takes nothing from who
   * made it. */
  if (makes (entry) && !cases->made) {
    cases->made = cases->his = cases->others = TRUE;
    return FALSE;
  }
  if (cases->others && !cases->his)
    return TRUE;
  cases->his |= set != NULL;
  return FALSE;
}

static gboolean
set_aside (ValiseJudging *judging, guint64 first, guint64 last, const char *why)
{
  append_range (judging->out, first, last);
  judging->why = why;
  return TRUE;
}

gboolean
valise_judging_enter (ValiseJudging *judging, gint64 log, GError **error)
{
  g_autoptr (GArray) branches = valise_branch_list (judging->store, judging->device, error);

  judging->log = log;
  judging->forked = branches != NULL && branches->len > 1;
  return branches != NULL;
}

gboolean
valise_judging_entry (ValiseJudging *judging, const ValiseEntry *entry, gboolean known)
{
  if (judging->author == NULL || judging->forked) {
    gboolean aside = valise_quarantine_has (judging->store, judging->log, entry->index);

    if (aside || judging->author == NULL)
      return aside;
  }
  if (!holds (judging->admission->counting, entry->index) || is_out (judging, entry->index))
    return TRUE;
  judging->unsaid++;
  if (judging->allowed == 0)
    return set_aside (judging, entry->index, LAST_INDEX, VALISE_JUDGED_FLOOD);
  judging->allowed--;
  return is_of_foreign_case (judging, entry, known) &&
         set_aside (judging, entry->index, entry->index, VALISE_JUDGED_FOREIGN);
}

static gboolean
count_arrivals (ValiseJudging *judging, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (judging->store), sql[ADD_DAY], error);
  g_autofree char *day = today ();

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, judging->log);
  valise_query_text (query, 2, day);
  valise_query_int (query, 3, (gint64) judging->unsaid);
  judging->unsaid = 0;
  return valise_query_run (query, error);
}

gboolean
valise_judging_settle (ValiseJudging *judging, GError **error)
{
  gboolean done;

  if (judging->unsaid > 0 && !count_arrivals (judging, error))
    return FALSE;
  if (judging->out->len == 0)
    return TRUE;
  done = take_out (judging->store, judging->device, judging->admission, judging->out, judging->why,
                   error) &&
         load_admission (judging, error);
  g_array_set_size (judging->out, 0);
  return done;
}
