/* cmd-conflict.c - where two people differ, and settling it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/print.h"
#include "app/show.h"
#include "app/vault.h"
#include "core/error.h"

static const ValiseField *
field_of (const ValiseShow *show, const char *name)
{
  return show->record->type != NULL ? valise_type_field (show->record->type, name) : NULL;
}

static void
say_field (const ValiseShow *show, const ValiseStateField *values)
{
  const ValiseField *field = field_of (show, values->name);

  for (guint i = 0; i < values->n_live; i++) {
    const ValiseLive *live = &values->live[i];
    g_autofree char *text = valise_show_value (show, field, values->name, live->value);
    g_autofree char *author = valise_show_author (show->store, live->entry->device);
    g_autofree char *stamp = valise_entry_dup_text (live->entry, ".time");
    g_autofree char *time = valise_show_time (stamp);
    g_autofree char *whole = g_strdup_printf (_ ("[%u] %s   by %s, %s"), i + 1, text, author, time);

    valise_say_labelled (2, i == 0 ? values->name : "", whole);
  }
}

static void
say_record (const ValiseShow *show)
{
  const ValiseState *state = show->record->state;
  g_autofree char *title = valise_projection_title (show->record), *safe = valise_safe (title);

  valise_say ("%s  %s  %s", show->record->record, valise_show_type (state->type), safe);
  for (guint i = 0; i < state->n_fields; i++)
    if (state->fields[i].conflict)
      say_field (show, &state->fields[i]);
  if (state->type_conflict)
    valise_say_labelled (2, _ ("type"), _ ("its entries name two types; withdraw it and add it anew"));
  if (state->withdrawn_conflict)
    valise_say_labelled (2, _ ("withdrawn"),
                         _ ("changed by somebody who did not know of the withdrawal; withdraw it again or reinstate it"));
}

static void
put_record (const ValiseShow *show, yyjson_mut_doc *doc, yyjson_mut_val *item)
{
  const ValiseState *state = show->record->state;
  yyjson_mut_val *fields;

  valise_out_text (doc, item, "record", show->record->record);
  valise_out_text (doc, item, "type", state->type);
  valise_out_flag (doc, item, "type_conflict", state->type_conflict);
  valise_out_flag (doc, item, "withdrawn_conflict", state->withdrawn_conflict);
  fields = valise_out_list (doc, item, "fields");
  for (guint i = 0; i < state->n_fields; i++) {
    const ValiseStateField *values = &state->fields[i];
    yyjson_mut_val *object, *list;

    if (!values->conflict)
      continue;
    object = valise_out_item (doc, fields);
    valise_out_text (doc, object, "field", values->name);
    list = valise_out_list (doc, object, "values");
    for (guint j = 0; j < values->n_live; j++) {
      yyjson_mut_val *value = valise_out_item (doc, list);

      valise_out_number (doc, value, "keep", j + 1);
      valise_show_live_as_json (show, doc, value, values->name, &values->live[j]);
    }
  }
}

static gboolean
run_conflicts (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (GPtrArray) rows = store != NULL ? valise_projection_conflicts (store, error) : NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list = NULL;

  if (rows == NULL)
    return FALSE;
  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    list = valise_out_list (doc, valise_out_root (doc), "records");
  }
  for (guint i = 0; i < rows->len; i++) {
    const ValiseListRow *row = rows->pdata[i];
    g_autoptr (ValiseShow) show = valise_show_new (store, row->record, error);

    if (show == NULL)
      return FALSE;
    if (show->closed)
      continue;
    if (doc != NULL)
      put_record (show, doc, valise_out_item (doc, list));
    else
      say_record (show);
  }
  if (doc != NULL)
    valise_out_print (doc);
  else if (rows->len == 0)
    valise_say (_ ("Nobody differs: there is no conflict."));
  return TRUE;
}

const ValiseCommand valise_command_conflicts = {
  .name = "conflicts",
  .usage = "",
  .summary = N_ ("list the fields about which people differ"),
  .help = N_ ("Both values are kept until the author or a coordinator settles it with “valise "
              "resolve”. Until then every store shows the same one for now, and marks it."),
  .example = "valise conflicts",
  .run = run_conflicts,
};

/* resolve */

