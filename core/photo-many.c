/* photo-many.c - many photos: two threads prepare, the store's thread adds
 *
 * At most WINDOW photos are under way, so that memory stays bounded and a
 * stopped import leaves little undone. Records are added in the order of the
 * paths, whichever thread was faster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/photo.h"

#include "core/photo-private.h"

#define WINDOW 4

/* glycin forks, and allocates before it executes. glibc's heap takes that in a
 * process with threads; AddressSanitizer's may find itself locked for ever. So
 * under it the threads take turns. */
#ifdef __SANITIZE_ADDRESS__
#define THREADS 1
static GMutex turn;
#define TAKE_TURN g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&turn)
#else
#define THREADS 2
#define TAKE_TURN
#endif

typedef struct {
  ValisePhotoPrepared *prepared;
  GError *failure;
  gboolean done;
} Slot;

typedef struct {
  const ValisePhotoBatch *batch;
  ValiseFileStage *stage;
  GThreadPool *pool;
  GMutex lock;               /* guards slots */
  GCond changed;
  Slot slots[WINDOW];        /* photo i is in slot i % WINDOW */
  guint begun;
} Run;

static ValisePhotoPrepared *
prepare (const Run *run, guint index, GError **error)
{
  TAKE_TURN;

  return valise_photo_prepare (run->stage, run->batch->paths[index], error);
}

/* A thread of the pool; what it gets is the photo's number + 1. */
static void
on_photo (gpointer data, gpointer user)
{
  Run *run = user;
  guint index = GPOINTER_TO_UINT (data) - 1;
  Slot *slot = &run->slots[index % WINDOW];
  GError *failure = NULL;
  ValisePhotoPrepared *prepared = prepare (run, index, &failure);

  g_mutex_lock (&run->lock);
  slot->prepared = prepared;
  slot->failure = failure;
  slot->done = TRUE;
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->lock);
}

static void
begin_more (Run *run, guint finished)
{
  while (run->begun < run->batch->n_paths && run->begun < finished + WINDOW) {
    run->begun++;
    g_thread_pool_push (run->pool, GUINT_TO_POINTER (run->begun), NULL);
  }
}

/* Empties photo `index`'s slot as soon as it is filled. */
static Slot
wait_for (Run *run, guint index)
{
  Slot *slot = &run->slots[index % WINDOW], taken;

  g_mutex_lock (&run->lock);
  while (!slot->done)
    g_cond_wait (&run->changed, &run->lock);
  taken = *slot;
  *slot = (Slot) { 0 };
  g_mutex_unlock (&run->lock);
  return taken;
}

static void
slot_clear (Slot *slot)
{
  g_clear_pointer (&slot->prepared, valise_photo_prepared_free);
  g_clear_error (&slot->failure);
}

static gboolean
add_one (Run *run, const ValisePhotoGiven *given, guint index, ValisePhotoDone done, gpointer user)
{
  Slot slot = wait_for (run, index);
  g_autoptr (ValisePhotoImported) imported = NULL;
  gboolean go_on;
  TAKE_TURN;

  begin_more (run, index + 1);
  if (slot.prepared != NULL)
    imported = valise_photo_add (given, slot.prepared, &slot.failure);
  go_on = done == NULL || done (index, imported, slot.failure, user);
  slot_clear (&slot);
  return go_on;
}

gboolean
valise_photo_import_many (ValiseStore *store, const ValisePhotoBatch *batch, ValisePhotoDone done,
                          gpointer user, GError **error)
{
  g_autoptr (ValisePhotoGiven) given = valise_photo_given_new (store, batch, error);
  Run run = { .batch = batch };

  if (given == NULL)
    return FALSE;
  run.pool = g_thread_pool_new (on_photo, &run, THREADS, FALSE, error);
  if (run.pool == NULL)
    return FALSE;
  g_mutex_init (&run.lock);
  g_cond_init (&run.changed);
  run.stage = valise_file_stage_new (store);
  begin_more (&run, 0);
  for (guint i = 0; i < batch->n_paths && add_one (&run, given, i, done, user); i++)
    ;
  g_thread_pool_free (run.pool, TRUE, TRUE); /* what was not begun is dropped */
  for (gsize i = 0; i < WINDOW; i++)
    slot_clear (&run.slots[i]);
  valise_file_stage_free (run.stage);
  g_cond_clear (&run.changed);
  g_mutex_clear (&run.lock);
  return TRUE;
}
