/* admission.c - which entries of a log count: headquarters' word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/admission.h"

#include <string.h>

#include "core/error.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
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

static void
read_admission (ValiseAdmission *admission, const ValiseState *state)
{
  const ValiseStateField *size = valise_state_find (state, "size");
  const ValiseEntry *entry = size != NULL && size->n_live > 0 ? size->live[0].entry : NULL;

  if (entry == NULL)
    return;
  g_array_unref (admission->counting);
  admission->counting = counting_of (entry);
  admission->reason = valise_entry_dup_text (entry, "reason");
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
    read_admission (admission, record->state);
  return g_steal_pointer (&admission);
}

/* Projecting */

static gboolean
set_aside_the_rest (ValiseStore *store, const char *device, const ValiseAdmission *admission,
                    GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64)), rest = NULL;
  gint64 log = valise_log_open (store, device, error);

  if (log < 0)
    return FALSE;
  append_range (all, 0, LAST_INDEX);
  rest = valise_ranges_subtract (all, admission->counting);
  return valise_quarantine_set (store, log, rest,
                                admission->reason != NULL ? admission->reason : "", error);
}

static gboolean
project_log (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseAdmission) admission = valise_admission_load (store, device, error);

  return admission != NULL && set_aside_the_rest (store, device, admission, error);
}

/* The logs that coordinators wrote, or those of all others. */
static gboolean
project_logs (ValiseStore *store, gboolean of_coordinators, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    g_autofree char *device = valise_log_dup_device (store, g_array_index (logs, gint64, i));

    if (device != NULL && has_role (store, device, "coordinator") == of_coordinators &&
        !project_log (store, device, error))
      return FALSE;
  }
  return logs != NULL;
}

gboolean
valise_admission_project (ValiseStore *store, const ValiseRecord *record, GError **error)
{
  g_autofree char *device = find_judged_log (record->entries);

  if (device == NULL)
    return TRUE;
  /* A coordinator's judgements count as far as his log does. */
  return project_log (store, device, error) &&
         (!has_role (store, device, "coordinator") || project_logs (store, FALSE, error));
}

gboolean
valise_admission_project_all (ValiseStore *store, GError **error)
{
  return project_logs (store, TRUE, error) && project_logs (store, FALSE, error);
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
valise_admission_write (ValiseStore *store, const char *device, const GArray *counting,
                        const char *reason, GError **error)
{
  gboolean from_start = counting->len > 0 && g_array_index (counting, guint64, 0) == 0;
  gint64 size = from_start ? (gint64) g_array_index (counting, guint64, 1) + 1 : 0;
  g_autofree char *id = valise_admission_record_id (device), *log = valise_json_string (device);
  g_autofree char *size_json = valise_json_integer (size), *why = valise_json_string (reason);
  g_autofree char *beyond = ranges_to_json (counting, from_start ? 2 : 0);
  ValiseAssignment fields[] = { { "log", log }, { "size", size_json }, { "reason", reason[0] != '\0' ? why : "null" },
                                { "ranges", strcmp (beyond, "[]") == 0 ? "null" : beyond } };

  return valise_admission_may (store, device, error) &&
         valise_record_put_system (store, "admission", id, fields, G_N_ELEMENTS (fields), error);
}

gboolean
valise_admission_admit (ValiseStore *store, const char *device, const GArray *ranges,
                        const char *reason, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseAdmission) admission =
      change != NULL ? valise_admission_load (store, device, error) : NULL;
  g_autoptr (GArray) counting = NULL;

  if (admission == NULL)
    return FALSE;
  g_array_append_vals (admission->counting, ranges->data, ranges->len);
  counting = normalize (admission->counting);
  if (reason == NULL)
    reason = admission->reason != NULL ? admission->reason : "";
  return valise_admission_write (store, device, counting, reason, error) &&
         valise_transaction_commit (change, error);
}
