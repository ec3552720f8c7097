/* pack.c - writes bundles
 *
 * What must stay true:
 *  1. A bundle has its name only when all of it is on the disk.
 *  2. Eight stanzas, always; the sender is never one of the recipients.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/pack.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "core/behind.h"
#include "core/clock.h"
#include "core/custody.h"
#include "core/error.h"
#include "core/files.h"
#include "core/outgoing.h"
#include "sync/bag-writer.h"
#include "sync/bundle.h"
#include "sync/minisign.h"
#include "sync/padme.h"
#include "sync/payload.h"
#include "sync/roster.h"
#include "sync/sent.h"
#include "sync/split.h"
#include "sync/tee.h"

void
valise_packed_free (ValisePacked *packed)
{
  if (packed == NULL)
    return;
  g_free (packed->path);
  g_free (packed->classification);
  g_free (packed->devices);
  g_ptr_array_unref (packed->recipients);
  g_free (packed);
}

/* Grouping */

static char *
clearance_key (ValiseStore *store, const ValiseMember *member)
{
  g_autofree char *cases = g_strjoinv (" ", member->cases);

  /* Headquarters writes to each device apart: its roster is for one device,
   * and its receipts are for the one whose log they name. */
  if (strcmp (valise_store_get_role (store), "headquarters") == 0)
    return g_strdup (member->device);
  return g_strdup_printf ("%d %s", member->role, cases);
}

static GPtrArray *
new_group (GPtrArray *groups)
{
  GPtrArray *group = g_ptr_array_new ();

  g_ptr_array_add (groups, group);
  return group;
}

GPtrArray *
valise_pack_groups (ValiseStore *store, GPtrArray *recipients)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < recipients->len; i++) {
    ValiseMember *member = recipients->pdata[i];
    g_autofree char *key = clearance_key (store, member);
    GPtrArray *group = g_hash_table_lookup (by_key, key);

    if (strcmp (member->device, valise_store_get_device (store)) == 0)
      continue;
    if (group == NULL || group->len == VALISE_BUNDLE_STANZAS) {
      group = new_group (groups);
      g_hash_table_replace (by_key, g_steal_pointer (&key), group);
    }
    g_ptr_array_add (group, member);
  }
  return groups;
}

/* Writing */

/* Pieces of one file follow each other: it is read through once. */
typedef struct {
  GInputStream *stream;
  ValiseHash file;
  guint64 at;
} Cursor;

typedef struct {
  ValiseStore *store;
  const ValisePackOptions *options;
  GPtrArray *members;
  const ValisePayload *payload;
  const char *group;   /* of parts; NULL: a bundle of its own */
  guint part, parts;
  Cursor *cursor;
  char name[VALISE_BAG_NAME_LENGTH + 1];
  guint64 done;
} Writing;

static void
make_name (char name[VALISE_BAG_NAME_LENGTH + 1])
{
  static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

  for (guint i = 0; i < VALISE_BAG_NAME_LENGTH; i++)
    name[i] = alphabet[randombytes_uniform (sizeof alphabet - 1)];
  name[VALISE_BAG_NAME_LENGTH] = '\0';
}

/* The members' keys, filled up to eight with keys that nobody has. */
static void
fill_recipients (GPtrArray *members, ValiseAgeRecipient recipients[VALISE_BUNDLE_STANZAS])
{
  for (guint i = 0; i < VALISE_BUNDLE_STANZAS; i++) {
    g_autoptr (ValiseSecret) throwaway = NULL;

    if (i < members->len) {
      recipients[i] = ((const ValiseMember *) members->pdata[i])->age;
      continue;
    }
    throwaway = valise_age_identity_new ();
    valise_age_identity_get_recipient (throwaway, &recipients[i]);
  }
}

