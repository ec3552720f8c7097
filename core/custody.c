/* custody.c - what was done to records and files, noted in this device's log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/custody.h"

#include <string.h>

#include "core/held.h"
#include "core/json.h"

/* Texts that need no escaping. */
static char *
list_of (const GPtrArray *texts, guint from, guint to)
{
  GString *list = g_string_new ("[");

  for (guint i = from; i < to; i++)
    g_string_append_printf (list, "%s\"%s\"", i > from ? "," : "", (const char *) texts->pdata[i]);
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

/* Entries */

void
valise_custody_add_entries (GPtrArray *texts, const char *device, const GArray *ranges)
{
  g_autoptr (GString) text = g_string_new (device);

  for (guint i = 0; i + 1 < ranges->len; i += 2) {
    g_autofree char *range = valise_held_write_range (g_array_index (ranges, guint64, i),
                                                      g_array_index (ranges, guint64, i + 1), -1);

    if (text->len + 1 + strlen (range) > VALISE_CUSTODY_MAX_TEXT) {
      g_ptr_array_add (texts, g_strdup (text->str));
      g_string_assign (text, device);
    }
    g_string_append_printf (text, " %s", range);
  }
  if (ranges->len > 0)
    g_ptr_array_add (texts, g_strdup (text->str));
}

gboolean
valise_custody_has_entry (const char *text, const char *device, guint64 index)
{
  gsize length = strlen (device);
  g_auto (GStrv) ranges = NULL;
  guint64 first, last;
  int opened;

  if (strncmp (text, device, length) != 0 || text[length] != ' ')
    return FALSE;
  ranges = g_strsplit (text + length + 1, " ", -1);
  for (guint i = 0; ranges[i] != NULL; i++)
    if (valise_held_parse_range (ranges[i], &first, &last, &opened) && first <= index && index <= last)
      return TRUE;
  return FALSE;
}

/* Events */

static void
take (GArray *fields, GPtrArray *texts, const char *name, char *value)
{
  ValiseAssignment field = { name, value };

  g_ptr_array_add (texts, value);
  g_array_append_val (fields, field);
}

/* The lists of a note, and how much of each stands in events already. */
typedef struct {
  const char *name;
  const GPtrArray *texts; /* or NULL */
  guint most, done;
} List;

static gboolean
is_done (const List *list)
{
  return list->texts == NULL || list->done >= list->texts->len;
}

static void
take_stretch (GArray *fields, GPtrArray *texts, List *list)
{
  guint to;

  if (is_done (list))
    return;
  to = MIN (list->texts->len, list->done + list->most);
  take (fields, texts, list->name, list_of (list->texts, list->done, to));
  list->done = to;
}

/* Somebody's folder need not be UTF-8; what an entry says is. */
static char *
text_of (const char *given)
{
  g_autofree char *valid = g_utf8_make_valid (given, -1);

  return valise_json_string (valid);
}

/* One event, with the next stretch of each list. */
static gboolean
note_one (ValiseStore *store, const ValiseCustodyNote *note, List *lists, guint n_lists, GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *file = note->file != NULL
                              ? valise_hex_encode (note->file->bytes, VALISE_HASH_SIZE)
                              : NULL;
  const char *const given[][2] = { { "action", note->action }, { "file", file },
                                   { "record", note->record }, { "to", note->to },
                                   { "what", note->what },     { "why", note->why } };
  g_autofree char *id = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    if (given[i][1] != NULL)
      take (fields, texts, given[i][0], text_of (given[i][1]));
  if (note->size > 0)
    take (fields, texts, "size", valise_json_integer ((gint64) note->size));
  for (guint i = 0; i < n_lists; i++)
    take_stretch (fields, texts, &lists[i]);
  id = valise_record_add_system (store, "custody",
                                 (const ValiseAssignment *)(void *)fields->data,
                                 fields->len, error);
  return id != NULL;
}

gboolean
valise_custody_note (ValiseStore *store, const ValiseCustodyNote *note, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  List lists[] = { { "records", note->records, VALISE_CUSTODY_MAX_RECORDS, 0 },
                   { "entries", note->entries, VALISE_CUSTODY_MAX_ENTRIES, 0 },
                   { "files", note->files, VALISE_CUSTODY_MAX_FILES, 0 } };

  if (change == NULL)
    return FALSE;
  do {
    if (!note_one (store, note, lists, G_N_ELEMENTS (lists), error))
      return FALSE;
  } while (!is_done (&lists[0]) || !is_done (&lists[1]) || !is_done (&lists[2]));
  return valise_transaction_commit (change, error);
}

gboolean
valise_record_note_custody (ValiseStore *store, const char *action, const char *record,
                            const char *what, const char *to, GError **error)
{
  ValiseCustodyNote note = { .action = action, .record = record, .what = what, .to = to };

  return valise_custody_note (store, &note, error);
}
