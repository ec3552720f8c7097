/* receipt.c - says what was taken in: an entry in the own log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/receipt.h"

#include <string.h>

#include "core/checkpoint.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/held.h"
#include "core/json.h"
#include "core/fork.h"
#include "core/record.h"

/* In one entry, so that its line stays under 1 MiB. */
#define HASHES_MAX 2048
#define RANGES_MAX 16384

typedef struct {
  GArray *fields; /* of ValiseAssignment */
  GPtrArray *texts;
} Fields;

static void
take_field (Fields *fields, const char *name, char *value)
{
  ValiseAssignment field = { name, value };

  g_ptr_array_add (fields->texts, value);
  g_array_append_val (fields->fields, field);
}

/* A list of strings that need no escaping. */
static char *
strings_to_json (GPtrArray *strings, guint from, guint to)
{
  GString *out = g_string_new ("[");

  for (guint i = from; i < to; i++)
    g_string_append_printf (out, "%s\"%s\"", i > from ? "," : "", (const char *) strings->pdata[i]);
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

static char *
ranges_to_json (const GArray *ranges)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i + 1 < ranges->len; i += 2)
    g_ptr_array_add (texts, valise_held_write_range (g_array_index (ranges, guint64, i),
                                                     g_array_index (ranges, guint64, i + 1), -1));
  return strings_to_json (texts, 0, texts->len);
}

/* Neighbours with as many values open become one range. */
static char *
partly_to_json (const GArray *pairs)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint i = 0;

  while (i + 1 < pairs->len) {
    guint64 first = g_array_index (pairs, guint64, i), opened = g_array_index (pairs, guint64, i + 1);
    guint64 last = first;

    for (i += 2; i + 1 < pairs->len && g_array_index (pairs, guint64, i) == last + 1 &&
                 g_array_index (pairs, guint64, i + 1) == opened;
         i += 2)
      last++;
    g_ptr_array_add (texts, valise_held_write_range (first, last, (int) opened));
  }
  return strings_to_json (texts, 0, texts->len);
}

static char *
cosigned_checkpoint (ValiseStore *store, gint64 log, ValiseCheckpoint *checkpoint, GError **error)
{
  g_autofree char *note = valise_log_dup_checkpoint (store, log, 0, error);
  g_autoptr (ValiseSecret) seed =
      note != NULL ? valise_store_dup_signing_key (store, "cosignature", error) : NULL;

  if (seed == NULL || !valise_checkpoint_parse (note, strlen (note), checkpoint, error))
    return NULL;
  if (valise_branch_is_forked (store, log))
    return g_steal_pointer (&note);
  return valise_checkpoint_cosign (note, valise_store_get_device (store), seed,
                                   (guint64) valise_clock_now (), error);
}

static gboolean
write_part (ValiseStore *store, Fields *fields, GError **error)
{
  g_autofree char *id =
      valise_record_add_system (store, "receipt",
                                (const ValiseAssignment *) (void *) fields->fields->data,
                                fields->fields->len, error);

  return id != NULL;
}

/* The next stretch of a list of hashes, or nothing. */
static void
take_hashes (Fields *fields, const char *name, GPtrArray *hashes, guint *from)
{
  guint to;

  if (hashes == NULL || *from >= hashes->len)
    return;
  to = MIN (hashes->len, *from + HASHES_MAX);
  take_field (fields, name, strings_to_json (hashes, *from, to));
  *from = to;
}

static void
fields_clear (Fields *fields)
{
  g_array_unref (fields->fields);
  g_ptr_array_unref (fields->texts);
}

static void
fields_start (Fields *fields, const char *device)
{
  fields->fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  fields->texts = g_ptr_array_new_with_free_func (g_free);
  take_field (fields, "log", valise_json_string (device));
}

/* What is beyond the limits is not named, so it is sent once more; an index
 * that is named must say when it is open in part only. */
static void
keep_within_limits (GArray *ranges, GArray *partly)
{
  guint64 end = G_MAXUINT64;

  if (ranges->len > 2 * RANGES_MAX)
    end = g_array_index (ranges, guint64, 2 * RANGES_MAX);
  if (partly->len > 2 * RANGES_MAX)
    end = MIN (end, g_array_index (partly, guint64, 2 * RANGES_MAX));
  while (ranges->len > 0 && g_array_index (ranges, guint64, ranges->len - 2) >= end)
    g_array_set_size (ranges, ranges->len - 2);
  if (ranges->len > 0)
    g_array_index (ranges, guint64, ranges->len - 1) =
        MIN (g_array_index (ranges, guint64, ranges->len - 1), end - 1);
  while (partly->len > 0 && g_array_index (partly, guint64, partly->len - 2) >= end)
    g_array_set_size (partly, partly->len - 2);
}

/* Who forked his own log learns from where on. */
static gboolean
take_agreement (Fields *fields, ValiseStore *store, const char *device, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseFork) fork = valise_fork_load (store, device, NULL, &local);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (fork != NULL && fork->contradicts)
    take_field (fields, "agrees", valise_json_integer ((gint64) fork->common));
  return TRUE;
}

static gboolean
take_log (Fields *fields, ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (GArray) ranges = valise_log_ranges (store, log, error);
  g_autoptr (GArray) partly = ranges != NULL ? valise_log_partly (store, log, error) : NULL;
  g_autofree char *note = NULL;
  ValiseCheckpoint checkpoint;

  if (partly == NULL)
    return FALSE;
  note = cosigned_checkpoint (store, log, &checkpoint, error);
  if (note == NULL)
    return FALSE;
  keep_within_limits (ranges, partly);
  take_field (fields, "checkpoint", valise_json_string (note));
  take_field (fields, "size", valise_json_integer ((gint64) checkpoint.size));
  if (ranges->len > 0) /* else files of a part came before any entry */
    take_field (fields, "ranges", ranges_to_json (ranges));
  if (partly->len > 0)
    take_field (fields, "partial", partly_to_json (partly));
  return take_agreement (fields, store, checkpoint.device, error);
}

gboolean
valise_receipt_write (ValiseStore *store, gint64 log, GPtrArray *files, GPtrArray *sealed,
                      GError **error)
{
  g_autofree char *device = valise_log_dup_device (store, log);
  guint file = 0, value = 0;
  gboolean first = TRUE, done = TRUE;

  g_return_val_if_fail (device != NULL, FALSE);

  /* Ranges stand in every part: the newest part must not seem to hold less. */
  while (done && (first || (files != NULL && file < files->len) ||
                  (sealed != NULL && value < sealed->len))) {
    Fields fields;

    fields_start (&fields, device);
    take_hashes (&fields, "files", files, &file);
    take_hashes (&fields, "sealed", sealed, &value);
    done = take_log (&fields, store, log, error) && write_part (store, &fields, error);
    fields_clear (&fields);
    first = FALSE;
  }
  return done;
}
