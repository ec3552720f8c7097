/* help-type.c - the fields of a record type, as `valise add TYPE --help` lists them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/help.h"
#include "app/print.h"

#define FIELD_COLUMNS 26
#define CHOICES_SHOWN 40

const char *
valise_help_kind (const ValiseField *field)
{
  switch (field->kind) {
  case VALISE_KIND_TEXT:
    return field->list != NULL ? _ ("text, often one of a list") : _ ("text on one line");
  case VALISE_KIND_LONG_TEXT:
    return _ ("text");
  case VALISE_KIND_CHOICE:
    return field->list->open ? _ ("a choice, or what you write") : _ ("a choice");
  case VALISE_KIND_CHOICES:
    return _ ("choices, with “;” between them");
  case VALISE_KIND_INTEGER:
    return _ ("a whole number, as 12");
  case VALISE_KIND_DECIMAL:
    return _ ("a number with its unit, as “12.50 kg”");
  case VALISE_KIND_BOOLEAN:
    return _ ("yes or no");
  case VALISE_KIND_DATE:
    return _ ("a date, as 2026-11-21, 2026-11, 2026 or “circa 2026”");
  case VALISE_KIND_TIME:
    return _ ("a time, as “2026-11-21 09:05 +02:00”; zone and hour may be left out");
  case VALISE_KIND_PLACE:
    return _ ("a place, as “-1.6583, 29.2200”, MGRS, UTM, or in words");
  case VALISE_KIND_IDENTIFIER:
    return _ ("as read; ? for what is unreadable, [x] for what is doubtful");
  case VALISE_KIND_LINK:
    return _ ("the id of a record");
  case VALISE_KIND_FILE:
    return _ ("a file, as @FILE");
  default:
    return "";
  }
}

/* "required, sealed, several values", whichever hold. */
static char *
marks_of (const ValiseField *field)
{
  GString *marks = g_string_new (NULL);
  const struct {
    gboolean holds;
    const char *text;
  } all[] = {
    { field->required, _ ("needed to be complete") },
    { field->sealed, _ ("SEALED") },
    { field->many, _ ("several, with “;” between them") },
    { field->units != NULL, field->units },
    { field->target != NULL, field->target },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].holds)
      g_string_append_printf (marks, "; %s", all[i].text);
  return g_string_free (marks, FALSE);
}

static void
say_choices (const ValiseCodeList *list)
{
  g_autoptr (GString) codes = g_string_new (NULL);
  guint count = 0;

  for (const ValiseChoice *choice = list->choices; choice->code != NULL; choice++, count++)
    if (count < CHOICES_SHOWN)
      g_string_append_printf (codes, "%s%s", count > 0 ? ", " : "", choice->code);
  if (count > CHOICES_SHOWN)
    g_string_append_printf (codes, _ (", … (%u in all; names and aliases are taken too)"), count);
  valise_help_paragraphs (codes->str, FIELD_COLUMNS + 4);
}

static void
say_field (const ValiseField *field)
{
  g_autofree char *column = valise_pad (field->name, FIELD_COLUMNS), *marks = marks_of (field);

  valise_say ("  %s%s (%s%s)", column, _ (field->label), valise_help_kind (field), marks);
  if (field->help != NULL)
    valise_help_paragraphs (_ (field->help), FIELD_COLUMNS + 4);
  if (field->list != NULL)
    say_choices (field->list);
}

void
valise_help_field (const ValiseField *field)
{
  g_autofree char *marks = marks_of (field);

  valise_say (_ ("%s: %s (%s%s)"), field->name, _ (field->label), valise_help_kind (field), marks);
  if (field->help != NULL)
    valise_help_paragraphs (_ (field->help), 2);
  for (const ValiseChoice *choice = field->list != NULL ? field->list->choices : NULL;
       choice != NULL && choice->code != NULL; choice++) {
    g_autofree char *column = valise_pad (choice->code, FIELD_COLUMNS);

    valise_say ("  %s%s%s%s%s%s", column, _ (choice->label), choice->help != NULL ? ". " : "",
                choice->help != NULL ? _ (choice->help) : "", choice->aliases != NULL ? _ ("; also ") : "",
                choice->aliases != NULL ? choice->aliases : "");
  }
}

void
valise_help_type (const ValiseType *type)
{
  valise_say (_ ("valise add %s FIELD=VALUE…"), type->name);
  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    if (field->section != NULL)
      valise_say ("\n%s", _ (field->section));
    say_field (field);
  }
  valise_say ("\n%s", _ ("Case and classification"));
  valise_say (_ ("  case, class               as in case=drc-1533 class=strictly-confidential"));
  valise_say ("\n%s", _ ("“valise add --help” explains how values are given."));
}
