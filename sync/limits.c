/* limits.c - how much one bundle may ask of this store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/limits.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "core/error.h"
#include "core/log.h"

#define GIBIBYTE (G_GUINT64_CONSTANT (1) << 30)

static const ValiseLimitRow rows[VALISE_N_LIMITS] = {
  [VALISE_LIMIT_BYTES] = { "bytes", "limit_bundle_bytes", N_ ("Bytes of a bundle"),
                           64 * GIBIBYTE, 1024 * GIBIBYTE },
  [VALISE_LIMIT_FILES] = { "files", "limit_bundle_files", N_ ("Files in a bundle"), 200000, 200000 },
  [VALISE_LIMIT_RATIO] = { "ratio", "limit_bundle_ratio",
                           N_ ("Bytes that a log unpacks to, for each byte of it"), 4000, 1000000 },
  [VALISE_LIMIT_SECONDS] = { "seconds", "limit_bundle_seconds", N_ ("Seconds for checking a bundle"),
                             4 * 60 * 60, 30 * 24 * 60 * 60 },
  [VALISE_LIMIT_ENTRIES_BUNDLE] = { "new-entries-bundle", "limit_new_entries_bundle",
                                    N_ ("New entries of a log in a bundle, at headquarters"), 2000000,
                                    VALISE_LOG_MAX_SIZE },
  [VALISE_LIMIT_ENTRIES_DAY] = { "new-entries-day", "limit_new_entries_day",
                                 N_ ("New entries of a log in a day, at headquarters"), 2000000,
                                 VALISE_LOG_MAX_SIZE },
};

const ValiseLimitRow *
valise_limit_row (ValiseLimit limit)
{
  g_return_val_if_fail ((gsize) limit < VALISE_N_LIMITS, NULL);

  return &rows[limit];
}

gboolean
valise_limit_find (const char *name, ValiseLimit *limit)
{
  for (guint i = 0; i < VALISE_N_LIMITS; i++)
    if (g_str_equal (rows[i].name, name)) {
      *limit = (ValiseLimit) i;
      return TRUE;
    }
  return FALSE;
}

guint64
valise_limit_get (ValiseStore *store, ValiseLimit limit)
{
  const ValiseLimitRow *row = valise_limit_row (limit);
  g_autofree char *text = store != NULL ? valise_store_dup_meta (store, row->fact) : NULL;
  guint64 number = row->standard;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 1, row->most, &number, NULL);
  return number;
}

gboolean
valise_limit_set (ValiseStore *store, ValiseLimit limit, guint64 number, GError **error)
{
  const ValiseLimitRow *row = valise_limit_row (limit);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  if (number == 0)
    return valise_store_forget_meta (store, row->fact, error);
  if (number <= row->most)
    return valise_store_set_meta (store, row->fact, text, error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("“%s” is at most %" PRIu64), row->name, row->most);
  return FALSE;
}

gboolean
valise_limit_refuse (ValiseStore *store, ValiseLimit limit, const char *what, GError **error)
{
  const ValiseLimitRow *row = valise_limit_row (limit);
  guint64 number = valise_limit_get (store, limit);
  g_autofree char *advice =
      number < row->most
          ? g_strdup_printf ("if you trust its sender, raise it with “valise limit %s NUMBER” and take"
                             " the bundle in again, else ask for smaller parts", row->name)
          : g_strdup ("it cannot be raised; ask its sender for smaller parts");

  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("too large: %s, and the limit “%s” of this store is %" PRIu64 "; %s"), what,
               row->name, number, advice);
  return FALSE;
}
