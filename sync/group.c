/* group.c - who a bundle is for, and what all of them may see and already hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/group.h"

#include <string.h>

#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"
#include "sync/roster.h"
#include "sync/sent.h"

#define KEPT_MAX 2048 /* records and verdicts that are kept at a time */

struct _ValiseVerdict {
  const ValiseRecord *record; /* lent by the group's `records` */
  GPtrArray *disclosures; /* one for each member */
  ValiseDisclosureLevel level;
};

struct _ValiseGroup {
  ValiseStore *store;
  GPtrArray *members;         /* ValiseMember, lent */
  ValiseClearance *clearances;
  GArray *logs;               /* gint64: the members' own logs here */
  gint64 log;                 /* the log entered last */
  GPtrArray *held;            /* ValiseHeld for each member, of that log */
  ValiseDisclosureView view;
  GHashTable *records;        /* id → ValiseRecord */
  GHashTable *verdicts;       /* id → ValiseVerdict */
  char **linked;              /* the list lent last */
};

static void
verdict_free (gpointer data)
{
  ValiseVerdict *verdict = data;

  g_ptr_array_unref (verdict->disclosures);
  g_free (verdict);
}

static const ValiseRecord *
load_record (ValiseGroup *group, const char *id, GError **error)
{
  ValiseRecord *record = g_hash_table_lookup (group->records, id);

  if (record == NULL) {
    record = valise_record_load (group->store, id, error);
    if (record != NULL)
      g_hash_table_insert (group->records, record->record, record);
  }
  return record;
}

/* The view that disclose.h looks through */

static const ValiseState *
view_state (const char *id, gpointer user)
{
  const ValiseRecord *record = load_record (user, id, NULL);

  return record != NULL ? record->state : NULL;
}

static const char *const *
view_linked_from (const char *id, gpointer user)
{
  ValiseGroup *group = user;

  g_strfreev (group->linked);
  group->linked = valise_projection_linked_from (group->store, id, NULL);
  return (const char *const *) group->linked;
}

static const char *
view_author_member (const char *device, gpointer user)
{
  ValiseGroup *group = user;
  ValiseLogOwner owner;

  valise_store_get_owner (group->store, device, &owner);
  return owner.member;
}

static gboolean
view_knows_device (const ValiseClearance *to, const char *device, gpointer user)
{
  ValiseGroup *group = user;
  g_autoptr (ValiseMember) row = valise_roster_find_device (group->store, device, NULL);

  for (guint i = 0; row != NULL && row->cases[i] != NULL; i++)
    if (to->cases != NULL && g_strv_contains (to->cases, row->cases[i]))
      return TRUE;
  return FALSE;
}

ValiseGroup *
valise_group_new (ValiseStore *store, GPtrArray *members, GError **error)
{
  g_autoptr (ValiseGroup) group = g_new0 (ValiseGroup, 1);

  group->store = store;
  group->members = members;
  group->clearances = g_new0 (ValiseClearance, members->len);
  group->logs = g_array_new (FALSE, FALSE, sizeof (gint64));
  group->held = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_held_free);
  group->records =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) valise_record_free);
  group->verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, verdict_free);
  group->view = (ValiseDisclosureView){ view_state, view_linked_from, view_author_member, group,
                                        view_knows_device };
  for (guint i = 0; i < members->len; i++) {
    const ValiseMember *member = members->pdata[i];
    gint64 log = valise_log_find (store, member->device, error);

    if (log < 0)
      return NULL;
    g_array_append_val (group->logs, log);
    group->clearances[i] = (ValiseClearance){ member->device, member->member, member->role,
                                              (const char *const *) member->cases };
  }
  return g_steal_pointer (&group);
}

void
valise_group_free (ValiseGroup *group)
{
  if (group == NULL)
    return;
  g_hash_table_unref (group->verdicts);
  g_hash_table_unref (group->records);
  g_ptr_array_unref (group->held);
  g_array_unref (group->logs);
  g_strfreev (group->linked);
  g_free (group->clearances);
  g_free (group);
}

/* What they hold */

