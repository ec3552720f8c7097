/* admission.c - which entries of a log count: headquarters' word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/admission.h"

#include <string.h>

#include "core/error.h"
#include "core/held.h"
#include "core/json.h"
#include "core/projection.h"
#include "core/quarantine.h"

#define LAST_INDEX (VALISE_LOG_MAX_SIZE - 1)

char *
valise_admission_record_id (const char *device)
{
  g_autofree char *text = g_strconcat ("valise/admission/1/", device, NULL);
  ValiseHash hash;

  valise_sha256 (text, strlen (text), &hash);
  return valise_hex_encode (hash.bytes, VALISE_RECORD_ID_LENGTH / 2);
}

void
valise_admission_free (ValiseAdmission *admission)
{
  if (admission == NULL)
    return;
  g_array_unref (admission->counting);
  g_free (admission->reason);
  g_free (admission);
}

/* Who may judge */

static gboolean
has_role (ValiseStore *store, const char *device, const char *role)
{
  ValiseLogOwner owner;

  valise_store_get_owner (store, device, &owner);
  return g_strcmp0 (owner.role, role) == 0;
}

static gboolean
may_judge (ValiseStore *store, const char *author, const char *device)
{
  if (has_role (store, device, "headquarters"))
    return FALSE;
  return has_role (store, author, "headquarters") ||
         (has_role (store, author, "coordinator") && !has_role (store, device, "coordinator"));
}

gboolean
valise_admission_may (ValiseStore *store, const char *device, GError **error)
{
  if (may_judge (store, valise_store_get_device (store), device))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
               has_role (store, device, "headquarters") ? "headquarters' own log is judged by nobody"
               : has_role (store, device, "coordinator")
                   ? "only headquarters' registry admits what a coordinator wrote"
                   : "only headquarters' registry and coordinators admit entries; ask them");
  return FALSE;
}

/* The log that an entry judges (transfer full); NULL: it judges none, or
 * stands on another record than that log's. */
static char *
judged_log (const ValiseEntry *entry)
{
  const ValiseValue *type = valise_entry_find (entry, ".type");
  g_autofree char *device = NULL, *record = NULL;

  if (type == NULL || !g_str_has_prefix (type->value, "\"admission/"))
    return NULL;
  device = valise_entry_dup_text (entry, "log");
  if (device == NULL || !valise_device_id_is_valid (device))
    return NULL;
  record = valise_admission_record_id (device);
  return strcmp (record, entry->record) == 0 ? g_steal_pointer (&device) : NULL;
}

static char *
find_judged_log (GPtrArray *entries)
{
  char *device = NULL;

  for (guint i = 0; i < entries->len && device == NULL; i++)
    device = judged_log (entries->pdata[i]);
  return device;
}

static gboolean
is_by (GPtrArray *entries, guint at, const char *device)
{
  return g_strcmp0 (((const ValiseEntry *) entries->pdata[at])->device, device) == 0;
}

/* A registry that came back says all of it anew: what a former one said, and it
 * may have lost, is over then, whatever their clocks showed. */
static void
drop_former (ValiseStore *store, GPtrArray *entries)
{
  g_autofree char *registry = valise_store_dup_meta (store, "registry");
  gboolean said = FALSE;

  for (guint i = 0; i < entries->len; i++)
    said |= is_by (entries, i, registry);
  for (guint i = said ? entries->len : 0; i-- > 0;)
    if (!is_by (entries, i, registry) &&
        has_role (store, ((const ValiseEntry *) entries->pdata[i])->device, "headquarters"))
      g_ptr_array_remove_index (entries, i);
}

void
valise_admission_filter (ValiseStore *store, GPtrArray *entries)
{
  g_autofree char *device = find_judged_log (entries);

  for (guint i = device != NULL ? entries->len : 0; i-- > 0;) {
    g_autofree char *about = judged_log (entries->pdata[i]);

    if (about == NULL ||
        !may_judge (store, ((const ValiseEntry *) entries->pdata[i])->device, about))
      g_ptr_array_remove_index (entries, i);
  }
  if (device != NULL)
    drop_former (store, entries);
}

/* Reading a judgement */

