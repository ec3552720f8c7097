/* bundle-words.c - what became of a bundle, in the words of the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/bundle-words.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "sync/waiting.h"

/* What is the same for every bundle of a case. `meaning` NULL: made for it. */
static const struct {
  const char *icon, *line, *title, *meaning;
} words[] = {
  [VALISE_BUNDLE_TAKEN] = { "object-select-symbolic", N_ ("Taken in"), N_ ("Taken in"), NULL },
  [VALISE_BUNDLE_KNOWN] = { "object-select-symbolic", N_ ("Known: nothing new in it"), N_ ("Nothing new in it"),
                            N_ ("Everything in this bundle was on this laptop already. Nothing was changed.") },
  [VALISE_BUNDLE_ASIDE] = { "dialog-warning-symbolic", N_ ("Taken in, some of it set aside"), N_ ("Taken in, some of it set aside"), NULL },
  [VALISE_BUNDLE_ENDED] = { "dialog-warning-symbolic", N_ ("Taken in, some of it set aside"), NULL, NULL },
  [VALISE_BUNDLE_FORKED] = { "dialog-warning-symbolic", N_ ("Taken in: two histories carry one number"), N_ ("Two different histories carry the same number"),
                             N_ ("Both are kept, set aside from where they part. Headquarters decides which one stands.") },
  [VALISE_BUNDLE_CAME_BACK] = { "dialog-warning-symbolic", N_ ("This store is a copy of an older one"), N_ ("This store is a copy of an older one"),
                                N_ ("It goes on under a new device key; ask headquarters to enrol it as successor. Nothing is lost.") },
  [VALISE_BUNDLE_UNKNOWN] = { "media-playback-pause-symbolic", N_ ("Held: the sender is not on your roster"), N_ ("The sender is not on your roster"),
                              N_ ("Nothing is lost. The bundle is kept, encrypted as it came, and goes in by itself once your roster names its sender.") },
  [VALISE_BUNDLE_NEWER] = { "media-playback-pause-symbolic", N_ ("Held: from a newer Valise"), N_ ("This bundle is from a newer Valise"),
                            N_ ("Nothing is lost. It is kept, encrypted as it came, until Valise on this laptop is updated.") },
  [VALISE_BUNDLE_WAITS] = { "media-playback-pause-symbolic", N_ ("Held: waits for headquarters"), N_ ("This bundle waits for headquarters"),
                            N_ ("Nothing is lost. It is kept, encrypted as it came, and tried again with the next bundle that you take in.") },
  [VALISE_BUNDLE_NOT_FOR_US] = { "action-unavailable-symbolic", N_ ("Refused: not addressed to this laptop"), N_ ("This bundle is not addressed to this laptop"),
                                 N_ ("Give it to the person it is for; it cannot be opened here.") },
  [VALISE_BUNDLE_DAMAGED] = { "action-unavailable-symbolic", NULL, NULL, NULL },
  [VALISE_BUNDLE_TOO_LARGE] = { "action-unavailable-symbolic", N_ ("Refused: larger than accepted"), NULL,
                                N_ ("Nothing of it was taken in, and nothing was changed.") },
  [VALISE_BUNDLE_PRACTICE] = { "action-unavailable-symbolic", N_ ("Refused: practice and evidence do not mix"), N_ ("Practice and evidence do not mix"), NULL },
  [VALISE_BUNDLE_REFUSED] = { "action-unavailable-symbolic", N_ ("Refused: it breaks a rule"), N_ ("This bundle was refused"),
                              N_ ("Your records are safe: nothing of it was taken in. No Valise writes a bundle like this one.") },
  [VALISE_BUNDLE_NO_ROOM] = { "dialog-warning-symbolic", N_ ("Not taken in: no room"), N_ ("There is no room to take this in"), NULL },
  [VALISE_BUNDLE_STOPPED] = { "media-playback-stop-symbolic", N_ ("Stopped"), N_ ("You stopped it"),
                              N_ ("What had come in stays, and the rest comes in the next time that you take a bundle in. Nothing is lost.") },
  [VALISE_BUNDLE_FAILED] = { "dialog-warning-symbolic", N_ ("Not taken in"), N_ ("It could not be taken in"), NULL },
};