gboolean
valise_group_enter_log (ValiseGroup *group, gint64 log, GError **error)
{
  g_ptr_array_set_size (group->held, 0);
  group->log = log;
  for (guint i = 0; i < group->logs->len; i++) {
    ValiseHeld *held =
        valise_held_load (group->store, g_array_index (group->logs, gint64, i), log, error);

    if (held == NULL)
      return FALSE;
    g_ptr_array_add (group->held, held);
  }
  return TRUE;
}

int
valise_group_opened (ValiseGroup *group, guint64 index)
{
  int least = -1;

  for (guint i = 0; i < group->held->len; i++) {
    gboolean own = g_array_index (group->logs, gint64, i) == group->log;
    int opened = own ? -1 : valise_held_opened (group->held->pdata[i], index);

    if (opened == -2)
      return -2;
    if (opened >= 0 && (least < 0 || opened < least))
      least = opened;
  }
  return least;
}

guint64
valise_group_acknowledged_size (ValiseGroup *group)
{
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < group->held->len; i++)
    least = MIN (least, valise_held_newest_size (group->held->pdata[i]));
  return least == G_MAXUINT64 ? 0 : least;
}

void
valise_group_append_sizes (ValiseGroup *group, GArray *sizes)
{
  for (guint i = 0; i < group->held->len; i++) {
    gint64 size = (gint64) valise_held_newest_size (group->held->pdata[i]);

    g_array_append_val (sizes, size);
  }
}

gboolean
valise_group_has_sealed (ValiseGroup *group, const ValiseSealedUse *use)
{
  for (guint i = 0; i < group->logs->len; i++) {
    gint64 log = g_array_index (group->logs, gint64, i);

    if (log != group->log && log != use->origin &&
        !valise_held_has_bytes (group->store, log, &use->sha256))
      return FALSE;
  }
  return group->logs->len > 0;
}

/* Did this device itself say that the file belongs to the record? */
static gboolean
device_named_file (const ValiseRecord *record, const char *device, const char *hex)
{
  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];

    for (guint j = 0; strcmp (entry->device, device) == 0 && j < entry->n_values; j++)
      if (strstr (entry->values[j].value, hex) != NULL)
        return TRUE;
  }
  return FALSE;
}

gboolean
valise_group_has_file (ValiseGroup *group, const ValiseVerdict *verdict, const ValiseHash *sha256)
{
  g_autofree char *hex = valise_hex_encode (sha256->bytes, sizeof sha256->bytes);

  for (guint i = 0; i < group->logs->len; i++)
    if (!device_named_file (verdict->record, group->clearances[i].device, hex) &&
        !valise_held_has_bytes (group->store, g_array_index (group->logs, gint64, i), sha256))
      return FALSE;
  return group->logs->len > 0;
}

/* Does any of them hold an entry of this record? Then a change of clearance
 * must reach them as a notice. */
static gboolean
anybody_holds (ValiseGroup *group, const ValiseRecord *record)
{
  for (guint i = 0; i < group->members->len; i++)
    if (valise_sent_has (group->store, group->clearances[i].device, record->record))
      return TRUE;
  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];
    gint64 log = valise_log_find (group->store, entry->device, NULL);

    for (guint j = 0; log > 0 && j < group->logs->len; j++) {
      g_autoptr (ValiseHeld) held =
          valise_held_load (group->store, g_array_index (group->logs, gint64, j), log, NULL);

      if (held != NULL && valise_held_opened (held, entry->index) != -2)
        return TRUE;
    }
  }
  return FALSE;
}

gboolean
valise_group_is_headquarters (const ValiseGroup *group)
{
  for (guint i = 0; i < group->members->len; i++)
    if (group->clearances[i].role != VALISE_ROLE_HEADQUARTERS)
      return FALSE;
  return TRUE;
}

/* Judging */

