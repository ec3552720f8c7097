/* view-history.c - who changed what of a record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/view-history.h"

#include <string.h>

#include "core/clock.h"
#include "core/json.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "core/value.h"
#include "sync/clocks.h"
#include "ui/models/author.h"
#include "ui/models/notation.h"

static void
change_free (gpointer data)
{
  ValiseViewChange *change = data;

  g_free (change->name);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

void
valise_view_entry_free (gpointer data)
{
  ValiseViewEntry *entry = data;

  g_free (entry->author);
  g_free (entry->time);
  g_ptr_array_unref (entry->changes);
  g_free (entry->why);
  g_free (entry->after);
  g_free (entry->before);
  g_free (entry);
}

char *
valise_view_text (const ValiseField *field, const char *value)
{
  ValiseHash handle;

  if (valise_sealed_parse_handle (value, &handle) || strcmp (value, "null") == 0)
    return g_strdup ("");
  return field != NULL ? valise_notation_to_text (field, value) : g_strdup (value);
}

char **
valise_view_ids (const char *value)
{
  char *one[2] = { NULL, NULL };

  if (value[0] == '[')
    return valise_json_dup_strings (value);
  one[0] = valise_json_dup_string (value);
  return one[0] != NULL ? g_memdup2 (one, sizeof one) : NULL;
}

static gboolean
names (const ValiseEntry *entry, const ValiseHash *commit)
{
  for (guint i = 0; i < entry->n_after; i++)
    if (valise_hash_equal (&entry->after[i], commit))
      return TRUE;
  return FALSE;
}

/* What this entry put its value in the place of; NULL: nothing that is open here. */
static const ValiseValue *
find_before (const ValiseRecord *record, const ValiseEntry *entry, const char *name)
{
  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseValue *value = valise_entry_find (record->entries->pdata[i], name);

    if (value != NULL && record->entries->pdata[i] != entry && names (entry, &value->commit))
      return value;
  }
  return NULL;
}

/* Of a link: what the records are called, not their ids. */
static char *
titles_of (ValiseStore *store, const char *value)
{
  g_auto (GStrv) ids = valise_view_ids (value);
  GString *titles = g_string_new (NULL);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    g_autoptr (ValiseListRow) row = valise_projection_get (store, ids[i], NULL);

    g_string_append_printf (titles, "%s%s", i > 0 ? "; " : "", row != NULL && row->title != NULL ? row->title : "…");
  }
  return g_string_free (titles, FALSE);
}

static char *
text_of (ValiseStore *store, const ValiseField *field, const char *value)
{
  return field != NULL && field->kind == VALISE_KIND_LINK ? titles_of (store, value) : valise_view_text (field, value);
}

static void
add_change (ValiseStore *store, const ValiseRecord *record, ValiseViewEntry *shown, const ValiseEntry *entry, const ValiseValue *value)
{
  const ValiseField *field = record->type != NULL ? valise_type_field (record->type, value->name) : NULL;
  gboolean reserved = strcmp (value->name, ".class") == 0 || strcmp (value->name, ".case") == 0;
  const ValiseValue *before = find_before (record, entry, value->name);
  ValiseViewChange *change;
  ValiseHash handle;

  if ((field == NULL && !reserved) || (field != NULL && field->parent) || (reserved && before == NULL))
    return;
  change = g_new0 (ValiseViewChange, 1);
  change->field = field;
  change->name = g_strdup (value->name);
  change->after = reserved ? valise_entry_dup_text (entry, value->name) : text_of (store, field, value->value);
  if (before != NULL && strcmp (before->value, "null") != 0)
    change->before = text_of (store, field, before->value);
  change->sealed = valise_sealed_parse_handle (value->value, &handle) || (field != NULL && field->sealed);
  g_ptr_array_add (shown->changes, change);
}

static char *
time_text (gint64 seconds)
{
  return seconds > 0 ? valise_clock_to_text (seconds) : NULL;
}

static void
bracket (ValiseClocks *clocks, const ValiseEntry *entry, ValiseViewEntry *shown)
{
  ValiseClockFinding finding = { 0 };

  valise_clocks_judge (clocks, entry, &finding);
  shown->after = time_text (finding.after);
  shown->before = time_text (finding.before);
  shown->time_in_doubt = finding.doubts != 0;
}

static ValiseViewEntry *
view_entry (ValiseStore *store, ValiseStandings *standings, const ValiseRecord *record, const ValiseEntry *entry)
{
  ValiseViewEntry *shown = g_new0 (ValiseViewEntry, 1);
  const ValiseValue *withdrawn = valise_entry_find (entry, ".withdrawn");

  shown->author = valise_author_of (store, entry->device);
  shown->time = valise_entry_dup_text (entry, ".time");
  shown->changes = g_ptr_array_new_with_free_func (change_free);
  shown->index = entry->index;
  shown->withdrew = withdrawn != NULL && strcmp (withdrawn->value, "true") == 0;
  shown->restored = withdrawn != NULL && !shown->withdrew;
  shown->why = valise_entry_dup_text (entry, shown->withdrew ? ".reason" : ".why");
  shown->standing = valise_standings_of_entry (standings, entry);
  for (guint i = 0; i < entry->n_values; i++)
    add_change (store, record, shown, entry, &entry->values[i]);
  return shown;
}

/* Within one second, as the log has them. */
static gint
newest_first (gconstpointer a, gconstpointer b)
{
  const ValiseViewEntry *one = *(const ValiseViewEntry *const *) a, *other = *(const ValiseViewEntry *const *) b;
  int order = -g_strcmp0 (one->time, other->time);

  return order != 0 ? order : (one->index < other->index) - (one->index > other->index);
}

gboolean
valise_view_history_load (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings,
                          const ValiseRecord *record, GError **error)
{
  g_autoptr (ValiseClocks) clocks = valise_clocks_new (store, error);

  for (guint i = 0; clocks != NULL && i < record->entries->len; i++) {
    ValiseViewEntry *shown = view_entry (store, standings, record, record->entries->pdata[i]);

    bracket (clocks, record->entries->pdata[i], shown);
    g_ptr_array_add (view->history, shown);
  }
  g_ptr_array_sort (view->history, newest_first);
  if (view->history->len > 0)
    ((ValiseViewEntry *) view->history->pdata[view->history->len - 1])->made = TRUE;
  for (guint i = 0; record->state->withdrawn && i < view->history->len && view->withdrawn_on == NULL; i++)
    if (((const ValiseViewEntry *) view->history->pdata[i])->withdrew)
      view->withdrawn_on = g_strdup (((const ValiseViewEntry *) view->history->pdata[i])->time);
  return clocks != NULL;
}
