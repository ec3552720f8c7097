/* pack.c - writes bundles
 *
 * What must stay true:
 *  1. A bundle has its name only when all of it is on the disk.
 *  2. Eight stanzas, always; the sender is never one of the recipients.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/pack.h"

#include <sodium.h>
#include <string.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/folder.h"
#include "sync/bag-writer.h"
#include "sync/bundle.h"
#include "sync/minisign.h"
#include "sync/padme.h"
#include "sync/payload.h"
#include "sync/roster.h"
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

/* Groups of equal clearance, at most eight recipients each. */
static GPtrArray *
group_recipients (ValiseStore *store, GPtrArray *recipients)
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

typedef struct {
  ValiseStore *store;
  const ValisePackOptions *options;
  GPtrArray *members;
  const ValisePayload *payload;
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
write_items (Writing *w, ValiseBagWriter *bag, GError **error)
{
  for (guint i = 0; i < w->payload->items->len; i++) {
    const ValisePayloadItem *item = w->payload->items->pdata[i];
    g_autoptr (GInputStream) content = valise_payload_open (w->store, item, error);

    if (content == NULL || !valise_bag_writer_add (bag, content, error)) {
      g_prefix_error (error, "packing %s: ", item->path);
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

static gboolean
write_bundle (Writing *w, char **path, guint64 *size, GError **error)
{
  g_autoptr (ValiseNewFile) file = valise_new_file_open (w->options->folder, error);
  ValiseAgeRecipient recipients[VALISE_BUNDLE_STANZAS];
  g_autoptr (ValiseTee) tee = NULL;
  g_autoptr (GOutputStream) buffered = NULL, plain = NULL;
  ValiseHash sha256;

  if (file == NULL)
    return FALSE;
  fill_recipients (w->members, recipients);
  tee = valise_tee_new (valise_new_file_stream (file));
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (tee), FALSE);
  buffered = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (tee), 1024 * 1024);
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (buffered), FALSE);
  plain = valise_age_encrypt_new (buffered, recipients, VALISE_BUNDLE_STANZAS, error);
  if (plain == NULL || !write_bag (w, plain, error) ||
      !g_output_stream_close (plain, NULL, error) ||
      !g_output_stream_close (buffered, NULL, error))
    return FALSE;
  valise_tee_finish (tee, &sha256, size);
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
  for (guint i = 0; i < packed->recipients->len; i++)
    if (!valise_record_note_custody (store, "packed", NULL, w->name, packed->recipients->pdata[i],
                                     error))
      return FALSE;
  return valise_transaction_commit (change, error);
}

static ValisePacked *
pack_group (ValiseStore *store, GPtrArray *members, const ValisePackOptions *options,
            GError **error)
{
  g_autoptr (ValisePayload) payload =
      valise_payload_collect (store, members, options->everything, options->receipts, error);
  ValisePacked *packed;
  Writing w = { .store = store, .options = options, .members = members, .payload = payload };

  if (payload == NULL)
    return NULL;
  packed = g_new0 (ValisePacked, 1);
  describe (packed, members, payload);
  if (!payload->worth_sending && !options->everything)
    return packed;
  packed->devices = name_devices (members);
  packed->ready = options->lies_ready != NULL &&
                  options->lies_ready (packed->devices, &packed->content, options->lies_ready_user);
  if (packed->ready)
    return packed;
  make_name (w.name);
  if (!valise_folder_has_room (options->folder, valise_padme_bundle (payload->octets), error) ||
      !write_bundle (&w, &packed->path, &packed->size, error) ||
      !note_packed (store, &w, packed, error)) {
    valise_packed_free (packed);
    return NULL;
  }
  return packed;
}

GPtrArray *
valise_pack (ValiseStore *store, GPtrArray *recipients, const ValisePackOptions *options,
             GError **error)
{
  g_autoptr (GPtrArray) groups = group_recipients (store, recipients);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_packed_free);

  if (!valise_roster_is_joined (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 "this store is not on a roster yet, so nothing can be sent; hand in “valise request”"
                 " and “valise join” the roster that comes back");
    return NULL;
  }
  if (groups->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 "a bundle to oneself makes no sense; name another member");
    return NULL;
  }
  for (guint i = 0; i < groups->len; i++) {
    ValisePacked *packed = pack_group (store, groups->pdata[i], options, error);

    if (packed == NULL)
      return NULL;
    g_ptr_array_add (all, packed);
  }
  return g_steal_pointer (&all);
}