static GPtrArray *
make_info (const Writing *w)
{
  GPtrArray *info = valise_bundle_info_new ();
  g_autofree char *now = valise_clock_now_text ();

  valise_bundle_info_add (info, VALISE_BUNDLE_VERSION_LABEL, VALISE_BUNDLE_VERSION);
  valise_bundle_info_add (info, VALISE_BUNDLE_SENDER, valise_store_get_device (w->store));
  for (guint i = 0; i < w->members->len; i++) {
    g_autofree char *text =
        valise_age_recipient_to_text (&((const ValiseMember *) w->members->pdata[i])->age);

    valise_bundle_info_add (info, VALISE_BUNDLE_RECIPIENT, text);
  }
  valise_bundle_info_add (info, VALISE_BUNDLE_CREATED, now);
  valise_bundle_info_add (info, VALISE_BUNDLE_CLASSIFICATION,
                          valise_bundle_class (w->payload->highest_class));
  valise_bundle_info_add (info, VALISE_BUNDLE_TRAINING,
                          valise_store_is_training (w->store) ? "yes" : "no");
  if (w->group != NULL) {
    g_autofree char *count = g_strdup_printf ("%u of %u", w->part, w->parts);

    valise_bundle_info_add (info, VALISE_BUNDLE_GROUP, w->group);
    valise_bundle_info_add (info, VALISE_BUNDLE_COUNT, count);
  }
  return info;
}

static char *
sign_manifest (GBytes *tag_manifest, gpointer user, GError **error)
{
  ValiseStore *store = user;
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (store, "bundle", error);
  g_autoptr (GBytes) public_key = seed != NULL
                                      ? valise_store_get_public_key (store, "bundle", error)
                                      : NULL;

  return public_key == NULL ? NULL
                            : valise_minisign_sign (tag_manifest, seed,
                                                    g_bytes_get_data (public_key, NULL),
                                                    VALISE_BUNDLE_COMMENT, error);
}

static gboolean
seek (Writing *w, const ValisePayloadItem *item, GError **error)
{
  Cursor *cursor = w->cursor;

  if (cursor->stream == NULL || !valise_hash_equal (&cursor->file, item->file) ||
      cursor->at > item->offset) {
    g_clear_object (&cursor->stream);
    cursor->stream = valise_files_open (w->store, item->file, error);
    cursor->file = *item->file;
    cursor->at = 0;
  }
  while (cursor->stream != NULL && cursor->at < item->offset) {
    gssize got = g_input_stream_skip (cursor->stream, MIN (item->offset - cursor->at, 1024 * 1024), NULL,
                                      error);

    if (got <= 0)
      return got == 0 ? valise_error_errno (error, EIO, _ ("reading a stored file")) : FALSE;
    cursor->at += (guint64) got;
  }
  return cursor->stream != NULL;
}

static gboolean
write_piece (Writing *w, ValiseBagWriter *bag, const ValisePayloadItem *item, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (64 * 1024);
  guint64 left = item->size;

  if (!seek (w, item, error) || !valise_bag_writer_begin (bag, error))
    return FALSE;
  while (left > 0) {
    gssize got = g_input_stream_read (w->cursor->stream, buffer, MIN (left, 64 * 1024), NULL, error);

    if (got < 0)
      return FALSE;
    if (got == 0)
      break; /* the bag writer says so */
    if (!valise_bag_writer_write (bag, buffer, (gsize) got, error))
      return FALSE;
    left -= (guint64) got;
    w->cursor->at += (guint64) got;
  }
  return valise_bag_writer_end (bag, error);
}

static gboolean
write_item (Writing *w, ValiseBagWriter *bag, const ValisePayloadItem *item, GError **error)
{
  g_autoptr (GInputStream) content = NULL;

  if (item->is_piece)
    return write_piece (w, bag, item, error);
  content = valise_payload_open (w->store, item, error);
  return content != NULL && valise_bag_writer_add (bag, content, error);
}

static gboolean
write_items (Writing *w, ValiseBagWriter *bag, GError **error)
{
  for (guint i = 0; i < w->payload->items->len; i++) {
    const ValisePayloadItem *item = w->payload->items->pdata[i];

    if (g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), error))
      return FALSE;
    if (!write_item (w, bag, item, error)) {
      g_prefix_error (error, _ ("packing %s: "), item->path);
      return FALSE;
    }
    w->done += item->size;
    if (w->options->progress != NULL)
      w->options->progress (w->done, w->payload->octets, w->options->progress_user);
  }
  return TRUE;
}

