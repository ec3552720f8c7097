/* cmd-record.c - recording, correcting, withdrawing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/show-flags.h"
#include "app/show.h"
#include "app/vault.h"
#include "core/error.h"
#include "core/value.h"
#include "sync/roster.h"

/* Reads --case, --class, --parent, --attach and the words from `first` on. */
static gboolean
read_words (const ValiseRun *run, ValiseFields *fields, guint first, GError **error)
{
  const char *const *attach = valise_arguments_list (run->given, "attach");
  const char *const names[] = { "case", "class" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text = valise_arguments_get (run->given, names[i]);

    if (text != NULL && !valise_fields_set (fields, names[i], text, error))
      return FALSE;
  }
  for (guint i = first; i < run->given->n_words; i++)
    if (!valise_fields_read (fields, valise_arguments_word (run->given, i), error))
      return FALSE;
  return attach[0] == NULL || valise_fields_attach (fields, attach, error);
}

static gboolean
read_parent (const ValiseRun *run, ValiseFields *fields, GError **error)
{
  const char *parent = valise_arguments_get (run->given, "parent");

  if (parent == NULL)
    return TRUE;
  for (const ValiseField *field = fields->type->fields; field->name != NULL; field++)
    if (field->parent)
      return valise_fields_set (fields, field->name, parent, error);
  return valise_usage_error (error, _ ("the type “%s” belongs to no other record; leave --parent out, or link it"),
                             fields->type->name);
}

/* What check digits say about identifiers just typed: never a reason to refuse. */
static void
note_check_digits (const ValiseFields *fields)
{
  for (guint i = 0; i < fields->list->len; i++) {
    const ValiseAssignment *given = &valise_fields_data (fields)[i];
    const ValiseField *field = valise_type_field (fields->type, given->name);
    g_autofree char *note = field != NULL ? valise_show_check (field, given->value) : NULL;

    if (note != NULL)
      valise_note (_ ("%s: %s"), given->name, note);
  }
}

/* Or the case, whose countries a place is held against. */
static gboolean
sets_place (const ValiseFields *fields)
{
  for (guint i = 0; i < fields->list->len; i++) {
    const char *name = valise_fields_data (fields)[i].name;
    const ValiseField *field = valise_type_field (fields->type, name);

    if (strcmp (name, ".case") == 0 || (field != NULL && field->kind == VALISE_KIND_PLACE))
      return TRUE;
  }
  return FALSE;
}

/* A mistyped or missing case would keep the record from everybody, in silence. */
static void
warn_of_case (ValiseStore *store, const char *id)
{
  g_autoptr (ValiseMember) own =
      valise_roster_find_device (store, valise_store_get_device (store), NULL);
  g_autoptr (ValiseRecord) record = own != NULL ? valise_record_load (store, id, NULL) : NULL;
  g_autofree char *in = record != NULL ? valise_state_dup_text (record->state, ".case") : NULL;
  g_autofree char *cases = own != NULL ? g_strjoinv (", ", own->cases) : NULL;

  if (in == NULL || own->role == VALISE_ROLE_HEADQUARTERS || valise_member_has_case (own, in))
    return;
  valise_warn (_ ("the record is in the case “%s”, which is none of yours (%s), so nobody else may get it; “valise edit %.8s case=…” moves it"),
               in, cases, id);
}

/* add */

static void
say_added (const ValiseRun *run, const char *record, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  g_autoptr (ValiseRecord) loaded = NULL;
  g_auto (GStrv) missing = NULL;

  if (!valise_run_is_json (run)) {
    valise_say ("%s", record);
    return;
  }
  loaded = valise_record_load (run->store, record, error);
  missing = loaded != NULL ? valise_show_missing (loaded) : NULL;
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "record", record);
  valise_out_text (doc, valise_out_root (doc), "type", loaded != NULL ? loaded->state->type : NULL);
  valise_out_strings (doc, valise_out_root (doc), "incomplete", (const char *const *) missing);
  valise_out_print (doc);
}

static char *
add_in_store (ValiseRun *run, ValiseFields *fields, GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;
  g_autofree char *record = NULL;

  if (fields->has_sealed && !valise_vault_prepare (run, error))
    return NULL;
  change = valise_transaction_begin (valise_store_get_db (run->store), error);
  if (change == NULL || !valise_fields_settle (fields, run->store, NULL, error))
    return NULL;
  record = valise_record_add (run->store, fields->type->name, valise_fields_data (fields),
                              fields->list->len, error);
  if (record == NULL || !valise_transaction_commit (change, error))
    return NULL;
  return g_steal_pointer (&record);
}

