/* preparing.c - the half of taking in a log's lines that needs no store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/preparing.h"

#include <string.h>

#include "core/record.h"
#include "core/secret.h"

#define BATCH_LINES 128
#define BATCH_BYTES (512 * 1024)
#define BATCHES 4 /* that wait at most */

typedef struct {
  GArray *lines;   /* of ValisePrepared */
  gboolean last;
  GError *failure; /* behind these lines */
} Batch;

struct _ValisePreparing {
  ValiseLineReader *reader;
  char *device;
  GThread *thread;
  GAsyncQueue *empty, *full; /* of Batch; this itself in `empty`: stop */
  Batch batches[BATCHES];
  Batch *current;
  guint at;                  /* in the current batch: the next line */
};

static void
clear_line (gpointer data)
{
  ValisePrepared *line = data;

  g_clear_pointer (&line->entry, valise_entry_free);
  g_clear_pointer (&line->header, g_bytes_unref);
  g_clear_pointer (&line->rule, g_free);
}

/* Preparing, on the thread */

static ValiseEntry *
read_entry (const ValisePreparing *preparing, const ValiseLine *line, char **rule)
{
  g_autoptr (GError) broken = NULL;
  gsize size = 0;
  const char *header = g_bytes_get_data (line->header, &size);
  g_autoptr (ValiseEntry) entry = valise_entry_parse (header, size, &broken);

  if (entry == NULL) {
    *rule = g_strdup (broken->message);
    return NULL;
  }
  if (strcmp (entry->device, preparing->device) != 0 || entry->index != line->index) {
    *rule = g_strdup ("the entry names another place than it stands in");
    return NULL;
  }
  if (!valise_entry_read_disclosure (entry, line->disclosure, strlen (line->disclosure), &broken) ||
      !valise_record_check_entry (entry, &broken))
    *rule = g_strdup (broken->message);
  return g_steal_pointer (&entry);
}

static gsize
prepare (const ValisePreparing *preparing, const ValiseLine *line, Batch *batch)
{
  ValisePrepared prepared = { .kind = line->kind, .index = line->index, .level = line->level,
                              .hash = line->hash };

  if (line->kind == VALISE_LINE_ENTRY) {
    prepared.size = g_bytes_get_size (line->header) + strlen (line->disclosure);
    prepared.entry = read_entry (preparing, line, &prepared.rule);
    if (prepared.entry == NULL)
      prepared.header = g_bytes_ref (line->header);
  }
  g_array_append_val (batch->lines, prepared);
  return prepared.size;
}

static void
fill (const ValisePreparing *preparing, Batch *batch)
{
  gsize bytes = 0;

  while (batch->lines->len < BATCH_LINES && bytes < BATCH_BYTES && !batch->last) {
    ValiseLine line;
    gboolean more = FALSE;

    batch->last =
        !valise_line_reader_next (preparing->reader, &line, &more, &batch->failure) || !more;
    if (!batch->last)
      bytes += prepare (preparing, &line, batch);
  }
}

static gpointer
run (gpointer user)
{
  ValisePreparing *preparing = user;
  gboolean last = FALSE;

  while (!last) {
    Batch *batch = g_async_queue_pop (preparing->empty);

    if ((gpointer) batch == preparing)
      break;
    g_array_set_size (batch->lines, 0);
    fill (preparing, batch);
    last = batch->last;
    g_async_queue_push (preparing->full, batch);
  }
  valise_secret_wipe_stack ();
  return NULL;
}

/* Taking */

ValisePreparing *
valise_preparing_new (GInputStream *lines, const char *device)
{
  ValisePreparing *preparing = g_new0 (ValisePreparing, 1);

  preparing->reader = valise_line_reader_new (lines);
  preparing->device = g_strdup (device);
  preparing->empty = g_async_queue_new ();
  preparing->full = g_async_queue_new ();
  for (guint i = 0; i < BATCHES; i++) {
    preparing->batches[i].lines = g_array_new (FALSE, FALSE, sizeof (ValisePrepared));
    g_array_set_clear_func (preparing->batches[i].lines, clear_line);
    g_async_queue_push (preparing->empty, &preparing->batches[i]);
  }
  preparing->thread = g_thread_new ("preparing", run, preparing);
  return preparing;
}

void
valise_preparing_free (ValisePreparing *preparing)
{
  if (preparing == NULL)
    return;
  g_async_queue_push_front (preparing->empty, preparing);
  g_thread_join (preparing->thread);
  for (guint i = 0; i < BATCHES; i++) {
    g_array_unref (preparing->batches[i].lines);
    g_clear_error (&preparing->batches[i].failure);
  }
  g_async_queue_unref (preparing->empty);
  g_async_queue_unref (preparing->full);
  valise_line_reader_free (preparing->reader);
  g_free (preparing->device);
  g_free (preparing);
}

gboolean
valise_preparing_next (ValisePreparing *preparing, ValisePrepared **line, GError **error)
{
  Batch *batch = preparing->current;

  while (batch == NULL || (preparing->at == batch->lines->len && !batch->last)) {
    if (batch != NULL)
      g_async_queue_push (preparing->empty, batch);
    batch = preparing->current = g_async_queue_pop (preparing->full);
    preparing->at = 0;
  }
  *line = NULL;
  if (preparing->at < batch->lines->len) {
    *line = &g_array_index (batch->lines, ValisePrepared, preparing->at++);
    return TRUE;
  }
  if (batch->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (batch->failure));
  return FALSE;
}