static void
append_range (GArray *ranges, guint64 first, guint64 last)
{
  g_array_append_val (ranges, first);
  g_array_append_val (ranges, last);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* Pairs, sorted and joined where they touch. */
static GArray *
normalize (GArray *ranges)
{
  GArray *joined = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (ranges->len > 0) /* an empty array has no memory to sort */
    qsort (ranges->data, ranges->len / 2, 2 * sizeof (guint64), compare_ranges);
  for (guint i = 0; i + 1 < ranges->len; i += 2) {
    guint64 first = g_array_index (ranges, guint64, i);
    guint64 last = MIN (g_array_index (ranges, guint64, i + 1), LAST_INDEX);
    guint64 *end = joined->len > 0 ? &g_array_index (joined, guint64, joined->len - 1) : NULL;

    if (first > last)
      continue;
    if (end != NULL && first <= *end + 1)
      *end = MAX (*end, last);
    else
      append_range (joined, first, last);
  }
  return joined;
}

/* An entry says all of it: size and ranges of one belong together. */
static GArray *
counting_of (const ValiseEntry *entry)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  const ValiseValue *size = valise_entry_find (entry, "size");
  const ValiseValue *beyond = valise_entry_find (entry, "ranges");
  gint64 number = size != NULL ? g_ascii_strtoll (size->value, NULL, 10) : 0;
  g_auto (GStrv) texts = beyond != NULL ? valise_json_dup_strings (beyond->value) : NULL;

  if (number > 0)
    append_range (ranges, 0, (guint64) number - 1);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    guint64 first, last;
    int opened;

    if (valise_held_parse_range (texts[i], &first, &last, &opened))
      append_range (ranges, first, last);
  }
  return normalize (ranges);
}

/* "8 <root in base64>": a checkpoint of the branch that counts. */
static gboolean
read_branch (const char *text, const char *device, ValiseCheckpoint *branch)
{
  char *end = NULL;
  g_autofree guint8 *root = NULL;
  gsize size = 0;

  if (text == NULL || !g_ascii_isdigit (text[0]))
    return FALSE;
  *branch = (ValiseCheckpoint){ .size = g_ascii_strtoull (text, &end, 10) };
  root = *end == ' ' ? valise_base64_decode (end + 1, -1, VALISE_BASE64_PADDED, &size) : NULL;
  if (root == NULL || size != VALISE_HASH_SIZE || branch->size > VALISE_LOG_MAX_SIZE)
    return FALSE;
  memcpy (branch->root.bytes, root, size);
  g_strlcpy (branch->device, device, sizeof branch->device);
  return TRUE;
}

static char *
write_branch (const ValiseAdmission *admission)
{
  g_autofree char *root = NULL, *text = NULL;

  if (!admission->names_branch)
    return g_strdup ("null");
  root = valise_base64_encode (admission->branch.root.bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " %s", admission->branch.size, root);
  return valise_json_string (text);
}

static void
read_admission (ValiseAdmission *admission, const char *device, const ValiseState *state)
{
  const ValiseStateField *size = valise_state_find (state, "size");
  const ValiseEntry *entry = size != NULL && size->n_live > 0 ? size->live[0].entry : NULL;
  g_autofree char *branch = NULL;

  if (entry == NULL)
    return;
  g_array_unref (admission->counting);
  admission->counting = counting_of (entry);
  admission->reason = valise_entry_dup_text (entry, "reason");
  branch = valise_entry_dup_text (entry, "branch");
  admission->names_branch = read_branch (branch, device, &admission->branch);
  admission->judged = TRUE;
}

static ValiseAdmission *
admission_new (void)
{
  ValiseAdmission *admission = g_new0 (ValiseAdmission, 1);

  admission->counting = g_array_new (FALSE, FALSE, sizeof (guint64));
  append_range (admission->counting, 0, LAST_INDEX);
  return admission;
}

ValiseAdmission *
valise_admission_load (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseAdmission) admission = admission_new ();
  g_autofree char *id = valise_admission_record_id (device), *about = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (ValiseRecord) record = valise_record_load (store, id, &local);

  if (record == NULL && !g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  about = record != NULL ? find_judged_log (record->entries) : NULL;
  if (about != NULL)
    read_admission (admission, device, record->state);
  return g_steal_pointer (&admission);
}

gboolean
valise_admission_goes_on (const ValiseAdmission *admission)
{
  const GArray *counting = admission->counting; /* ascending */

  return counting->len > 0 && g_array_index (counting, guint64, counting->len - 1) == LAST_INDEX;
}

/* Projecting */

ValiseFork *
valise_admission_fork (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseAdmission) admission = valise_admission_load (store, device, error);

  return admission != NULL
             ? valise_fork_load (store, device, admission->names_branch ? &admission->branch : NULL,
                                 error)
             : NULL;
}