static void
disclose_to_all (ValiseGroup *group, ValiseVerdict *verdict, gboolean notice)
{
  g_ptr_array_set_size (verdict->disclosures, 0);
  verdict->level = VALISE_DISCLOSE_ALL;
  for (guint i = 0; i < group->members->len; i++) {
    const char *id = verdict->record->record;
    ValiseDisclosure *one = notice
                                ? valise_disclose_notice (&group->view, id, &group->clearances[i])
                                : valise_disclose (&group->view, id, &group->clearances[i]);

    g_ptr_array_add (verdict->disclosures, one);
    verdict->level = MIN (verdict->level, valise_disclosure_level (one));
  }
}

const ValiseVerdict *
valise_group_judge (ValiseGroup *group, const char *id, GError **error)
{
  ValiseVerdict *verdict = g_hash_table_lookup (group->verdicts, id);
  const ValiseType *type;

  if (verdict != NULL)
    return verdict;
  if (g_hash_table_size (group->verdicts) > KEPT_MAX ||
      g_hash_table_size (group->records) > KEPT_MAX) {
    g_hash_table_remove_all (group->verdicts);
    g_hash_table_remove_all (group->records);
  }
  verdict = g_new0 (ValiseVerdict, 1);
  verdict->disclosures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_disclosure_free);
  verdict->record = load_record (group, id, error);
  if (verdict->record == NULL) {
    verdict_free (verdict);
    return NULL;
  }
  disclose_to_all (group, verdict, FALSE);
  type = verdict->record->type;
  if (verdict->level == VALISE_DISCLOSE_NOTHING &&
      (type == NULL || type->audience != VALISE_AUDIENCE_SYSTEM) &&
      anybody_holds (group, verdict->record))
    disclose_to_all (group, verdict, TRUE);
  g_hash_table_insert (group->verdicts, (gpointer) verdict->record->record, verdict);
  return verdict;
}

ValiseDisclosureLevel
valise_verdict_level (const ValiseVerdict *verdict)
{
  return verdict->level;
}

gboolean
valise_verdict_allows (const ValiseVerdict *verdict, const char *name, const char *value)
{
  if (verdict->level == VALISE_DISCLOSE_ALL)
    return TRUE;
  if (verdict->level < VALISE_DISCLOSE_SOME)
    return FALSE;
  for (guint i = 0; i < verdict->disclosures->len; i++)
    if (!valise_disclosure_allows (verdict->disclosures->pdata[i], name, value))
      return FALSE;
  return TRUE;
}

gboolean
valise_verdict_allows_sealed (const ValiseVerdict *verdict)
{
  for (guint i = 0; i < verdict->disclosures->len; i++)
    if (!valise_disclosure_allows_sealed (verdict->disclosures->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
valise_verdict_allows_original (const ValiseVerdict *verdict)
{
  for (guint i = 0; i < verdict->disclosures->len; i++)
    if (!valise_disclosure_allows_original (verdict->disclosures->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Of the one who may have the least. */
const char *
valise_verdict_reason (const ValiseVerdict *verdict)
{
  for (guint i = 0; i < verdict->disclosures->len; i++) {
    const ValiseDisclosure *one = verdict->disclosures->pdata[i];

    if (valise_disclosure_level (one) == verdict->level && valise_disclosure_reason (one) != NULL)
      return valise_disclosure_reason (one);
  }
  return NULL;
}

const char *
valise_verdict_type (const ValiseVerdict *verdict)
{
  return verdict->record->state->type;
}

guint
valise_class_rank (const char *class)
{
  static const char *const classes[] = { "unclassified", "confidential" };

  if (class == NULL)
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (class, classes[i]) == 0)
      return i;
  return G_N_ELEMENTS (classes);
}

guint
valise_verdict_class (const ValiseVerdict *verdict)
{
  const ValiseStateField *field = valise_state_find (verdict->record->state, ".class");
  guint highest = 0;

  if (field == NULL)
    return valise_class_rank (NULL);
  for (guint i = 0; i < field->n_live; i++) {
    g_autofree char *text = valise_json_dup_string (field->live[i].value);

    highest = MAX (highest, valise_class_rank (text));
  }
  return highest;
}

const ValiseRecord *
valise_verdict_record (const ValiseVerdict *verdict)
{
  return verdict->record;
}