static gboolean
write_bag (Writing *w, GOutputStream *plain, GError **error)
{
  g_autoptr (GPtrArray) info = make_info (w);
  g_autoptr (GArray) labels = valise_bundle_info_labels (info);
  g_autoptr (GArray) payload = g_array_new (FALSE, FALSE, sizeof (ValiseBagPayload));
  g_autoptr (ValiseBagWriter) bag = NULL;
  ValiseBagPlan plan = { .name = w->name,
                         .info = (const ValiseBagLabel *) (void *) labels->data,
                         .n_info = labels->len };

  for (guint i = 0; i < w->payload->items->len; i++) {
    const ValisePayloadItem *item = w->payload->items->pdata[i];
    ValiseBagPayload one = { item->path, item->size, item->sha256 };

    g_array_append_val (payload, one);
  }
  plan.payload = (const ValiseBagPayload *) (void *) payload->data;
  plan.n_payload = payload->len;
  bag = valise_bag_writer_new (plain, &plan, sign_manifest, w->store, error);
  return bag != NULL && write_items (w, bag, error) && valise_bag_writer_finish (bag, error);
}

static void
tell_step (const Writing *w, ValisePackStep step)
{
  if (w->options->step != NULL)
    w->options->step (step, w->part, w->parts, w->options->progress_user);
}

static gboolean
write_bundle (Writing *w, char **path, guint64 *size, GError **error)
{
  g_autoptr (ValiseNewFile) file = valise_outgoing_open (w->store, w->options->folder, error);
  ValiseAgeRecipient recipients[VALISE_BUNDLE_STANZAS];
  g_autoptr (ValiseTee) tee = NULL; /* hashes what is to be read back */
  g_autoptr (GOutputStream) buffered = NULL, sealed = NULL, plain = NULL;
  ValiseHash sha256;

  if (file == NULL)
    return FALSE;
  tell_step (w, VALISE_PACK_WRITING);
  fill_recipients (w->members, recipients);
  tee = w->options->reread ? valise_tee_new (valise_new_file_stream (file)) : NULL;
  buffered = g_buffered_output_stream_new_sized (
      tee != NULL ? G_OUTPUT_STREAM (tee) : valise_new_file_stream (file), 1024 * 1024);
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (buffered), FALSE);
  sealed = valise_age_encrypt_new (buffered, recipients, VALISE_BUNDLE_STANZAS, error);
  if (sealed == NULL)
    return FALSE;
  plain = valise_behind_new (sealed); /* one core reads and hashes, the other encrypts and writes */
  if (!write_bag (w, plain, error) || !g_output_stream_close (plain, NULL, error) ||
      !g_output_stream_close (sealed, NULL, error) ||
      !g_output_stream_close (buffered, NULL, error))
    return FALSE;
  if (tee != NULL)
    valise_tee_finish (tee, &sha256, size);
  else
    *size = valise_new_file_get_size (file);
  tell_step (w, VALISE_PACK_FLUSHING);
  if (!valise_new_file_flush (file, error))
    return FALSE;
  if (w->options->reread)
    tell_step (w, VALISE_PACK_READING);
  if (w->options->reread && !valise_new_file_reread (file, &sha256, error))
    return FALSE;
  *path = g_strdup_printf ("%s/%s.valise", w->options->folder, w->name);
  if (valise_new_file_keep (file, *path, error))
    return TRUE;
  g_clear_pointer (path, g_free);
  return FALSE;
}

/* Afterwards */

static void
describe (ValisePacked *packed, GPtrArray *members, const ValisePayload *payload)
{
  packed->recipients = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < members->len; i++) {
    const ValiseMember *member = members->pdata[i];

    g_ptr_array_add (packed->recipients, g_strdup_printf ("%s (%s)", member->member,
                                                          valise_role_to_text (member->role)));
  }
  packed->entries = payload->entries;
  packed->records = payload->records;
  packed->withheld = payload->withheld;
  packed->files = payload->files;
  packed->sealed = payload->sealed;
  packed->content = payload->content;
  packed->classification = g_strdup (valise_bundle_class (payload->highest_class));
}

