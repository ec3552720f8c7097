/* seen.c - was this marking seen before?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/seen.h"

#include <string.h>

#include "core/json.h"
#include "core/projection.h"
#include "core/value.h"
#include "ui/models/record-item.h"

typedef struct {
  char *as_read, *title, *but;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->as_read);
  g_free (asked->title);
  g_free (asked->but);
  g_free (asked);
}

void
valise_seen_free (gpointer data)
{
  ValiseSeen *seen = data;

  g_free (seen->record);
  g_free (seen->as_read);
  g_free (seen->title);
  g_free (seen->whole);
  g_free (seen->place);
  g_free (seen->when);
  g_free (seen);
}

const ValiseField *
valise_seen_same_field (const ValiseType *type)
{
  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (field->kind == VALISE_KIND_LINK && !field->parent && field->many && g_strcmp0 (field->target, type->name) == 0)
      return field;
  return NULL;
}

static gboolean
is_doubtful (const char *as_read)
{
  return strpbrk (as_read, "?[") != NULL;
}

/* "?" on either side is any character. */
static gboolean
keys_agree (const char *one, const char *other)
{
  while (*one != '\0' && *other != '\0' && (*one == *other || *one == '?' || *other == '?')) {
    one++;
    other++;
  }
  return *one == '\0' && *other == '\0';
}

/* The marking in this record that has the key, as it was read there. */
static char *
find_as_read (const ValiseRecord *record, const char *key)
{
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++) {
    const char *value = field->trace && field->kind == VALISE_KIND_IDENTIFIER ? valise_state_get (record->state, field->name) : NULL;
    g_autofree char *typed = value != NULL ? valise_value_to_typed (field, value) : NULL;
    g_auto (GStrv) texts = typed != NULL ? g_strsplit (typed, "; ", -1) : NULL;

    for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
      g_autofree char *folded = valise_identifier_fold (texts[i]);

      if (keys_agree (folded, key))
        return g_strdup (texts[i]);
    }
  }
  return NULL;
}

static void
read_whole (ValiseStore *store, const ValiseRecord *whole, ValiseSeen *seen)
{
  g_autoptr (ValiseStandings) standings = valise_standings_load (store, NULL);
  g_autoptr (ValiseRecordItem) item = standings != NULL ? valise_record_item_new (store, standings, whole, FALSE) : NULL;
  const ValiseRecordFacts *facts = item != NULL ? valise_record_item_get (item) : NULL;

  seen->place = g_strdup (facts != NULL ? facts->place : "");
  seen->when = g_strdup (facts != NULL ? facts->when : "");
}

static gboolean
titles_agree (const char *one, const char *other)
{
  g_autofree char *a = g_utf8_casefold (one, -1), *b = g_utf8_casefold (other, -1);

  return one[0] != '\0' && strcmp (a, b) == 0;
}

static ValiseSeen *
see (ValiseStore *store, const char *id, const Asked *asked, const char *key)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, id, NULL);
  g_autoptr (ValiseListRow) row = valise_projection_get (store, id, NULL);
  g_autofree char *as_read = record != NULL && record->type != NULL ? find_as_read (record, key) : NULL;
  g_autoptr (ValiseRecord) parent = NULL;
  ValiseSeen *seen;

  if (as_read == NULL || row == NULL || record->state->withdrawn || valise_record_is_closed (store, record) ||
      strcmp (id, asked->but) == 0 || g_strcmp0 (row->parent, asked->but) == 0)
    return NULL;
  seen = g_new0 (ValiseSeen, 1);
  seen->record = g_strdup (id);
  seen->title = g_strdup (row->title != NULL ? row->title : "");
  seen->whole = g_strdup (row->parent != NULL ? row->parent : id);
  seen->same_title = titles_agree (seen->title, asked->title);
  seen->doubtful = is_doubtful (as_read) || is_doubtful (asked->as_read);
  seen->as_read = g_steal_pointer (&as_read);
  parent = row->parent != NULL ? valise_record_load (store, row->parent, NULL) : NULL;
  read_whole (store, parent != NULL ? parent : record, seen);
  return seen;
}

static gpointer
find (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_autofree char *key = valise_identifier_fold (asked->as_read);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (valise_seen_free);
  g_auto (GStrv) ids = NULL;

  if (strcspn (key, "?") < VALISE_SEEN_LETTERS)
    return g_steal_pointer (&all);
  /* Its own rows are among them: a few more are asked for. */
  ids = valise_projection_identified (store, key, 4 * VALISE_SEEN_MOST, error);
  for (guint i = 0; ids != NULL && ids[i] != NULL && all->len < VALISE_SEEN_MOST; i++) {
    ValiseSeen *seen = see (store, ids[i], asked, key);

    if (seen != NULL)
      g_ptr_array_add (all, seen);
  }
  return ids != NULL ? g_steal_pointer (&all) : NULL;
}

void
valise_seen_find_async (ValiseSession *session, const char *as_read, const char *title, const char *but,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = find,
    .free_data = asked_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };
  Asked *asked = g_new0 (Asked, 1);

  asked->as_read = g_strdup (as_read);
  asked->title = g_strdup (title);
  asked->but = g_strdup (but);
  valise_session_run_async (session, &job, asked, cancellable, callback, user);
}

GPtrArray *
valise_seen_find_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
