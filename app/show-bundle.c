/* show-bundle.c - what became of a bundle that was written or taken in, for people and programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/show-bundle.h"

#include <glib/gi18n.h>

#include "app/print.h"

/* Written */

void
valise_show_packed (const ValisePacked *packed)
{
  g_autofree char *recipients = NULL, *safe = NULL, *path = valise_safe (packed->path);
  g_autofree char *size = g_format_size (packed->size);

  g_ptr_array_add (packed->recipients, NULL);
  recipients = g_strjoinv (", ", (char **) packed->recipients->pdata);
  g_ptr_array_remove_index (packed->recipients, packed->recipients->len - 1);
  safe = valise_safe (recipients);
  if (packed->path == NULL) {
    valise_note (packed->ready ? _ ("what waits for %s lies there already") : _ ("nothing waits for %s"), safe);
    return;
  }
  valise_say ("%s", path);
  valise_say_labelled (2, _ ("For"), recipients);
  if (packed->parts > 1)
    valise_say (_ ("  part %u of %u"), packed->part, packed->parts);
  valise_say_labelled (2, _ ("Classification"), packed->classification);
  valise_say (_ ("  %s; entries: %" G_GUINT64_FORMAT ", of records: %" G_GUINT64_FORMAT ", files: %" G_GUINT64_FORMAT
                 ", sealed values: %" G_GUINT64_FORMAT ", withheld: %" G_GUINT64_FORMAT),
              size, packed->entries, packed->records, packed->files, packed->sealed, packed->withheld);
}

void
valise_put_packed (const ValisePacked *packed, yyjson_mut_doc *doc, yyjson_mut_val *item)
{
  yyjson_mut_val *recipients = valise_out_list (doc, item, "recipients");

  for (guint j = 0; j < packed->recipients->len; j++)
    yyjson_mut_arr_append (recipients, yyjson_mut_strcpy (doc, packed->recipients->pdata[j]));
  valise_out_text (doc, item, "path", packed->path);
  valise_out_number (doc, item, "size", packed->size);
  valise_out_number (doc, item, "part", packed->part);
  valise_out_number (doc, item, "parts", packed->parts);
  valise_out_number (doc, item, "entries", packed->entries);
  valise_out_number (doc, item, "records", packed->records);
  valise_out_number (doc, item, "withheld", packed->withheld);
  valise_out_number (doc, item, "files", packed->files);
  valise_out_number (doc, item, "sealed", packed->sealed);
  valise_out_text (doc, item, "classification", packed->classification);
}

/* Taken in */

static void
say_counts (const ValiseReconciled *done)
{
  valise_say (_ ("  entries: %" G_GUINT64_FORMAT " (new: %" G_GUINT64_FORMAT ", opened further: %" G_GUINT64_FORMAT
                 ", known: %" G_GUINT64_FORMAT ", set aside: %" G_GUINT64_FORMAT ")"),
              done->entries, done->added, done->opened, done->known, done->aside);
  valise_say (_ ("  files: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " known; sealed values: %" G_GUINT64_FORMAT " new"),
              done->files_added, done->files_known, done->sealed_added);
  if (done->pieces_added + done->pieces_known > 0)
    valise_say (_ ("  pieces of large files: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " known"),
                done->pieces_added, done->pieces_known);
  if (done->actionable > 0)
    valise_say (_ ("  ACTIONABLE records among them: %" G_GUINT64_FORMAT), done->actionable);
  if (done->forks > 0)
    valise_say (_ ("  FORK: another history than the one held here came of so many logs: %" G_GUINT64_FORMAT
                   "; both are kept, and “valise admit” lists them"), done->forks);
  if (done->roster_changed)
    valise_say (_ ("  a newer roster was taken in"));
  if (done->preview)
    valise_say (_ ("  records: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " changed; new conflicts: %" G_GUINT64_FORMAT),
                done->records_new, done->records_changed, done->conflicts_new);
  if (done->receipt && !done->preview)
    valise_say (_ ("  a receipt waits for the sender; “valise pack” sends it"));
}

static const char *
outcome_in_words (const ValiseReconciled *done)
{
  switch (done->outcome) {
  case VALISE_OUTCOME_MERGED:
    return done->added + done->opened + done->aside + done->files_added + done->sealed_added == 0
               ? _ ("known")
               : _ ("merged");
  case VALISE_OUTCOME_HELD:
    return _ ("held");
  case VALISE_OUTCOME_REFUSED:
    return _ ("refused");
  default:
    return "";
  }
}

static void
warn_of_successor (const ValiseReconciled *done)
{
  valise_warn (_ ("this store is older than what it sent before: it was restored or copied, or the disk lied. It closed its log, and goes on as a new device in the place of %.8s; entries that were written again: %" G_GUINT64_FORMAT ". If another copy of it is in use, stop using that one"),
               done->closed, done->again);
  valise_warn (_ ("nothing can be sent before headquarters has enrolled the new device: hand in “valise request”. (At headquarters' registry itself: send each member what “valise roster --for” writes, to be taken in with “valise join”, and enrol again who came since)"));
}

void
valise_show_reconciled (const ValiseReconciled *done)
{
  g_autofree char *path = valise_safe (done->path), *sender = valise_safe (done->sender);

  valise_say (sender[0] != '\0' ? _ ("%s  %s  from %s") : "%s  %s%s", outcome_in_words (done), path, sender);
  if (done->outcome == VALISE_OUTCOME_MERGED)
    say_counts (done);
  if (done->closed != NULL)
    warn_of_successor (done);
}

void
valise_put_reconciled (const ValiseReconciled *done, yyjson_mut_doc *doc, yyjson_mut_val *item)
{
  valise_out_text (doc, item, "path", done->path);
  valise_out_text (doc, item, "name", done->name);
  valise_out_text (doc, item, "sender", done->sender);
  valise_out_text (doc, item, "outcome", valise_outcome_to_text (done->outcome));
  valise_out_text (doc, item, "reason", done->reason);
  valise_out_number (doc, item, "entries", done->entries);
  valise_out_number (doc, item, "new", done->added);
  valise_out_number (doc, item, "opened", done->opened);
  valise_out_number (doc, item, "known", done->known);
  valise_out_number (doc, item, "set_aside", done->aside);
  valise_out_number (doc, item, "forks", done->forks);
  valise_out_number (doc, item, "files_new", done->files_added);
  valise_out_number (doc, item, "files_known", done->files_known);
  valise_out_number (doc, item, "pieces_new", done->pieces_added);
  valise_out_number (doc, item, "pieces_known", done->pieces_known);
  valise_out_number (doc, item, "sealed_new", done->sealed_added);
  valise_out_number (doc, item, "actionable", done->actionable);
  valise_out_flag (doc, item, "roster", done->roster_changed);
  valise_out_flag (doc, item, "receipt", done->receipt);
  valise_out_text (doc, item, "closed", done->closed);
  valise_out_number (doc, item, "again", done->again);
}
