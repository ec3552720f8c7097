/* exchange.c - records, bundles and what came of them, in a few words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/exchange.h"

#include "core/files.h"
#include "core/log.h"
#include "core/value.h"
#include "tests/asserts.h"

char *
exchange_add (FixtureStore *store, const char *type_name, ...)
{
  const ValiseType *type = valise_type_find (type_name);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *name;
  char *record;
  va_list list;

  va_start (list, type_name);
  while ((name = va_arg (list, const char *)) != NULL) {
    const char *text = va_arg (list, const char *);
    ValiseAssignment field = { name, NULL };

    field.value = name[0] == '.' ? g_strdup_printf ("\"%s\"", text)
                                 : valise_value_parse (valise_type_field (type, name), text, &error);
    assert_no_error (error);
    g_ptr_array_add (texts, (char *) field.value);
    g_array_append_val (fields, field);
  }
  va_end (list);
  record = valise_record_add (store->store, type_name,
                              (const ValiseAssignment *) (void *) fields->data, fields->len, &error);
  assert_no_error (error);
  return record;
}

void
exchange_edit (FixtureStore *store, const char *record, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, &error);
  g_autofree char *value = NULL;
  ValiseAssignment field = { name, NULL };

  assert_no_error (error);
  value = name[0] == '.' ? g_strdup_printf ("\"%s\"", text)
                         : valise_value_parse (valise_type_field (loaded->type, name), text, &error);
  assert_no_error (error);
  field.value = value;
  valise_record_edit (store->store, record, &field, 1, &error);
  assert_no_error (error);
}

char *
exchange_pack (FixtureStore *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recipients = valise_roster_match (from->store, to, &error);
  ValisePackOptions options = { .folder = from->root };
  g_autoptr (GPtrArray) packed = NULL;

  assert_no_error (error);
  packed = valise_pack (from->store, recipients, &options, &error);
  assert_no_error (error);
  assert_int_equal (packed->len, 1);
  return g_strdup (((const ValisePacked *) packed->pdata[0])->path);
}

ValiseReconciled *
exchange_reconcile (FixtureStore *to, const char *path)
{
  g_autoptr (GError) error = NULL;
  ValiseReconciled *result = valise_reconcile (to->store, path, NULL, NULL, &error);

  assert_no_error (error);
  return result;
}

void
exchange_take (FixtureStore *to, const char *path, ValiseOutcome outcome)
{
  ValiseReconciled *result = exchange_reconcile (to, path);

  if (result->outcome != outcome)
    fail_msg ("%s instead of %s: %s", valise_outcome_to_text (result->outcome),
              valise_outcome_to_text (outcome), result->reason);
  valise_reconciled_free (result);
}

void
exchange_send (FixtureStore *from, FixtureStore *to, const char *member)
{
  g_autofree char *path = exchange_pack (from, member);

  assert_non_null (path);
  exchange_take (to, path, VALISE_OUTCOME_MERGED);
}

const char *
exchange_device (FixtureStore *store)
{
  return valise_store_get_device (store->store);
}

void
exchange_pass (FixtureStore *from, FixtureStore *to)
{
  exchange_send (from, to, exchange_device (to));
}

char *
exchange_value (FixtureStore *store, const char *record, const char *name)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, NULL);
  const char *value = loaded != NULL ? valise_state_get (loaded->state, name) : NULL;

  return g_strdup (value);
}

guint
exchange_count_values (FixtureStore *store, const char *record, const char *name)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, NULL);
  const ValiseStateField *field = loaded != NULL ? valise_state_find (loaded->state, name) : NULL;

  return field != NULL ? field->n_live : 0;
}

char *
exchange_dump (FixtureStore *store)
{
  g_autoptr (GError) error = NULL;
  char *dump = valise_projection_dump (store->store, &error);

  assert_no_error (error);
  return dump;
}

static gboolean
count_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  ++*(guint *) user;
  return TRUE;
}

char *
exchange_snapshot (FixtureStore *store)
{
  g_autofree char *dump = exchange_dump (store);
  g_autoptr (GString) out = g_string_new (dump);
  g_autoptr (GArray) logs = valise_log_all (store->store, NULL);
  guint files = 0;

  for (guint i = 0; i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);
    g_autofree char *device = valise_log_dup_device (store->store, log);
    g_autoptr (GArray) sizes = valise_log_checkpoint_sizes (store->store, log, NULL);

    g_string_append_printf (out, "%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %u\n", device,
                            valise_log_size (store->store, log),
                            valise_log_count (store->store, log, NULL), sizes->len);
  }
  valise_files_foreach (store->store, count_file, &files, NULL);
  g_string_append_printf (out, "%u files, roster %" G_GUINT64_FORMAT "\n", files,
                          valise_roster_number (store->store));
  return g_string_free (g_steal_pointer (&out), FALSE);
}