static char *
name_devices (GPtrArray *members)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    g_ptr_array_add (devices, (gpointer) ((const ValiseMember *) members->pdata[i])->device);
  g_ptr_array_sort_values (devices, (GCompareFunc) strcmp);
  g_ptr_array_add (devices, NULL);
  return g_strjoinv (" ", (char **) devices->pdata);
}

static gboolean
note_packed (ValiseStore *store, const Writing *w, const ValisePacked *packed, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);

  if (change == NULL || !valise_payload_note_sent (store, w->members, w->payload, error))
    return FALSE;
  for (guint i = 0; i < packed->recipients->len; i++) {
    ValiseCustodyNote note = { .action = "packed", .what = w->name, .to = packed->recipients->pdata[i],
                               .entries = w->payload->went, .files = w->payload->went_files,
                               .size = w->payload->own_size };

    if (!valise_custody_note (store, &note, error))
      return FALSE;
  }
  return valise_transaction_commit (change, error);
}

/* One group of recipients */

typedef struct {
  ValiseStore *store;
  GPtrArray *members;
  const ValisePackOptions *options;
  ValisePayloadHow how;
  Cursor cursor;
  char group[VALISE_BAG_NAME_LENGTH + 1];
  GPtrArray *written;  /* of ValisePacked */
  GPtrArray *payloads; /* of ValisePayload: what must be noted of each */
} Packing;