static void
add_stretch (GArray *stretches, guint64 first, guint64 last, const char *reason)
{
  ValiseStretch stretch = { first, last, reason };

  if (first <= last)
    g_array_append_val (stretches, stretch);
}

/* What the judgement leaves out of the entries below `end`. */
static void
add_rest (GArray *stretches, const ValiseAdmission *admission, guint64 end)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64)), rest = NULL;

  if (end == 0)
    return;
  append_range (all, 0, end - 1);
  rest = valise_ranges_subtract (all, admission->counting);
  for (guint i = 0; i + 1 < rest->len; i += 2)
    add_stretch (stretches, g_array_index (rest, guint64, i), g_array_index (rest, guint64, i + 1),
                 admission->reason != NULL ? admission->reason : "");
}

static gboolean
set_branch_aside (ValiseStore *store, const ValiseFork *fork, guint i,
                  const ValiseAdmission *admission, GError **error)
{
  const ValiseBranch *branch = &g_array_index (fork->branches, ValiseBranch, i);
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (ValiseStretch));
  guint64 end = MIN (i == fork->counting ? fork->counts_to : branch->shared, LAST_INDEX + 1);

  if (i == fork->counting)
    add_rest (stretches, admission, end);
  else if (end > 0)
    add_stretch (stretches, 0, end - 1, VALISE_ASIDE_SHARED);
  add_stretch (stretches, end, LAST_INDEX, VALISE_ASIDE_FORK);
  return valise_quarantine_replace (store, branch->log, stretches, error);
}

static gboolean
set_branches_aside (ValiseStore *store, const char *device, const ValiseFork *fork,
                    const ValiseAdmission *admission, GError **error)
{
  gint64 log = g_array_index (fork->branches, ValiseBranch, fork->counting).log;

  if (!valise_branch_put_first (store, device, log, error))
    return FALSE;
  for (guint i = 0; i < fork->branches->len; i++)
    if (!set_branch_aside (store, fork, i, admission, error))
      return FALSE;
  return TRUE;
}

static gboolean
set_aside_the_rest (ValiseStore *store, const char *device, const ValiseAdmission *admission,
                    GError **error)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (ValiseStretch));
  g_autoptr (ValiseFork) fork = NULL;
  GError *local = NULL;
  gint64 log = valise_log_open (store, device, error);

  if (log < 0)
    return FALSE;
  fork = valise_fork_load (store, device, admission->names_branch ? &admission->branch : NULL,
                           &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (fork != NULL)
    return set_branches_aside (store, device, fork, admission, error);
  add_rest (stretches, admission, LAST_INDEX + 1);
  return valise_quarantine_replace (store, log, stretches, error);
}

static gboolean
project_log (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseAdmission) admission = valise_admission_load (store, device, error);

  return admission != NULL && set_aside_the_rest (store, device, admission, error);
}

static gboolean
project_records (ValiseStore *store, GHashTable *records, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!valise_projection_update (store, id, error))
      return FALSE;
  return TRUE;
}

/* Stands for the branches that there are, as far as each is here. */
static char *
mark_of (const ValiseFork *fork)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  ValiseHash sum;

  for (guint i = 0; i < fork->branches->len; i++) {
    const ValiseBranch *branch = &g_array_index (fork->branches, ValiseBranch, i);

    valise_hasher_update (hasher, branch->root.bytes, sizeof branch->root.bytes);
  }
  valise_hasher_finish (hasher, &sum);
  return valise_hex_encode (sum.bytes, sizeof sum.bytes);
}

/* Which branch a receipt is about shows when the branch is here. */
static gboolean
reread_receipts (ValiseStore *store, const char *device, const ValiseFork *fork, GError **error)
{
  g_autofree char *name = g_strconcat ("fork ", device, NULL), *now = mark_of (fork);
  g_autofree char *before = valise_store_dup_meta (store, name);

  return g_strcmp0 (now, before) == 0 || (valise_held_about (store, device, error) &&
                                          valise_store_set_meta (store, name, now, error));
}

/* The logs that holders of this role wrote; NULL: those of all but headquarters
 * and coordinators. */
static gboolean
project_logs (ValiseStore *store, const char *role, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    g_autofree char *device = valise_log_dup_device (store, g_array_index (logs, gint64, i));
    gboolean judges = device != NULL && (has_role (store, device, "headquarters") ||
                                         has_role (store, device, "coordinator"));

    if (device != NULL && (role != NULL ? has_role (store, device, role) : !judges) &&
        !project_log (store, device, error))
      return FALSE;
  }
  return logs != NULL;
}