static char *
isolate (const char *text)
{
  return g_strconcat ("\u2068", text, "\u2069", NULL);
}

static char *
date_of (const char *date)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *whole = g_strconcat (date, "T00:00:00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, utc);

  /* Translators: day, short month and year, in the order of your language */
  return time != NULL ? g_date_time_format (time, _ ("%-d %b %Y")) : g_strdup (date);
}

/* "2 of 3": FALSE: it is no part. */
static gboolean
part_of (const ValiseBundleFacts *facts, guint *part, guint *parts)
{
  return facts->what->part != NULL && sscanf (facts->what->part, "%u of %u", part, parts) == 2 && *parts > 1;
}

const char *
valise_bundle_words_icon (const ValiseBundleFacts *facts)
{
  return words[valise_bundle_case (facts)].icon;
}

char *
valise_bundle_words_sender (const ValiseBundleFacts *facts)
{
  return facts->what->sender != NULL ? isolate (facts->what->sender) : g_strdup (_ ("Unknown sender"));
}

static gboolean
is_merged (const ValiseBundleFacts *facts)
{
  return facts->failure == NULL && facts->what->outcome == VALISE_OUTCOME_MERGED;
}

static char *
line_of_taken (const ValiseReconciled *what)
{
  guint n = (guint) what->added;

  if (n > 0)
    return what->preview ? g_strdup_printf (ngettext ("Brings %'u new entry", "Brings %'u new entries", n), n)
                         : g_strdup_printf (ngettext ("Taken in: %'u new entry", "Taken in: %'u new entries", n), n);
  if (what->roster_changed)
    return g_strdup (what->preview ? _ ("Brings a newer roster") : _ ("Taken in: a newer roster"));
  return g_strdup (what->preview ? _ ("Brings something new") : _ ("Taken in"));
}

char *
valise_bundle_words_line (const ValiseBundleFacts *facts)
{
  guint part, parts;

  switch ((int) valise_bundle_case (facts)) {
  case VALISE_BUNDLE_TAKEN:
    return line_of_taken (facts->what);
  case VALISE_BUNDLE_DAMAGED:
    return part_of (facts, &part, &parts) ? g_strdup_printf (_ ("Refused: damaged, part %u of %u"), part, parts)
                                          : g_strdup (_ ("Refused: damaged"));
  default:
    return g_strdup (_ (words[valise_bundle_case (facts)].line));
  }
}

static char *
title_of_damaged (const ValiseBundleFacts *facts)
{
  guint part, parts;

  return part_of (facts, &part, &parts) ? g_strdup_printf (_ ("Part %u of %u is damaged"), part, parts)
                                        : g_strdup (_ ("This bundle is damaged"));
}

char *
valise_bundle_words_title (const ValiseBundleFacts *facts)
{
  g_autofree char *text = NULL;

  switch ((int) valise_bundle_case (facts)) {
  case VALISE_BUNDLE_TAKEN:
    return g_strdup (facts->what->preview ? _ ("Ready to take in") : _ ("Taken in"));
  case VALISE_BUNDLE_ENDED:
    text = date_of (facts->ended);
    return g_strdup_printf (_ ("The sender’s access ended on %s"), text);
  case VALISE_BUNDLE_DAMAGED:
    return title_of_damaged (facts);
  case VALISE_BUNDLE_TOO_LARGE:
    text = g_format_size_full (facts->limit, G_FORMAT_SIZE_IEC_UNITS);
    return g_strdup_printf (_ ("Larger than this laptop accepts (%s)"), text);
  default:
    return g_strdup (_ (words[valise_bundle_case (facts)].title));
  }
}