static gboolean
run_add (ValiseRun *run, GError **error)
{
  const ValiseType *type =
      valise_fields_find_type (valise_arguments_word (run->given, 0), error);
  g_autoptr (ValiseFields) fields = NULL;
  g_autofree char *record = NULL;

  if (type == NULL)
    return FALSE;
  fields = valise_fields_new (type);
  if (!read_parent (run, fields, error) || !read_words (run, fields, 1, error) ||
      valise_run_store (run, error) == NULL)
    return FALSE;
  record = add_in_store (run, fields, error);
  if (record == NULL) {
    valise_usage_claim_invalid (error);
    valise_fields_undo (fields, run->store);
    return FALSE;
  }
  note_check_digits (fields);
  valise_warn_of_places (run->store, record);
  warn_of_case (run->store, record);
  say_added (run, record, NULL);
  return TRUE;
}

static const ValiseOption add_options[] = {
  { "case", 0, "CASE", FALSE, N_ ("the case it belongs to; the parent's or the store's when left out") },
  { "class", 0, "CLASS", FALSE, N_ ("unclassified, confidential or strictly-confidential") },
  { "parent", 0, "RECORD", FALSE, N_ ("what it was found in or belongs to") },
  { "attach", 0, "FILE", TRUE, N_ ("files to keep with it, byte for byte") },
  { NULL },
};

const ValiseCommand valise_command_add = {
  .name = "add",
  .usage = "TYPE [FIELD=VALUE…] [--case CASE] [--class CLASS] [--parent RECORD] [--attach FILE…]",
  .summary = N_ ("record something and print its id"),
  .help = N_ ("“valise add TYPE --help” lists the fields of a type, what each takes, and its choices; “valise "
              "add TYPE FIELD --help” explains one field with all of its choices.\n\n"
              "A record may be kept with anything missing; it is then marked incomplete. What is of "
              "the wrong kind is refused and nothing is kept.\n\n"
              "FIELD=@FILE reads a long text from a file, FIELD=@- from standard input, FIELD=@@TEXT "
              "is a text that begins with @. Several values of one field stand with “;” between them. "
              "A link takes the id of a record, or its first 8 digits or more.\n\n"
              "What is typed on a command line stays in the shell's history. Give what identifies a "
              "source as FIELD=@- or @FILE."),
  .example = "valise add sighting place=\"-1.6583, 29.2200\" seen=2026-11-21T09:05 how-known=own-eyes\n"
             "valise add item --parent 3f2a9c41 kind=weapon quantity=12 count-method=counted\n"
             "valise add interview codename=HERON source-name=@- < name.txt",
  .options = add_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_add,
};

/* edit, withdraw, reinstate */

static void
say_changed (const ValiseRun *run, const char *record, const char *done, const ValiseFields *fields)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (1, NULL, TRUE);
  g_autofree char *joined = NULL;

  for (guint i = 0; fields != NULL && i < fields->list->len; i++)
    if (strcmp (valise_fields_data (fields)[i].name, ".why") != 0)
      g_ptr_array_add (names, (char *) valise_fields_data (fields)[i].name);
  if (!valise_run_is_json (run)) {
    joined = g_strjoinv (", ", (char **) names->pdata);
    valise_say (fields != NULL ? "%s %s: %s" : "%s %s%s", done, record, joined);
    return;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "record", record);
  if (fields != NULL)
    valise_out_strings (doc, valise_out_root (doc), "changed", (const char *const *) names->pdata);
  valise_out_print (doc);
}

static gboolean
edit_in_store (ValiseRun *run, ValiseFields *fields, const ValiseRecord *before, GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;

  if (fields->has_sealed && !valise_vault_prepare (run, error))
    return FALSE;
  change = valise_transaction_begin (valise_store_get_db (run->store), error);
  return change != NULL && valise_fields_settle (fields, run->store, before, error) &&
         valise_record_edit (run->store, before->record, valise_fields_data (fields),
                             fields->list->len, error) &&
         valise_transaction_commit (change, error);
}

