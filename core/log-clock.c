/* log-clock.c - the append-only logs: what a clock that says this contradicts
 *
 * A laptop's clock is set wrong, runs out of battery, jumps. Its time is
 * written down as it is, for nothing else is known; and beside it, what the
 * store knew to be past already. Nothing is ordered by it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/clock.h"
#include "core/log-private.h"

#define COSIGNED "cosigned_at" /* fact: when headquarters' newest checkpoint that is here was cosigned */

enum {
  LAST_DISCLOSURE,
  COUNT_CLOCK,
  FIND_CLOCK,
  N_STATEMENTS,
};

/* Valid JSON has these characters in this order nowhere but at that name: in a
 * text each `"` comes behind a backslash. Schema 2 has the index. */
#define SAYS_CLOCK " instr(disclosure, '\".clock\":') > 0 "

static const char *const sql[N_STATEMENTS] = {
  [LAST_DISCLOSURE] = "SELECT disclosure FROM entry WHERE id >= 1 << 40 AND id < 2 << 40"
                      " ORDER BY id DESC LIMIT 1",
  [COUNT_CLOCK] = "SELECT count(*) FROM entry INDEXED BY entry_clock WHERE" SAYS_CLOCK
                  "AND aside IS NULL",
  [FIND_CLOCK] = "SELECT id FROM entry INDEXED BY entry_clock WHERE" SAYS_CLOCK
                 "AND aside IS NULL AND id >= ?1 << 40 AND id < (?1 + 1) << 40 ORDER BY id",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

/* What is known to be past: seconds, or -1. */

/* The first text of that name in a disclosure of our own, without parsing the
 * rest. FALSE: not there, or longer than `size` - 1. */
static gboolean
peek_text (const char *disclosure, const char *name, char *text, gsize size)
{
  g_autofree char *sought = g_strdup_printf ("\"%s\":\"", name);
  const char *found = strstr (disclosure, sought);
  const char *from = found != NULL ? found + strlen (sought) : NULL;
  gsize length = from != NULL ? strcspn (from, "\"\\") : size;

  if (from == NULL || length >= size || from[length] != '"')
    return FALSE;
  memcpy (text, from, length);
  text[length] = '\0';
  return TRUE;
}

static gboolean
find_last (ValiseStore *store, gint64 *last, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, LAST_DISCLOSURE, error);
  char text[sizeof "2026-11-21T09:00:00Z"];
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  *last = row && peek_text (valise_query_get_text (query, 0), ".time", text, sizeof text)
              ? valise_clock_from_text (text)
              : -1;
  return TRUE;
}

static gint64
find_cosigned (ValiseStore *store)
{
  g_autofree char *text = valise_store_dup_meta (store, COSIGNED);

  return text != NULL ? valise_clock_from_text (text) : -1;
}

gboolean
valise_log_note_cosigned (ValiseStore *store, gint64 time, GError **error)
{
  g_autofree char *text = valise_clock_to_text (time);

  return valise_store_set_meta (store, COSIGNED, text, error);
}

static void
add_if_later (GString *out, const char *name, gint64 known, gint64 now)
{
  g_autofree char *text = NULL;

  if (known <= now + VALISE_CLOCK_TOLERANCE)
    return;
  text = valise_clock_to_text (known);
  g_string_append_printf (out, "%s\"%s\":\"%s\"", out->len > 1 ? "," : "", name, text);
}

gboolean
valise_log_check_clock (ValiseStore *store, gint64 now, char **note, GError **error)
{
  g_autoptr (GString) out = g_string_new ("{");
  gint64 last = -1;

  *note = NULL;
  if (!find_last (store, &last, error))
    return FALSE;
  add_if_later (out, "headquarters", find_cosigned (store), now);
  add_if_later (out, "last", last, now);
  add_if_later (out, "program", VALISE_CLOCK_PROGRAM, now);
  if (out->len > 1) {
    g_string_append_c (out, '}');
    *note = g_string_free (g_steal_pointer (&out), FALSE);
  }
  return TRUE;
}

/* Entries that say so */

gint64
valise_log_count_clock (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT_CLOCK, error);
  gint64 count = -1;

  if (query != NULL)
    valise_query_number (query, &count, -1, error);
  return count;
}

GArray *
valise_log_find_clock (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, FIND_CLOCK, error);

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, log);
  return valise_log_collect (query, error);
}