static char *
meaning_of_taken (const ValiseReconciled *what)
{
  g_autofree char *new = g_strdup_printf (ngettext ("%'u new record", "%'u new records", (gulong) what->records_new), (guint) what->records_new);
  g_autofree char *changed = g_strdup_printf (ngettext ("%'u record changes", "%'u records change", (gulong) what->records_changed), (guint) what->records_changed);
  g_autofree char *differ = g_strdup_printf (ngettext ("%'u difference comes with it, to be settled.", "%'u differences come with it, to be settled.", (gulong) what->conflicts_new), (guint) what->conflicts_new);
  g_autofree char *sum = NULL;

  if (!what->preview)
    return g_strdup (what->receipt ? _ ("It is stored, and was read again from this laptop’s disk. A receipt waits; the next bundle to its sender carries it.")
                                   : _ ("It is stored, and was read again from this laptop’s disk."));
  /* Translators: "31 new records, 2 records change." */
  sum = g_strdup_printf (_ ("%s, %s."), new, changed);
  return g_strjoin (" ", sum, what->conflicts_new > 0 ? differ : _ ("Nothing has been changed yet."), NULL);
}

static char *
meaning_of_aside (const ValiseReconciled *what, gboolean ended)
{
  guint n = (guint) what->aside;

  return ended ? g_strdup_printf (ngettext ("%'u entry is set aside for the coordinator. Nothing is thrown away.", "%'u entries are set aside for the coordinator. Nothing is thrown away.", n), n)
               : g_strdup_printf (ngettext ("%'u entry does not count until headquarters has looked at it. Nothing is thrown away.", "%'u entries do not count until headquarters has looked at them. Nothing is thrown away.", n), n);
}

static char *
meaning_of_damaged (const ValiseBundleFacts *facts)
{
  guint part, parts;

  return g_strdup (part_of (facts, &part, &parts)
                       ? _ ("Your records are safe: nothing of this part was taken in. The other parts stand by themselves and can be taken in.")
                       : _ ("Your records are safe: nothing of it was taken in. Bytes were changed or lost on the way."));
}

char *
valise_bundle_words_meaning (const ValiseBundleFacts *facts)
{
  ValiseBundleCase is = valise_bundle_case (facts);

  switch ((int) is) {
  case VALISE_BUNDLE_TAKEN:
    return meaning_of_taken (facts->what);
  case VALISE_BUNDLE_ASIDE:
  case VALISE_BUNDLE_ENDED:
    return meaning_of_aside (facts->what, is == VALISE_BUNDLE_ENDED);
  case VALISE_BUNDLE_DAMAGED:
    return meaning_of_damaged (facts);
  case VALISE_BUNDLE_PRACTICE:
    return g_strdup (strstr (facts->what->reason, "it comes from") != NULL
                         ? _ ("It comes from a training store. Nothing of it was taken in.")
                         : _ ("This is a training store, and the bundle is real. Nothing of it was taken in."));
  case VALISE_BUNDLE_NO_ROOM:
  case VALISE_BUNDLE_FAILED:
    return g_strdup (facts->failure->message);
  default:
    return g_strdup (_ (words[is].meaning));
  }
}

/* Counts */

char *
valise_bundle_words_counts (const ValiseBundleFacts *facts)
{
  const ValiseReconciled *what = facts->what;

  if (!is_merged (facts))
    return NULL;
  return g_strdup_printf (ngettext ("The count: %'u new + %'u opened further + %'u known + %'u set aside = %'u entry",
                                    "The count: %'u new + %'u opened further + %'u known + %'u set aside = %'u entries", (gulong) what->entries),
                          (guint) what->added, (guint) what->opened, (guint) what->known,
                          (guint) what->aside, (guint) what->entries);
}

