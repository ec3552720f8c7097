/* custody.c - what was done to records and files, noted in this device's log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/custody.h"

#include "core/json.h"

static char *
list_of (const GPtrArray *records, guint from, guint to)
{
  GString *list = g_string_new ("[");

  for (guint i = from; i < to; i++)
    g_string_append_printf (list, "%s\"%s\"", i > from ? "," : "",
                            (const char *)records->pdata[i]);
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static void
take (GArray *fields, GPtrArray *texts, const char *name, char *value)
{
  ValiseAssignment field = { name, value };

  g_ptr_array_add (texts, value);
  g_array_append_val (fields, field);
}

/* One event; `list` is the value of its records, or NULL. */
static gboolean
note_one (ValiseStore *store, const ValiseCustodyNote *note, char *list, GError **error)
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
      take (fields, texts, given[i][0], valise_json_string (given[i][1]));
  if (list != NULL)
    take (fields, texts, "records", list);
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
  guint n = note->records != NULL ? note->records->len : 0, from = 0;

  if (change == NULL)
    return FALSE;
  do {
    guint to = MIN (n, from + VALISE_CUSTODY_MAX_RECORDS);

    if (!note_one (store, note, to > from ? list_of (note->records, from, to) : NULL,
                   error))
      return FALSE;
    from = to;
  } while (from < n);
  return valise_transaction_commit (change, error);
}

gboolean
valise_record_note_custody (ValiseStore *store, const char *action, const char *record,
                            const char *what, const char *to, GError **error)
{
  ValiseCustodyNote note = { .action = action, .record = record, .what = what, .to = to };

  return valise_custody_note (store, &note, error);
}