/* Who judges does so as far as his own log counts. */
static gboolean
project_judged (ValiseStore *store, const char *device, GError **error)
{
  if (has_role (store, device, "headquarters"))
    return project_logs (store, "coordinator", error) && project_logs (store, NULL, error);
  return !has_role (store, device, "coordinator") || project_logs (store, NULL, error);
}

gboolean
valise_admission_settle_fork (ValiseStore *store, const char *device, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseFork) fork = valise_fork_load (store, device, NULL, &local);
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return fork == NULL ||
         (valise_fork_share (store, device, records, error) &&
          project_log (store, device, error) && project_records (store, records, error) &&
          project_judged (store, device, error) && reread_receipts (store, device, fork, error));
}

gboolean
valise_admission_project (ValiseStore *store, const ValiseRecord *record, GError **error)
{
  g_autofree char *device = find_judged_log (record->entries);

  if (device == NULL)
    return TRUE;
  return project_log (store, device, error) && project_judged (store, device, error);
}

gboolean
valise_admission_project_all (ValiseStore *store, GError **error)
{
  return project_logs (store, "headquarters", error) &&
         project_logs (store, "coordinator", error) && project_logs (store, NULL, error);
}

/* Writing */

static char *
ranges_to_json (const GArray *counting, guint from)
{
  GString *out = g_string_new ("[");

  for (guint i = from; i + 1 < counting->len && i < 2 * VALISE_ADMISSION_MAX_RANGES; i += 2) {
    g_autofree char *text =
        valise_held_write_range (g_array_index (counting, guint64, i),
                                 g_array_index (counting, guint64, i + 1), -1);

    g_string_append_printf (out, "%s\"%s\"", i > from ? "," : "", text);
  }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

gboolean
valise_admission_write (ValiseStore *store, const char *device, const ValiseAdmission *admission,
                        GError **error)
{
  const GArray *counting = admission->counting;
  gboolean from_start = counting->len > 0 && g_array_index (counting, guint64, 0) == 0;
  gint64 size = from_start ? (gint64) g_array_index (counting, guint64, 1) + 1 : 0;
  const char *reason = admission->reason != NULL ? admission->reason : "";
  g_autofree char *id = valise_admission_record_id (device), *log = valise_json_string (device);
  g_autofree char *size_json = valise_json_integer (size), *why = valise_json_string (reason);
  g_autofree char *beyond = ranges_to_json (counting, from_start ? 2 : 0);
  g_autofree char *branch = write_branch (admission);
  ValiseAssignment fields[] = { { "log", log }, { "size", size_json }, { "reason", reason[0] != '\0' ? why : "null" },
                                { "ranges", strcmp (beyond, "[]") == 0 ? "null" : beyond },
                                { "branch", branch } };
  guint n_fields = G_N_ELEMENTS (fields) - (admission->names_branch ? 0 : 1);

  return valise_admission_may (store, device, error) &&
         valise_record_put_system (store, "admission", id, fields, n_fields, error);
}

static void
set_reason (ValiseAdmission *admission, const char *reason)
{
  if (reason == NULL)
    return;
  g_free (admission->reason);
  admission->reason = g_strdup (reason);
}

gboolean
valise_admission_admit (ValiseStore *store, const char *device, const GArray *ranges,
                        const char *reason, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseAdmission) admission =
      change != NULL ? valise_admission_load (store, device, error) : NULL;
  GArray *counting;

  if (admission == NULL)
    return FALSE;
  g_array_append_vals (admission->counting, ranges->data, ranges->len);
  counting = normalize (admission->counting);
  g_array_unref (admission->counting);
  admission->counting = counting;
  set_reason (admission, reason);
  return valise_admission_write (store, device, admission, error) &&
         valise_transaction_commit (change, error);
}

gboolean
valise_admission_choose (ValiseStore *store, const char *device, const ValiseCheckpoint *branch,
                         const char *reason, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseAdmission) admission =
      change != NULL ? valise_admission_load (store, device, error) : NULL;

  if (admission == NULL)
    return FALSE;
  admission->names_branch = TRUE;
  admission->branch = *branch;
  set_reason (admission, reason);
  return valise_admission_write (store, device, admission, error) &&
         valise_transaction_commit (change, error);
}