static void add (GPtrArray *parts, guint64 count, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
add (GPtrArray *parts, guint64 count, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  if (count > 0)
    g_ptr_array_add (parts, g_strdup_vprintf (format, list));
  va_end (list);
}

char *
valise_bundle_words_besides (const ValiseBundleFacts *facts)
{
  const ValiseReconciled *what = facts->what;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (!is_merged (facts))
    return NULL;
  add (parts, what->actionable, ngettext ("%'u actionable record", "%'u actionable records", (gulong) what->actionable), (guint) what->actionable);
  add (parts, what->files_added, ngettext ("%'u new file", "%'u new files", (gulong) what->files_added), (guint) what->files_added);
  add (parts, what->files_known, ngettext ("%'u file that was here", "%'u files that were here", (gulong) what->files_known), (guint) what->files_known);
  add (parts, what->pieces_added, ngettext ("%'u new piece of a large file", "%'u new pieces of large files", (gulong) what->pieces_added), (guint) what->pieces_added);
  add (parts, what->sealed_added, ngettext ("%'u sealed value", "%'u sealed values", (gulong) what->sealed_added), (guint) what->sealed_added);
  if (what->roster_changed)
    g_ptr_array_add (parts, g_strdup (_ ("a newer roster")));
  g_ptr_array_add (parts, NULL);
  return parts->len > 1 ? g_strjoinv (" · ", (char **) parts->pdata) : NULL;
}

/* What to do */

static void
step (GStrvBuilder *steps, const char *title, const char *sentence)
{
  g_strv_builder_add_many (steps, title, sentence, NULL);
}

static void
steps_of_missing (const ValiseBundleFacts *facts, GStrvBuilder *steps)
{
  g_autofree char *name = isolate (facts->what->sender);
  g_autofree char *ask = g_strdup_printf (_ ("Ask %s for them"), name);

  step (steps, ask, _ ("Any bundle that holds them will do, in any order."));
  step (steps, _ ("Go on working"), _ ("What this bundle brought is in, and is not affected."));
}

static void
steps_of_damaged (const ValiseBundleFacts *facts, GStrvBuilder *steps)
{
  guint part, parts;
  g_autofree char *again = part_of (facts, &part, &parts) ? g_strdup_printf (_ ("Ask for part %u again"), part)
                                                          : g_strdup (_ ("Ask for this bundle again"));

  step (steps, _ ("Copy it again from the stick"), _ ("The stick may hold it whole; the way to this laptop may not."));
  step (steps, again, _ ("What has no receipt is packed again with its sender’s next bundle."));
}

char **
valise_bundle_words_steps (const ValiseBundleFacts *facts)
{
  g_autoptr (GStrvBuilder) steps = g_strv_builder_new ();

  switch ((int) valise_bundle_case (facts)) {
  case VALISE_BUNDLE_UNKNOWN:
    step (steps, _ ("Take in the newest roster from headquarters"), _ ("Every bundle from headquarters carries it. This one is then tried again by itself."));
    step (steps, _ ("Go on working"), _ ("Your own records and bundles are not affected."));
    break;
  case VALISE_BUNDLE_NEWER:
    step (steps, _ ("Update Valise on this laptop"), _ ("Then take in any bundle: this one is tried again with it."));
    break;
  case VALISE_BUNDLE_WAITS:
    step (steps, _ ("Take in headquarters’ next bundle"), _ ("It says what this one waits for."));
    step (steps, _ ("Go on working"), _ ("Your own records and bundles are not affected."));
    break;
  case VALISE_BUNDLE_NOT_FOR_US:
    step (steps, _ ("Pass it on"), _ ("A copy on a stick serves as well as this one; nobody on the way can read it."));
    break;
  case VALISE_BUNDLE_DAMAGED:
    steps_of_damaged (facts, steps);
    break;
  case VALISE_BUNDLE_TOO_LARGE:
    step (steps, _ ("Ask for parts of 1 GB"), _ ("Parts are taken in one by one, in any order."));
    break;
  case VALISE_BUNDLE_REFUSED:
    step (steps, _ ("Ask the person who gave it to you where it comes from"), _ ("Tell headquarters if nobody can say."));
    break;
  case VALISE_BUNDLE_FORKED:
  case VALISE_BUNDLE_ENDED:
  case VALISE_BUNDLE_ASIDE:
    step (steps, _ ("Headquarters decides"), _ ("What was set aside is kept and acknowledged until then."));
    break;
  case VALISE_BUNDLE_CAME_BACK:
    step (steps, _ ("Hand in this laptop’s request at headquarters"), _ ("Until it is enrolled again you can record; nothing can be sent."));
    step (steps, _ ("If another copy of this store is in use, stop using that one"), "");
    break;
  case VALISE_BUNDLE_NO_ROOM:
    step (steps, _ ("Free some room on this laptop, then drop it again"), _ ("Nothing was changed."));
    break;
  case VALISE_BUNDLE_TAKEN:
  case VALISE_BUNDLE_KNOWN:
  case VALISE_BUNDLE_PRACTICE:
  case VALISE_BUNDLE_STOPPED:
  case VALISE_BUNDLE_FAILED:
  default:
    break;
  }
  if (is_merged (facts) && facts->gaps != NULL)
    steps_of_missing (facts, steps);
  return g_strv_builder_end (steps);
}

/* "41 to 49, 60": from 1, as people count. */
static char *
ranges_of (const GPtrArray *gaps)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < gaps->len; i++) {
    const ValiseGap *gap = gaps->pdata[i];

    g_string_append (out, i > 0 ? ", " : "");
    if (gap->first == gap->last)
      g_string_append_printf (out, "%'u", (guint) gap->first + 1);
    else
      g_string_append_printf (out, _ ("%'u to %'u"), (guint) gap->first + 1, (guint) gap->last + 1);
  }
  return g_string_free (out, FALSE);
}

