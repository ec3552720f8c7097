/* doubt.c - what speaks against a claimed time, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/doubt.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/show.h"
#include "core/clock.h"

static char *
in_words (gint64 seconds)
{
  g_autofree char *text = valise_clock_to_text (seconds);

  return valise_show_time (text);
}

/* What its device knew, by its own word. */
static void
add_said (GPtrArray *words, const ValiseClockFinding *finding)
{
  g_autofree char *last = in_words (finding->last);
  g_autofree char *headquarters = in_words (finding->headquarters);
  g_autofree char *program = in_words (finding->program);

  if (finding->last > 0)
    g_ptr_array_add (words, g_strdup_printf (_ ("its laptop had written an entry at %s already, by the same clock"), last));
  if (finding->headquarters > 0)
    g_ptr_array_add (words, g_strdup_printf (_ ("its laptop knew that headquarters had signed at %s"), headquarters));
  if (finding->program > 0)
    g_ptr_array_add (words, g_strdup_printf (_ ("the program that wrote it was made on %.10s"), program));
  if (finding->last + finding->headquarters + finding->program == 0)
    g_ptr_array_add (words, g_strdup (_ ("its laptop says that its clock was wrong")));
}

char **
valise_doubt_words (const ValiseClockFinding *finding)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  g_autofree char *last = in_words (finding->last), *turned = in_words (finding->turned_to);
  g_autofree char *after = in_words (finding->after), *before = in_words (finding->before);

  if (finding->doubts & VALISE_CLOCK_SAID)
    add_said (words, finding);
  if (finding->doubts & VALISE_CLOCK_UNSAID)
    g_ptr_array_add (words, g_strdup_printf (_ ("the entry before it in its log claims %s, and it does not say that its clock was set back"), last));
  if (finding->doubts & VALISE_CLOCK_TURNED_BACK)
    g_ptr_array_add (words, g_strdup_printf (_ ("an entry behind it in its log claims %s: one of the two is wrong"), turned));
  if (finding->doubts & VALISE_CLOCK_TOO_EARLY)
    g_ptr_array_add (words, g_strdup_printf (_ ("it was recorded after %s: it has seen what headquarters signed then"), after));
  if (finding->doubts & VALISE_CLOCK_TOO_LATE)
    g_ptr_array_add (words, g_strdup_printf (_ ("it was recorded before %s: headquarters had it then"), before));
  return (char **) g_ptr_array_steal (words, NULL);
}

static void
put_time (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, gint64 seconds)
{
  g_autofree char *text = seconds > 0 ? valise_clock_to_text (seconds) : NULL;

  valise_out_text (doc, object, name, text);
}

void
valise_doubt_put (const ValiseClockFinding *finding, yyjson_mut_doc *doc, yyjson_mut_val *object)
{
  static const char *const codes[] = { "said", "unsaid", "turned-back", "too-early", "too-late" };
  yyjson_mut_val *recorded = valise_out_object (doc, object, "recorded"), *list;

  put_time (doc, recorded, "after", finding->after);
  put_time (doc, recorded, "before", finding->before);
  list = valise_out_list (doc, object, "doubts");
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (finding->doubts & 1U << i)
      yyjson_mut_arr_append (list, yyjson_mut_str (doc, codes[i]));
}

char *
valise_doubt_warning (const char *note, gint64 now)
{
  g_autoptr (yyjson_doc) doc = note != NULL ? valise_json_parse (note, strlen (note), NULL) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc);
  const char *headquarters = valise_json_get_string (root, "headquarters");
  const char *last = valise_json_get_string (root, "last");
  g_autofree char *shown = in_words (now);
  g_autofree char *known = valise_show_time (headquarters != NULL ? headquarters : last);

  if (root == NULL)
    return NULL;
  if (headquarters != NULL)
    return g_strdup_printf (_ ("This laptop's clock says %s, and headquarters signed at %s already: set it right. What is recorded meanwhile says so"), shown, known);
  if (last != NULL)
    return g_strdup_printf (_ ("This laptop's clock says %s, and its last entry was written at %s: set it right. What is recorded meanwhile says so"), shown, known);
  return g_strdup_printf (_ ("This laptop's clock says %s, which is before this program was made: set it right. What is recorded meanwhile says so"), shown);
}