/* A third value, made from what was typed. */
static gboolean
settle_with_value (ValiseRun *run, const ValiseRecord *record, const char *name, const char *text,
                   GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;
  g_autoptr (ValiseFields) fields = NULL;

  if (record->type == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("the type of record %s is not known here; keep one of its values with --keep"),
                 record->record);
    return FALSE;
  }
  fields = valise_fields_new (record->type);
  if (!valise_fields_set (fields, name[0] == '.' ? name + 1 : name, text, error) ||
      (fields->has_sealed && !valise_vault_prepare (run, error)))
    return FALSE;
  change = valise_transaction_begin (valise_store_get_db (run->store), error);
  return change != NULL && valise_fields_settle (fields, run->store, NULL, error) &&
         valise_record_settle (run->store, record->record, name, 0,
                               valise_fields_data (fields)[0].value, error) &&
         valise_transaction_commit (change, error);
}

/* "case" and "class" are the record's own unless its type has such a field. */
static const char *
full_name (const ValiseRecord *record, const char *name)
{
  if (record->type == NULL || valise_type_field (record->type, name) == NULL) {
    if (strcmp (name, "case") == 0)
      return ".case";
    if (strcmp (name, "class") == 0)
      return ".class";
  }
  return name;
}

/* Who may not settle has made a proposal; he should not think otherwise. */
static gboolean
is_settled (const ValiseRun *run, const char *record, const char *name)
{
  g_autoptr (ValiseRecord) now = valise_record_load (run->store, record, NULL);
  const ValiseStateField *field = now != NULL ? valise_state_find (now->state, name) : NULL;

  return field == NULL || !field->conflict;
}

static void
say_settled (const ValiseRun *run, const char *record, const char *name)
{
  gboolean settled = is_settled (run, record, name);
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (!valise_run_is_json (run)) {
    if (settled)
      valise_say (_ ("Settled %s: %s"), record, name);
    else
      valise_say (_ ("Proposed for %s: %s. The author of the values, or a coordinator, settles it."),
                  record, name);
    return;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "record", record);
  valise_out_text (doc, valise_out_root (doc), "field", name);
  valise_out_flag (doc, valise_out_root (doc), "settled", settled);
  valise_out_print (doc);
}

static gboolean
run_resolve (ValiseRun *run, GError **error)
{
  const char *value = valise_arguments_get (run->given, "value"), *name;
  g_autofree char *id = NULL;
  g_autoptr (ValiseRecord) record = NULL;
  guint64 keep = 0;

  if (!valise_arguments_number (run->given, "keep", 1, VALISE_ENTRY_MAX_AFTER, &keep, error))
    return FALSE;
  if ((keep == 0) == (value == NULL))
    return valise_usage_error (error, _ ("say which value holds: --keep N, as “valise conflicts” numbers them, or --value with a third"));
  id = valise_run_record (run, 0, error);
  record = id != NULL ? valise_record_load (run->store, id, error) : NULL;
  if (record == NULL)
    return FALSE;
  name = full_name (record, valise_arguments_word (run->given, 1));
  if (value != NULL ? !settle_with_value (run, record, name, value, error)
                    : !valise_record_settle (run->store, id, name, (guint) keep, NULL, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  say_settled (run, id, name);
  return TRUE;
}

static const ValiseOption resolve_options[] = {
  { "keep", 0, "N", FALSE, N_ ("value N holds, as numbered by “valise conflicts”") },
  { "value", 0, "VALUE", FALSE, N_ ("neither holds: this does") },
  { NULL },
};

const ValiseCommand valise_command_resolve = {
  .name = "resolve",
  .usage = "RECORD FIELD (--keep N | --value VALUE)",
  .summary = N_ ("settle a conflict"),
  .help = N_ ("Writes an entry that names every value that stood. It settles the conflict when it "
              "comes from the author of the values or from a coordinator; anybody else's is a "
              "proposal beside them. A sealed value is kept by its handle, without opening it."),
  .example = "valise resolve 3f2a9c41 quantity --keep 2",
  .options = resolve_options,
  .min_words = 2,
  .max_words = 2,
  .run = run_resolve,
};