char *
valise_bundle_words_missing (const ValiseBundleFacts *facts)
{
  g_autofree char *ranges = facts->gaps != NULL ? ranges_of (facts->gaps) : NULL;
  g_autofree char *name = ranges != NULL ? isolate (facts->what->sender) : NULL;

  return ranges != NULL ? g_strdup_printf (_ ("Entries %s of %s have not come yet"), ranges, name) : NULL;
}

char *
valise_bundle_words_request (const ValiseBundleFacts *facts)
{
  const char *name = facts->what->name != NULL ? facts->what->name : facts->what->path;
  g_autofree char *base = name != NULL ? g_path_get_basename (name) : g_strdup ("");
  g_autofree char *ranges = NULL;
  guint part, parts;

  switch ((int) valise_bundle_case (facts)) {
  case VALISE_BUNDLE_UNKNOWN:
    return g_strdup_printf (_ ("Please send me the newest roster. Bundle %s came from a sender who is not on mine."), base);
  case VALISE_BUNDLE_DAMAGED:
    return part_of (facts, &part, &parts)
               ? g_strdup_printf (_ ("Please send part %u of %u of bundle %s again. It arrived damaged."), part, parts, base)
               : g_strdup_printf (_ ("Please send bundle %s again. It arrived damaged."), base);
  case VALISE_BUNDLE_TOO_LARGE:
    return g_strdup_printf (_ ("Please pack bundle %s again in parts of 1 GB. It is larger than this laptop accepts."), base);
  default:
    if (!is_merged (facts) || facts->gaps == NULL)
      return NULL;
    ranges = ranges_of (facts->gaps);
    return g_strdup_printf (_ ("Please pack again: entries %s of your log have not come."), ranges);
  }
}

/* All of them */

char *
valise_bundle_words_sum (GListModel *items, guint first, guint n)
{
  guint new = 0, known = 0, held = 0, refused = 0, failed = 0;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *listed = NULL;

  for (guint i = first; i < first + n; i++) {
    g_autoptr (ValiseBundleItem) item = g_list_model_get_item (items, i);
    ValiseBundleCase is = valise_bundle_case (valise_bundle_item_get (item));

    new += is != VALISE_BUNDLE_KNOWN && is <= VALISE_BUNDLE_CAME_BACK;
    known += is == VALISE_BUNDLE_KNOWN;
    held += is >= VALISE_BUNDLE_UNKNOWN && is <= VALISE_BUNDLE_WAITS;
    refused += is >= VALISE_BUNDLE_NOT_FOR_US && is <= VALISE_BUNDLE_REFUSED;
    failed += is >= VALISE_BUNDLE_NO_ROOM;
  }
  add (parts, new, ngettext ("%u with something new", "%u with something new", (gulong) new), (guint) new);
  add (parts, known, ngettext ("%u known", "%u known", (gulong) known), (guint) known);
  add (parts, held, ngettext ("%u held", "%u held", (gulong) held), (guint) held);
  add (parts, refused, ngettext ("%u refused", "%u refused", (gulong) refused), (guint) refused);
  add (parts, failed, ngettext ("%u not taken in", "%u not taken in", (gulong) failed), (guint) failed);
  g_ptr_array_add (parts, NULL);
  listed = g_strjoinv (" + ", (char **) parts->pdata);
  /* Translators: "1 with something new + 2 known = 3 bundles" */
  return g_strdup_printf (ngettext ("%s = %u bundle", "%s = %u bundles", n), listed, n);
}
