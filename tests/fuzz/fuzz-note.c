/* fuzz-note.c - whatever bytes come, reading them as a note ends in order
 *
 * What is taken as a note keeps its text to the byte, is merged with itself to
 * itself or to fewer lines, and is nobody's whose key it was not made with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/checkpoint.h"
#include "core/note.h"

#define NAME "example.com/foo"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_note (const ValiseNote *note, const char *text)
{
  static const guint8 public_key[32] = { 1 };
  gsize body_size = valise_note_get_body_size (note);
  g_autofree char *merged = valise_note_merge (text, text, NULL);
  guint n = valise_note_get_n_signatures (note);

  g_assert (strlen (valise_note_get_body (note)) == body_size);
  g_assert (strncmp (text, valise_note_get_body (note), body_size) == 0);
  g_assert (n >= 1 && n <= VALISE_NOTE_MAX_SIGNATURES);
  g_assert (merged != NULL && strlen (merged) <= strlen (text));
  g_assert (!valise_note_verify (note, NAME, public_key, NULL));
  g_assert (!valise_note_verify_cosignature (note, NAME, public_key, NULL, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseNote) note = NULL;
  g_autofree char *text = g_strndup ((const char *) data, size);
  ValiseCheckpoint checkpoint;

  valise_secret_start ();
  note = valise_note_parse ((const char *) data, size, &error);
  g_assert ((note == NULL) == (error != NULL));
  if (note != NULL)
    check_note (note, text);
  else
    g_assert (!valise_checkpoint_parse ((const char *) data, size, &checkpoint, NULL));
  if (valise_checkpoint_parse ((const char *) data, size, &checkpoint, NULL))
    g_assert (strlen (checkpoint.device) == 64 && checkpoint.size <= G_MAXINT64);
  return 0;
}
