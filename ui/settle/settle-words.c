/* settle-words.c - how a difference is said on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/settle-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/differing.h"
#include "ui/words.h"

static const char *
reserved_label (const char *name)
{
  static const struct {
    const char *name, *label;
  } labels[] = {
    { ".case", N_ ("Case") },
    { ".class", N_ ("Classification") },
    { ".reason", N_ ("Reason of the withdrawal") },
    { ".withdrawn", N_ ("Withdrawn") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (name, labels[i].name) == 0)
      return _ (labels[i].label);
  return name;
}

char *
valise_settle_words_title (const ValiseDifferenceFacts *facts)
{
  if (facts->kind == VALISE_DIFFERENCE_WITHDRAWN)
    return g_strdup (_ ("Withdrawn, and changed"));
  if (facts->kind == VALISE_DIFFERENCE_TYPE)
    return g_strdup (_ ("Two types of record"));
  return g_strdup (facts->field != NULL ? _ (facts->field->label) : reserved_label (facts->name));
}

char *
valise_settle_words_where (const ValiseDifferenceFacts *facts)
{
  const char *title = facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type);
  g_autofree char *name = valise_words_isolate (title), *above = valise_words_isolate (facts->above);

  if (facts->above[0] == '\0')
    return g_strdup (name);
  /* Translators: a thing, and the record that it is part of */
  return g_strdup_printf (_ ("%s, in %s"), name, above);
}

char *
valise_settle_words_moment (const char *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: day, short month, year and time, in the order of your language */
  return local != NULL ? g_date_time_format (local, _ ("%-d %b %Y, %H:%M")) : g_strdup ("");
}

static const char *const letters[] = { "A", "B", "E", "F", "G", "H", "I", "J", "K" };

const char *
valise_settle_words_letter (guint side)
{
  return side < G_N_ELEMENTS (letters) ? letters[side] : "";
}

guint
valise_settle_words_side (const char *letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (g_ascii_strcasecmp (letter, letters[i]) == 0)
      return i;
  return G_MAXUINT;
}

static char *
distance (double metres)
{
  if (metres < 1000)
    return g_strdup_printf (_ ("%.0f m apart"), metres);
  return g_strdup_printf (_ ("%.1f km apart"), metres / 1000);
}

char *
valise_settle_words_sum (const ValiseDifferenceView *view)
{
  const ValiseDifferenceSide *a = view->sides->len > 0 ? view->sides->pdata[0] : NULL;
  const ValiseDifferenceSide *b = view->sides->len > 1 ? view->sides->pdata[1] : NULL;
  guint place;

  if (b == NULL || valise_difference_get (view->what)->kind != VALISE_DIFFERENCE_FIELD)
    return g_strdup ("");
  if (view->sides->len > 2)
    return g_strdup_printf (ngettext ("%u value", "%u values", view->sides->len), view->sides->len);
  if (view->apart >= 0)
    return distance (view->apart);
  if (a->sealed || b->sealed || a->cleared || b->cleared)
    return g_strdup ("");
  place = valise_differing_place (a->text, b->text);
  return place > 0 ? g_strdup_printf (_ ("One character differs: number %u"), place) : g_strdup ("");
}

char *
valise_settle_words_value (const ValiseDifferenceSide *side)
{
  if (side->sealed)
    return g_strdup (_ ("a sealed value"));
  if (side->cleared)
    return g_strdup (_ ("no value"));
  return valise_words_isolate (side->text);
}

char *
valise_settle_words_note_title (const ValiseDifferenceView *view)
{
  g_autofree char *title = valise_settle_words_title (valise_difference_get (view->what));

  return g_strdup_printf (_ ("Two values: %s"), title);
}

char *
valise_settle_words_note (const ValiseDifferenceView *view)
{
  g_autofree char *title = valise_settle_words_title (valise_difference_get (view->what));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("%s has values that differ. All of them are kept here; the first one is shown in the record."), title);
  for (guint i = 0; i < view->sides->len; i++) {
    const ValiseDifferenceSide *side = view->sides->pdata[i];
    g_autofree char *when = valise_settle_words_moment (side->time);

    g_string_append_printf (text, "\n%s: %s, %s", side->text[0] != '\0' ? side->text : _ ("no value"), side->author, when);
  }
  return g_string_free (text, FALSE);
}
