/* fuzz-roster.c - any bytes as a roster, unsigned, signed, and each line as a row
 *
 * A signature would keep nearly every change from being read further, so the
 * bytes are also signed here, with the key that the rosters in tests/data name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/note.h"
#include "sync/fingerprint.h"
#include "sync/roster-note.h"

#define KEY_NAME                                                                          \
  "valise/roster/506ef1879d748ce0713b0dd01da32ad2a4b1ce97b5a852ff18800c1e52982376"
#define TODAY "2026-11-21"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_row (const ValiseMember *row)
{
  g_autofree char *again = valise_member_to_json (row);
  g_autofree char *fingerprint = valise_fingerprint_of_member (row);

  g_assert (strcmp (again, row->json) == 0);
  g_assert (strlen (fingerprint) == 49);
  g_assert (!valise_member_is_vouched_by (row, row));
}

static void
read_note (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRosterNote) note = valise_roster_note_read (text, size, NULL, TODAY, &error);

  g_assert ((note == NULL) == (error != NULL));
  for (guint i = 0; note != NULL && i < note->rows->len; i++)
    check_row (note->rows->pdata[i]);
}

static void
sign_and_read (const char *body)
{
  g_autoptr (ValiseSecret) seed = valise_secret_new (32);
  g_autofree char *text = NULL;

  memset (valise_secret_data (seed), 7, 32);
  text = valise_note_sign (body, KEY_NAME, seed, NULL);
  if (text != NULL)
    read_note (text, strlen (text));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *body = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (body, "\n", 64);

  valise_secret_start ();
  read_note ((const char *) data, size);
  sign_and_read (body);
  for (gsize i = 0; lines[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ValiseMember) row =
        valise_member_parse (lines[i], strlen (lines[i]), TODAY, &error);

    g_assert ((row == NULL) == (error != NULL));
    if (row != NULL)
      check_row (row);
  }
  return 0;
}
