/* show-text.c - one record for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/print.h"
#include "app/show-flags.h"
#include "app/show.h"
#include "core/erasure.h"
#include "core/sealed.h"
#include "core/value.h"

static char *
dup_or (const ValiseState *state, const char *name, const char *otherwise)
{
  char *text = valise_state_dup_text (state, name);

  return text != NULL ? text : g_strdup (otherwise);
}

static void
say_standing (const ValiseShow *show)
{
  const ValiseState *state = show->record->state;
  g_auto (GStrv) missing = valise_show_missing (show->record);
  g_autofree char *joined = g_strjoinv (", ", missing);
  g_autofree char *reason = valise_state_dup_text (state, ".reason");

  if (state->withdrawn)
    valise_say_labelled (0, _ ("Withdrawn"), reason != NULL ? reason : _ ("the reason is not disclosed here"));
  if (state->withdrawn_conflict)
    valise_say_labelled (0, "", _ ("in conflict: somebody changed it without knowing of the withdrawal"));
  if (missing[0] != NULL)
    valise_say_labelled (0, _ ("Incomplete"), joined);
  if (state->type_conflict)
    valise_say_labelled (0, _ ("Conflict"), _ ("its entries name two types"));
  if (state->changed_since)
    valise_say_labelled (0, _ ("Changed since"), _ ("there is a later change that you are not cleared for; do not act on this"));
  if (state->incomplete_disclosure)
    valise_say_labelled (0, _ ("Disclosed in part"), _ ("some values of this record are withheld from this store"));
}

static void
say_erasures (const ValiseShow *show)
{
  g_autoptr (GPtrArray) list = valise_erasure_list (show->store, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const ValiseErasure *erasure = list->pdata[i];
    g_autofree char *fields = g_strjoinv (", ", erasure->fields);
    g_autofree char *author = valise_show_author (show->store, erasure->device);
    g_autofree char *time = valise_show_time (erasure->done != NULL ? erasure->done : erasure->time);
    g_autofree char *text = g_strdup_printf (_ ("%s, by %s, %s"), fields, author, time);

    if (g_strcmp0 (erasure->record, show->record->record) == 0)
      valise_say_labelled (0, erasure->done != NULL ? _ ("Erased") : _ ("To be erased"), text);
  }
}

static void
say_head (const ValiseShow *show)
{
  const ValiseState *state = show->record->state;
  g_autofree char *title = valise_projection_title (show->record);
  g_autofree char *case_id = dup_or (state, ".case", _ ("not disclosed here"));
  g_autofree char *class = dup_or (state, ".class", _ ("not disclosed here"));
  const ValiseChoice *choice =
      valise_code_list_match (valise_code_list_find ("un-classification"), class);
  g_autofree char *made = valise_show_time (state->first_time);
  g_autofree char *changed = valise_show_time (state->last_time);

  valise_say_labelled (0, valise_show_type (state->type), title);
  valise_say_labelled (0, _ ("Record"), show->record->record);
  valise_say_labelled (0, _ ("Case"), case_id);
  valise_say_labelled (0, _ ("Classification"), choice != NULL ? _ (choice->label) : class);
  valise_say_labelled (0, _ ("Made"), made);
  if (g_strcmp0 (state->first_time, state->last_time) != 0)
    valise_say_labelled (0, _ ("Changed"), changed);
  say_standing (show);
  say_erasures (show);
}

/* Fields */

/* A soldier's map has a grid, a driver's telephone has degrees. */
static void
say_notations (const char *value)
{
  g_autofree char *notations = valise_value_to_notations (value);

  if (notations != NULL)
    valise_say_labelled (2, "", notations);
}

static void
say_value (const ValiseShow *show, const ValiseField *field, const char *label, const char *name,
           const ValiseLive *live)
{
  g_autofree char *lines = valise_show_long_text (field, live->value);
  g_autofree char *text = NULL, *check = NULL, *noted = NULL;

  if (lines != NULL) {
    valise_say_labelled_lines (2, label, lines);
    return;
  }
  text = valise_show_value (show, field, name, live->value);
  check = field != NULL && !field->sealed ? valise_show_check (field, live->value) : NULL;
  noted = check != NULL ? g_strdup_printf ("%s  (%s)", text, check) : g_strdup (text);
  valise_say_labelled (2, label, noted);
  if (field != NULL && field->kind == VALISE_KIND_PLACE && !field->sealed)
    say_notations (live->value);
}

