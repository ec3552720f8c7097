/* show-json.c - one record for programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "app/show-flags.h"
#include "app/show.h"
#include "core/sealed.h"

/* One value: as it is kept, in words, and who said it when. */
void
valise_show_live_as_json (const ValiseShow *show, yyjson_mut_doc *doc, yyjson_mut_val *object,
                          const char *name, const ValiseLive *live)
{
  const ValiseField *field =
      show->record->type != NULL ? valise_type_field (show->record->type, name) : NULL;
  g_autofree char *text = valise_show_value (show, field, name, live->value);
  g_autofree char *author = valise_show_author (show->store, live->entry->device);
  g_autofree char *time = valise_entry_dup_text (live->entry, ".time");
  g_autoptr (ValiseSecret) opened = valise_show_unseal (show, name, live->value, NULL);
  ValiseHash handle;

  valise_out_value (doc, object, "value", live->value);
  valise_out_text (doc, object, "text", text);
  valise_out_text (doc, object, "by", author);
  valise_out_text (doc, object, "device", live->entry->device);
  valise_out_text (doc, object, "time", time);
  valise_out_flag (doc, object, "changed_since", live->changed_since);
  valise_out_flag (doc, object, "sealed", valise_sealed_parse_handle (live->value, &handle));
  if (opened != NULL)
    valise_out_value (doc, object, "opened", valise_secret_text (opened));
}

static void
put_field (const ValiseShow *show, yyjson_mut_doc *doc, yyjson_mut_val *fields,
           const ValiseStateField *values)
{
  const ValiseField *field =
      show->record->type != NULL ? valise_type_field (show->record->type, values->name) : NULL;
  yyjson_mut_val *object = valise_out_object (doc, fields, values->name), *standing;

  valise_show_live_as_json (show, doc, object, values->name, &values->live[0]);
  valise_out_text (doc, object, "label", field != NULL ? field->label : NULL);
  valise_out_flag (doc, object, "conflict", values->conflict);
  if (!values->conflict)
    return;
  standing = valise_out_list (doc, object, "values");
  for (guint i = 0; i < values->n_live; i++) {
    yyjson_mut_val *item = valise_out_item (doc, standing);

    valise_out_number (doc, item, "keep", i + 1);
    valise_show_live_as_json (show, doc, item, values->name, &values->live[i]);
  }
}

static void
put_fields (const ValiseShow *show, yyjson_mut_doc *doc)
{
  const ValiseState *state = show->record->state;
  yyjson_mut_val *fields = valise_out_object (doc, valise_out_root (doc), "fields");

  for (guint i = 0; i < state->n_fields; i++)
    put_field (show, doc, fields, &state->fields[i]);
}

static void
put_rows (yyjson_mut_doc *doc, const char *name, const GPtrArray *rows)
{
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), name);

  for (guint i = 0; i < rows->len; i++)
    valise_show_row_as_json (rows->pdata[i], doc, valise_out_item (doc, list));
}

static void
put_conflicts (const ValiseState *state, yyjson_mut_doc *doc)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (1, NULL, TRUE);

  for (guint i = 0; i < state->n_fields; i++)
    if (state->fields[i].conflict)
      g_ptr_array_add (names, (char *) state->fields[i].name);
  valise_out_strings (doc, valise_out_root (doc), "conflicts", (const char *const *) names->pdata);
}

void
valise_show_as_json (const ValiseShow *show, yyjson_mut_doc *doc)
{
  const ValiseState *state = show->record->state;
  yyjson_mut_val *root = valise_out_root (doc);
  g_autofree char *title = valise_projection_title (show->record);
  g_autofree char *case_id = valise_state_dup_text (state, ".case");
  g_autofree char *class = valise_state_dup_text (state, ".class");
  g_autofree char *reason = valise_state_dup_text (state, ".reason");
  g_auto (GStrv) missing = valise_show_missing (show->record);

  valise_out_text (doc, root, "record", show->record->record);
  valise_out_text (doc, root, "type", state->type);
  valise_out_flag (doc, root, "closed", show->closed);
  if (show->closed)
    return;
  valise_out_number (doc, root, "type_version", state->type_version);
  valise_out_text (doc, root, "title", title);
  valise_out_text (doc, root, "case", case_id);
  valise_out_text (doc, root, "class", class);
  valise_out_text (doc, root, "first_time", state->first_time);
  valise_out_text (doc, root, "last_time", state->last_time);
  valise_out_flag (doc, root, "withdrawn", state->withdrawn);
  valise_out_flag (doc, root, "withdrawn_conflict", state->withdrawn_conflict);
  valise_out_text (doc, root, "reason", reason);
  valise_out_flag (doc, root, "type_conflict", state->type_conflict);
  valise_out_flag (doc, root, "changed_since", state->changed_since);
  valise_out_number (doc, root, "forked", (guint64) show->forked);
  valise_out_flag (doc, root, "disclosed_in_part", state->incomplete_disclosure);
  valise_out_strings (doc, root, "incomplete", (const char *const *) missing);
  put_conflicts (state, doc);
  valise_show_flags_as_json (show->record, show->far, doc);
  put_fields (show, doc);
  put_rows (doc, "children", show->children);
  put_rows (doc, "linked_from", show->linked_from);
}