static gboolean
run_edit (ValiseRun *run, GError **error)
{
  const char *reason = valise_arguments_get (run->given, "reason");
  g_autofree char *record = NULL;
  g_autoptr (ValiseRecord) before = NULL;
  g_autoptr (ValiseFields) fields = NULL;

  if (run->given->n_words < 2 && !valise_arguments_has (run->given, "attach"))
    return valise_usage_error (error, _ ("say what to change, as in “valise edit %s serial=AK-1234”"),
                               valise_arguments_word (run->given, 0));
  record = valise_run_record (run, 0, error);
  before = record != NULL ? valise_record_load (run->store, record, error) : NULL;
  if (before == NULL)
    return FALSE;
  if (before->type == NULL || before->type->audience == VALISE_AUDIENCE_SYSTEM) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 before->type == NULL ? _ ("the type of record %s is not known here, so it cannot be changed here")
                                      : _ ("record %s was made by the program and is never changed"),
                 record);
    return FALSE;
  }
  fields = valise_fields_new (before->type);
  if (!read_words (run, fields, 1, error))
    return FALSE;
  if (reason != NULL && reason[0] != '\0')
    valise_fields_set_why (fields, reason);
  if (!edit_in_store (run, fields, before, error)) {
    valise_usage_claim_invalid (error);
    valise_fields_undo (fields, run->store);
    return FALSE;
  }
  note_check_digits (fields);
  if (sets_place (fields))
    valise_warn_of_places (run->store, record);
  warn_of_case (run->store, record);
  say_changed (run, record, _ ("Changed"), fields);
  return TRUE;
}

static const ValiseOption edit_options[] = {
  { "attach", 0, "FILE", TRUE, N_ ("files to keep with it, beside those that are there") },
  { "reason", 0, "TEXT", FALSE, N_ ("why; kept with this change, and not told to the mission") },
  { NULL },
};

const ValiseCommand valise_command_edit = {
  .name = "edit",
  .usage = "RECORD FIELD=VALUE… [--attach FILE…] [--reason TEXT]",
  .summary = N_ ("correct a record"),
  .help = N_ ("Nothing is overwritten: the correction is a new entry that names what it replaces, "
              "and “valise show RECORD --history” shows both. FIELD= clears a field; case= and "
              "class= move the record. What a colleague wrote stays beside your value until its "
              "author or a coordinator settles it."),
  .example = "valise edit 3f2a9c41 quantity=14 quantity-note=\"two more behind the door\"",
  .options = edit_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_edit,
};

static gboolean
run_withdraw (ValiseRun *run, GError **error)
{
  const char *reason = valise_arguments_get (run->given, "reason");
  g_autofree char *record = NULL;

  if (reason == NULL || reason[0] == '\0')
    return valise_usage_error (error, _ ("a record is withdrawn with a reason: --reason \"seen twice, see …\""));
  record = valise_run_record (run, 0, error);
  if (record == NULL || !valise_record_withdraw (run->store, record, reason, error))
    return FALSE;
  say_changed (run, record, _ ("Withdrew"), NULL);
  return TRUE;
}

static const ValiseOption withdraw_options[] = {
  { "reason", 0, "TEXT", FALSE, N_ ("why; everyone who has the record may read it, the mission may not") },
  { NULL },
};

const ValiseCommand valise_command_withdraw = {
  .name = "withdraw",
  .usage = "RECORD --reason TEXT",
  .summary = N_ ("take a record back, with a reason"),
  .help = N_ ("The record stays, marked withdrawn, and everyone who got it learns of it. "
              "“valise reinstate RECORD” takes the withdrawal back."),
  .example = "valise withdraw 3f2a9c41 --reason \"the same cache as 77b0e1d2\"",
  .options = withdraw_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_withdraw,
};

static gboolean
run_reinstate (ValiseRun *run, GError **error)
{
  g_autofree char *record = valise_run_record (run, 0, error);

  if (record == NULL || !valise_record_restore (run->store, record, error))
    return FALSE;
  say_changed (run, record, _ ("Reinstated"), NULL);
  return TRUE;
}

const ValiseCommand valise_command_reinstate = {
  .name = "reinstate",
  .usage = "RECORD",
  .summary = N_ ("take a withdrawal back"),
  .help = N_ ("The record counts again. Both the withdrawal and its end stay in the history."),
  .example = "valise reinstate 3f2a9c41",
  .min_words = 1,
  .max_words = 1,
  .run = run_reinstate,
};