/* Every value that stands, numbered as `resolve --keep` takes them. */
static void
say_conflict (const ValiseShow *show, const ValiseField *field, const char *label,
              const ValiseStateField *values)
{
  for (guint i = 0; i < values->n_live; i++) {
    const ValiseLive *live = &values->live[i];
    g_autofree char *text = valise_show_value (show, field, values->name, live->value);
    g_autofree char *author = valise_show_author (show->store, live->entry->device);
    g_autofree char *stamp = valise_entry_dup_text (live->entry, ".time");
    g_autofree char *time = valise_show_time (stamp);
    g_autofree char *whole =
        g_strdup_printf (_ ("[%u] %s   by %s, %s%s"), i + 1, text, author, time,
                         i == 0 ? _ ("   CONFLICT, shown for now") : "");

    valise_say_labelled (2, i == 0 ? label : "", whole);
  }
}

static void
say_far (const ValiseShow *show, const char *name)
{
  for (guint i = 0; i < show->far->len; i++) {
    const ValiseFarPlace *place = show->far->pdata[i];
    g_autofree char *words = valise_show_far (&place->far);

    if (strcmp (place->name, name) == 0)
      valise_say_labelled (2, "", words);
  }
}

static void
say_field (const ValiseShow *show, const ValiseField *field, const char *label,
           const ValiseStateField *values)
{
  if (values->conflict) {
    say_conflict (show, field, label, values);
    say_far (show, values->name);
    return;
  }
  say_value (show, field, label, values->name, &values->live[0]);
  say_far (show, values->name);
  if (values->live[0].changed_since)
    valise_say_labelled (2, "", _ ("changed since; you are not cleared for the change"));
}

static void
say_known_fields (const ValiseShow *show)
{
  const char *section = NULL, *said = NULL;

  for (const ValiseField *field = show->record->type->fields; field->name != NULL; field++) {
    const ValiseStateField *values = valise_state_find (show->record->state, field->name);

    if (field->section != NULL)
      section = field->section;
    if (values == NULL)
      continue;
    if (section != said && section != NULL)
      valise_say ("\n%s", _ (section));
    said = section;
    say_field (show, field, _ (field->label), values);
  }
}

/* A custodian is not told the type of a record, but what a sealed field of this
 * name is in any type. */
static const ValiseField *
find_sealed_field (const ValiseStateField *values)
{
  ValiseHash handle;

  if (!valise_sealed_parse_handle (values->live[0].value, &handle))
    return NULL;
  for (const ValiseType *const *type = valise_type_all (); *type != NULL; type++) {
    const ValiseField *field = valise_type_field (*type, values->name);

    if (field != NULL && field->sealed)
      return field;
  }
  return NULL;
}

/* From a newer version of the type, or of a type that is not known here. */
static void
say_other_fields (const ValiseShow *show)
{
  const ValiseState *state = show->record->state;
  gboolean said = FALSE;

  for (guint i = 0; i < state->n_fields; i++) {
    const ValiseStateField *values = &state->fields[i];
    const ValiseField *field;

    if (values->name[0] == '.' ||
        (show->record->type != NULL && valise_type_field (show->record->type, values->name) != NULL))
      continue;
    if (!said)
      valise_say ("\n%s", show->record->state->type == NULL ? _ ("Disclosed of it")
                                                            : _ ("Fields that this version does not know"));
    said = TRUE;
    field = show->record->state->type == NULL ? find_sealed_field (values) : NULL;
    say_field (show, field, field != NULL ? _ (field->label) : values->name, values);
  }
}

static void
say_compartment_conflicts (const ValiseShow *show)
{
  static const char *const names[] = { ".case", ".class" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const ValiseStateField *values = valise_state_find (show->record->state, names[i]);

    if (values != NULL && values->conflict)
      say_conflict (show, NULL, names[i] + 1, values);
  }
}

static void
say_rows (const char *heading, const GPtrArray *rows)
{
  if (rows->len == 0)
    return;
  valise_say ("\n%s", heading);
  valise_show_rows (rows, 2);
}

static void
say_closed (const ValiseShow *show)
{
  valise_say_labelled (0, valise_show_type (show->record->state->type), "");
  valise_say_labelled (0, _ ("Record"), show->record->record);
  valise_say_labelled (0, _ ("Closed"), _ ("the consent under which it came here has ended; nothing of it is shown"));
}

void
valise_show_as_text (const ValiseShow *show)
{
  if (show->closed) {
    say_closed (show);
    return;
  }
  say_head (show);
  if (show->forked > 0)
    valise_say (ngettext ("FORK: %" G_GINT64_FORMAT " entry of it stands in a history of its log that does not count; “valise admit” lists them",
                          "FORK: %" G_GINT64_FORMAT " entries of it stand in histories of their log that do not count; “valise admit” lists them",
                          (gulong) show->forked),
                show->forked);
  say_compartment_conflicts (show);
  if (show->record->type != NULL)
    say_known_fields (show);
  say_other_fields (show);
  say_rows (_ ("Belonging to it"), show->children);
  say_rows (_ ("Linked from"), show->linked_from);
}