static gboolean
write_part (Packing *p, ValisePayload *payload, guint part, guint parts, GError **error)
{
  Writing w = { .store = p->store, .options = p->options, .members = p->members,
                .payload = payload, .group = parts > 1 ? p->group : NULL, .part = part,
                .parts = parts, .cursor = &p->cursor };
  ValisePacked *packed = g_new0 (ValisePacked, 1);

  g_ptr_array_add (p->written, packed);
  describe (packed, p->members, payload);
  packed->devices = name_devices (p->members);
  packed->part = part;
  packed->parts = parts;
  make_name (w.name);
  if (!valise_folder_has_room (p->options->folder, valise_padme_bundle (payload->octets), error) ||
      !write_bundle (&w, &packed->path, &packed->size, error))
    return FALSE;
  if (p->options->max_bytes > 0 && packed->size > p->options->max_bytes) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                 _ ("a part became larger than planned; nothing was packed, try another --max-bytes"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_parts (Packing *p, const ValisePayload *whole, const GPtrArray *parts, GError **error)
{
  for (guint i = 0; i < parts->len; i++) {
    ValisePayloadHow how = { .everything = p->how.everything, .receipts = p->how.receipts,
                             .part = parts->pdata[i] };
    ValisePayload *payload = valise_payload_collect (p->store, p->members, &how, error);

    if (payload == NULL)
      return FALSE;
    g_ptr_array_add (p->payloads, payload);
    payload->content = whole->content;
    payload->withheld = whole->withheld;
    if (!write_part (p, payload, i + 1, parts->len, error))
      return FALSE;
    g_ptr_array_set_size (payload->items, 0); /* its temporary files go */
  }
  return TRUE;
}

/* Noted when all are written: noting grows the own log, and the parts of one
 * group speak of one size of it. */
static gboolean
note_all (Packing *p, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (p->store), error);

  for (guint i = 0; change != NULL && i < p->written->len; i++) {
    const ValisePacked *packed = p->written->pdata[i];
    g_autofree char *base = g_path_get_basename (packed->path);
    Writing w = { .store = p->store, .members = p->members, .payload = p->payloads->pdata[i] };

    memcpy (w.name, base, VALISE_BAG_NAME_LENGTH);
    if (!note_packed (p->store, &w, packed, error))
      return FALSE;
  }
  return change != NULL && valise_sent_follow (p->store, error) && valise_transaction_commit (change, error);
}

static gboolean
write_whole_or_parts (Packing *p, ValisePayload *whole, GError **error)
{
  guint64 max_bytes = p->options->max_bytes;
  g_autoptr (GPtrArray) parts = NULL;

  if (max_bytes == 0 || valise_split_file_size (whole->items) <= max_bytes) {
    g_ptr_array_add (p->payloads, whole);
    return write_part (p, whole, 1, 1, error);
  }
  parts = valise_split_plan (p->store, p->members, &p->how, whole, max_bytes, error);
  g_ptr_array_set_size (whole->items, 0);
  if (parts == NULL || !write_parts (p, whole, parts, error)) {
    valise_payload_free (whole);
    return FALSE;
  }
  valise_payload_free (whole);
  return TRUE;
}

/* A group is written whole or not at all. */
static void
take_back (Packing *p)
{
  for (guint i = 0; i < p->written->len; i++) {
    const ValisePacked *packed = p->written->pdata[i];

    if (packed->path != NULL)
      unlink (packed->path);
  }
}

static ValisePacked *
nothing_to_write (Packing *p, const ValisePayload *payload)
{
  ValisePacked *packed = g_new0 (ValisePacked, 1);
  const ValisePackOptions *options = p->options;

  describe (packed, p->members, payload);
  packed->devices = name_devices (p->members);
  packed->part = packed->parts = 1;
  packed->ready = payload->worth_sending && options->lies_ready != NULL &&
                  options->lies_ready (packed->devices, &packed->content, options->lies_ready_user);
  if (packed->ready || (!payload->worth_sending && !options->everything))
    return packed;
  valise_packed_free (packed);
  return NULL;
}

static gboolean
pack_group (Packing *p, GPtrArray *all, GError **error)
{
  ValisePayload *payload = valise_payload_collect (p->store, p->members, &p->how, error);
  ValisePacked *nothing = payload != NULL ? nothing_to_write (p, payload) : NULL;

  if (payload == NULL)
    return FALSE;
  if (nothing != NULL) {
    g_ptr_array_add (all, nothing);
    valise_payload_free (payload);
    return TRUE;
  }
  if (p->how.survey != NULL)
    g_ptr_array_unref (valise_survey_order (p->how.survey));
  valise_payload_order_files (payload, p->how.survey);
  if (!write_whole_or_parts (p, payload, error) || !note_all (p, error)) {
    take_back (p);
    return FALSE;
  }
  while (p->written->len > 0)
    g_ptr_array_add (all, g_ptr_array_steal_index (p->written, 0));
  return TRUE;
}

static gboolean
pack_members (ValiseStore *store, GPtrArray *members, const ValisePackOptions *options,
              GPtrArray *all, GError **error)
{
  g_autoptr (ValiseSurvey) survey = options->max_bytes > 0 ? valise_survey_new () : NULL;
  g_autoptr (GPtrArray) written =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_packed_free);
  g_autoptr (GPtrArray) payloads =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_payload_free);
  Packing p = { .store = store, .members = members, .options = options, .written = written,
                .payloads = payloads,
                .how = { .everything = options->everything, .receipts = options->receipts,
                         .survey = survey } };
  gboolean done;

  make_name (p.group);
  done = pack_group (&p, all, error);
  g_clear_object (&p.cursor.stream);
  return done;
}

GPtrArray *
valise_pack (ValiseStore *store, GPtrArray *recipients, const ValisePackOptions *options,
             GError **error)
{
  g_autoptr (GPtrArray) groups = valise_pack_groups (store, recipients);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_packed_free);

  if (!valise_roster_is_joined (store)) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED, _ (VALISE_PACK_NOT_JOINED));
    return NULL;
  }
  if (groups->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a bundle to oneself makes no sense; name another member"));
    return NULL;
  }
  valise_outgoing_sweep (store, options->folder); /* what an interrupted one left */
  for (guint i = 0; i < groups->len; i++)
    if (!pack_members (store, groups->pdata[i], options, all, error))
      return NULL;
  return g_steal_pointer (&all);
}
