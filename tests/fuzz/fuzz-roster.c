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

static const ValiseSecret *
roster_seed (void)
{
  static ValiseSecret *seed;

  if (seed == NULL) {
    seed = valise_secret_new (32);
    memset (valise_secret_data (seed), 7, 32);
  }
  return seed;
}

/* Vouching changes nothing else, and is for custodians. */
static void
check_vouched (const ValiseMember *row)
{
  g_autofree char *vouched = valise_member_vouch (row, row->device, roster_seed (), NULL);
  g_autoptr (ValiseMember) again =
      vouched != NULL ? valise_member_parse (vouched, strlen (vouched), TODAY, NULL) : NULL;

  g_assert ((vouched != NULL) == (row->role == VALISE_ROLE_CUSTODIAN));
  g_assert (vouched == NULL || (again != NULL && valise_member_same_keys (row, again)));
}

static void
check_row (const ValiseMember *row)
{
  g_autoptr (ValiseMember) copy = valise_member_copy (row);
  g_autofree char *again = valise_member_to_json (copy);
  g_autofree char *fingerprint = valise_fingerprint_of_member (row);
  g_auto (GStrv) succeeds = valise_member_dup_succeeds (row);
  ValiseClearance clearance = valise_member_clearance (row);

  g_assert (strcmp (again, row->json) == 0);
  g_assert (strlen (fingerprint) == 49);
  g_assert (!valise_member_is_vouched_by (row, row));
  g_assert (valise_member_shares_case (row, copy) == (row->cases[0] != NULL));
  g_assert (g_strv_length (succeeds) <= 16);
  g_assert (row->ended ? clearance.role == VALISE_ROLE_NONE : clearance.role == row->role);
  check_vouched (row);
}

/* What is written of a roster is read as the same roster. */
static void
check_written (const ValiseRosterNote *note)
{
  g_autofree char *text = valise_roster_note_sign (note, roster_seed (), NULL);
  g_autoptr (ValiseRosterNote) again =
      text != NULL ? valise_roster_note_read (text, strlen (text), note->roster_key, TODAY, NULL) : NULL;

  g_assert (again != NULL && valise_roster_note_same (note, again));
  g_assert (again->number == note->number && strcmp (again->until, note->until) == 0);
}

static void
read_note (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRosterNote) note = valise_roster_note_read (text, size, NULL, TODAY, &error);

  g_assert ((note == NULL) == (error != NULL));
  for (guint i = 0; note != NULL && i < note->rows->len; i++)
    check_row (note->rows->pdata[i]);
  if (note != NULL)
    check_written (note);
}

static void
sign_and_read (const char *body)
{
  g_autofree char *text = valise_note_sign (body, KEY_NAME, roster_seed (), NULL);

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
