/* member.c - one row of the roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/member.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "core/bytes.h"
#include "core/checkpoint.h"
#include "core/ed25519.h"
#include "core/error.h"
#include "core/json.h"
#include "sync/refuse.h"

#define SUCCEEDS_MAX 16
#define ROW_MAX_SIZE (64 * 1024)
#define NAME_MAX_SIZE 200
#define CASE_MAX_SIZE 64
#define CASES_MAX 256
#define VOUCH_PREFIX "valise/vouch/1" /* its NUL is signed too */
#define VOUCHERS_MAX 16

/* Forms */

gboolean
valise_case_id_is_valid (const char *text)
{
  gsize size = strlen (text);

  return size > 0 && size <= CASE_MAX_SIZE &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == size;
}

gboolean
valise_date_is_valid (const char *text)
{
  static const char form[] = "dddd-dd-dd";
  guint month, day;

  if (strlen (text) != sizeof form - 1)
    return FALSE;
  for (gsize i = 0; i < sizeof form - 1; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  month = (guint) atoi (text + 5);
  day = (guint) atoi (text + 8);
  return month >= 1 && month <= 12 && day >= 1 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) MAX (1, atoi (text)));
}

gboolean
valise_member_name_is_valid (const char *text)
{
  if (text[0] == '\0' || strlen (text) > NAME_MAX_SIZE || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* Reading */

static gboolean
read_key (yyjson_val *row, const char *name, gpointer key, gsize size, GError **error)
{
  const char *text = valise_json_get_string (row, name);

  if (text != NULL && valise_base64_decode_exact (text, -1, VALISE_BASE64_PADDED, key, size))
    return TRUE;
  return valise_refuse (error, "a roster row has a malformed key", name);
}

static gboolean
read_recipient (yyjson_val *row, const char *name, ValiseAgeRecipient *recipient, GError **error)
{
  const char *text = valise_json_get_string (row, name);

  if (text != NULL && valise_age_recipient_parse (text, recipient, NULL))
    return TRUE;
  return valise_refuse (error, "a roster row has a malformed key", name);
}

static gboolean
read_vault (ValiseMember *member, yyjson_val *row, GError **error)
{
  if (yyjson_is_null (yyjson_obj_get (row, "vault")))
    return TRUE;
  member->has_vault = TRUE;
  return read_recipient (row, "vault", &member->vault, error);
}

static gboolean
read_keys (ValiseMember *member, yyjson_val *row, GError **error)
{
  g_autofree char *id = NULL;
  const char *device = valise_json_get_string (row, "device");

  if (!read_key (row, "checkpoint", member->checkpoint, sizeof member->checkpoint, error) ||
      !read_key (row, "cosignature", member->cosignature, sizeof member->cosignature, error) ||
      !read_key (row, "bundle", member->bundle, sizeof member->bundle, error) ||
      !read_recipient (row, "age", &member->age, error) || !read_vault (member, row, error))
    return FALSE;
  if (memcmp (member->bundle, "Ed", 2) != 0)
    return valise_refuse (error, "a roster row has a malformed key", "bundle");
  id = valise_device_id (member->checkpoint);
  if (g_strcmp0 (device, id) != 0)
    return valise_refuse (error, "a roster row's device is not that of its checkpoint key", device);
  member->device = g_steal_pointer (&id);
  return TRUE;
}

static gboolean
read_cases (ValiseMember *member, yyjson_val *row, GError **error)
{
  yyjson_val *cases = yyjson_obj_get (row, "cases"), *item;
  size_t i, count;

  if (!yyjson_is_arr (cases) || yyjson_arr_size (cases) > CASES_MAX)
    return valise_refuse (error, "a roster row has no list of cases", NULL);
  member->cases = g_new0 (char *, yyjson_arr_size (cases) + 1);
  yyjson_arr_foreach (cases, i, count, item)
  {
    const char *id = yyjson_get_str (item);

    if (id == NULL || !valise_case_id_is_valid (id) ||
        (i > 0 && strcmp (member->cases[i - 1], id) >= 0))
      return valise_refuse (error, "a roster row's cases are malformed or not in order", id);
    member->cases[i] = g_strdup (id);
  }
  return TRUE;
}

static gboolean
read_person (ValiseMember *member, yyjson_val *row, GError **error)
{
  const char *name = valise_json_get_string (row, "member");
  const char *role = valise_json_get_string (row, "role");

  if (name == NULL || !valise_member_name_is_valid (name))
    return valise_refuse (error, "a roster row has no member's name, or a malformed one", name);
  member->role = role != NULL ? valise_role_from_text (role) : VALISE_ROLE_NONE;
  if (member->role == VALISE_ROLE_NONE)
    return valise_refuse (error, "a roster row has a role that is not known here", role);
  if (member->role == VALISE_ROLE_CUSTODIAN && !member->has_vault)
    return valise_refuse (error, "a custodian's roster row has no vault key", name);
  member->member = g_strdup (name);
  return TRUE;
}

static gboolean
read_dates (ValiseMember *member, yyjson_val *row, const char *today, GError **error)
{
  const char *from = valise_json_get_string (row, "from");
  yyjson_val *until = yyjson_obj_get (row, "until"), *ended = yyjson_obj_get (row, "ended");

  if (from == NULL || !valise_date_is_valid (from) ||
      (!yyjson_is_null (until) &&
       (!yyjson_is_str (until) || !valise_date_is_valid (yyjson_get_str (until)))))
    return valise_refuse (error, "a roster row has a malformed date", NULL);
  if (ended != NULL && !yyjson_is_true (ended))
    return valise_refuse (error, "a roster row says whether it ended, and does not say true", NULL);
  member->from = g_strdup (from);
  member->until = g_strdup (yyjson_get_str (until));
  member->says_ended = ended != NULL;
  member->ended = member->says_ended || (member->until != NULL && strcmp (member->until, today) < 0);
  return TRUE;
}

ValiseMember *
valise_member_parse (const char *json, gsize size, const char *today, GError **error)
{
  g_autoptr (ValiseMember) member = g_new0 (ValiseMember, 1);
  g_autoptr (GError) local = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *row;

  if (size > ROW_MAX_SIZE) {
    valise_refuse (error, "a roster row is larger than 64 KiB", NULL);
    return NULL;
  }
  doc = valise_json_parse_canonical (json, size, &local);
  row = yyjson_doc_get_root (doc);
  if (doc == NULL || !yyjson_is_obj (row)) {
    valise_refuse (error, "a roster row is malformed", local != NULL ? local->message : NULL);
    return NULL;
  }
  if (!read_keys (member, row, error) || !read_cases (member, row, error) ||
      !read_person (member, row, error) || !read_dates (member, row, today, error))
    return NULL;
  member->json = g_strndup (json, size);
  return g_steal_pointer (&member);
}

ValiseMember *
valise_member_copy (const ValiseMember *member)
{
  ValiseMember *copy = g_memdup2 (member, sizeof *member);

  copy->device = g_strdup (member->device);
  copy->member = g_strdup (member->member);
  copy->cases = g_strdupv (member->cases);
  copy->from = g_strdup (member->from);
  copy->until = g_strdup (member->until);
  copy->json = g_strdup (member->json);
  return copy;
}

void
valise_member_free (ValiseMember *member)
{
  if (member == NULL)
    return;
  g_free (member->device);
  g_free (member->member);
  g_strfreev (member->cases);
  g_free (member->from);
  g_free (member->until);
  g_free (member->json);
  g_free (member);
}

char **
valise_member_dup_succeeds (const ValiseMember *member)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (member->json, strlen (member->json), NULL);
  g_autoptr (GStrvBuilder) devices = g_strv_builder_new ();
  yyjson_val *item;
  gsize i, count;

  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (doc), "succeeds"), i, count, item)
    if (i < SUCCEEDS_MAX && yyjson_is_str (item) && valise_device_id_is_valid (yyjson_get_str (item)))
      g_strv_builder_add (devices, yyjson_get_str (item));
  return g_strv_builder_end (devices);
}

/* Writing */

static void
put (yyjson_mut_doc *doc, const char *name, yyjson_mut_val *value)
{
  yyjson_mut_obj_put (yyjson_mut_doc_get_root (doc), yyjson_mut_strcpy (doc, name), value);
}

static void
put_text (yyjson_mut_doc *doc, const char *name, const char *text)
{
  put (doc, name, text != NULL ? yyjson_mut_strcpy (doc, text) : yyjson_mut_null (doc));
}

static void
put_key (yyjson_mut_doc *doc, const char *name, gconstpointer key, gsize size)
{
  g_autofree char *text = valise_base64_encode (key, size, VALISE_BASE64_PADDED);

  put_text (doc, name, text);
}

static void
put_recipient (yyjson_mut_doc *doc, const char *name, const ValiseAgeRecipient *recipient)
{
  g_autofree char *text = recipient != NULL ? valise_age_recipient_to_text (recipient) : NULL;

  put_text (doc, name, text);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
put_cases (yyjson_mut_doc *doc, char **cases)
{
  yyjson_mut_val *list = yyjson_mut_arr (doc);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (gsize i = 0; cases != NULL && cases[i] != NULL; i++)
    g_ptr_array_add (sorted, cases[i]);
  g_ptr_array_sort (sorted, compare_texts);
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || strcmp (sorted->pdata[i - 1], sorted->pdata[i]) != 0)
      yyjson_mut_arr_add_strcpy (doc, list, sorted->pdata[i]);
  put (doc, "cases", list);
}

/* The row that stands, to be changed (transfer full); {} when there is none. */
static yyjson_mut_doc *
open_row (const char *json)
{
  g_autoptr (yyjson_doc) old =
      json != NULL ? valise_json_parse (json, strlen (json), NULL) : NULL;
  yyjson_mut_doc *doc = old != NULL ? yyjson_doc_mut_copy (old, NULL) : yyjson_mut_doc_new (NULL);

  if (old == NULL)
    yyjson_mut_doc_set_root (doc, yyjson_mut_obj (doc));
  return doc;
}

char *
valise_member_to_json (const ValiseMember *member)
{
  g_autoptr (yyjson_mut_doc) doc = open_row (member->json);

  put_text (doc, "device", member->device);
  put_text (doc, "member", member->member);
  put_text (doc, "role", valise_role_to_text (member->role));
  put_key (doc, "checkpoint", member->checkpoint, sizeof member->checkpoint);
  put_key (doc, "cosignature", member->cosignature, sizeof member->cosignature);
  put_key (doc, "bundle", member->bundle, sizeof member->bundle);
  put_recipient (doc, "age", &member->age);
  put_recipient (doc, "vault", member->has_vault ? &member->vault : NULL);
  put_cases (doc, member->cases);
  put_text (doc, "from", member->from);
  put_text (doc, "until", member->until);
  if (member->says_ended)
    put (doc, "ended", yyjson_mut_true (doc));
  else
    yyjson_mut_obj_remove_key (yyjson_mut_doc_get_root (doc), "ended");
  return valise_json_write_mut (yyjson_mut_doc_get_root (doc));
}

void
valise_member_rewrite (ValiseMember *member)
{
  char *json = valise_member_to_json (member);

  g_free (member->json);
  member->json = json;
}

void
valise_member_end (ValiseMember *member, const char *day)
{
  if (member->until == NULL || strcmp (member->until, day) > 0) {
    g_free (member->until);
    member->until = g_strdup (day);
  }
  member->says_ended = member->ended = TRUE;
  valise_member_rewrite (member);
}

/* Looking */

ValiseClearance
valise_member_clearance (const ValiseMember *member)
{
  static const char *const none[] = { NULL };
  ValiseClearance clearance = {
    .device = member->device,
    .member = member->member,
    .role = member->ended ? VALISE_ROLE_NONE : member->role,
    .cases = member->ended ? none : (const char *const *) member->cases,
  };

  return clearance;
}

const guint8 *
valise_member_keynum (const ValiseMember *member)
{
  return member->bundle + 2;
}

gboolean
valise_member_same_keys (const ValiseMember *a, const ValiseMember *b)
{
  return memcmp (a->checkpoint, b->checkpoint, sizeof a->checkpoint) == 0 &&
         memcmp (a->cosignature, b->cosignature, sizeof a->cosignature) == 0 &&
         memcmp (a->bundle, b->bundle, sizeof a->bundle) == 0 &&
         memcmp (&a->age, &b->age, sizeof a->age) == 0 && a->has_vault == b->has_vault &&
         memcmp (&a->vault, &b->vault, sizeof a->vault) == 0;
}

gboolean
valise_member_has_case (const ValiseMember *member, const char *id)
{
  return g_strv_contains ((const char *const *) member->cases, id);
}

gboolean
valise_member_shares_case (const ValiseMember *a, const ValiseMember *b)
{
  for (gsize i = 0; a->cases[i] != NULL; i++)
    if (valise_member_has_case (b, a->cases[i]))
      return TRUE;
  return FALSE;
}

/* Vouching */

/* What a voucher signs (transfer full). */
static GByteArray *
vouched_bytes (const ValiseMember *row)
{
  g_autoptr (yyjson_mut_doc) doc = open_row (row->json);
  g_autofree char *bare = NULL;
  GByteArray *bytes = g_byte_array_new ();

  yyjson_mut_obj_remove_key (yyjson_mut_doc_get_root (doc), "vouched");
  bare = valise_json_write_mut (yyjson_mut_doc_get_root (doc));
  g_byte_array_append (bytes, (const guint8 *) VOUCH_PREFIX, sizeof VOUCH_PREFIX);
  g_byte_array_append (bytes, (const guint8 *) bare, (guint) strlen (bare));
  return bytes;
}

static gboolean
is_by (yyjson_mut_val *voucher, const char *by)
{
  return g_strcmp0 (yyjson_mut_get_str (yyjson_mut_obj_get (voucher, "by")), by) == 0;
}

/* The list of vouchers without one by `by` (in doc). */
static yyjson_mut_val *
other_vouchers (yyjson_mut_doc *doc, const char *by)
{
  yyjson_mut_val *old = yyjson_mut_obj_get (yyjson_mut_doc_get_root (doc), "vouched");
  yyjson_mut_val *list = yyjson_mut_arr (doc), *voucher;
  size_t i, count;

  if (!yyjson_mut_is_arr (old))
    return list;
  yyjson_mut_arr_foreach (old, i, count, voucher)
  {
    if (!is_by (voucher, by))
      yyjson_mut_arr_append (list, yyjson_mut_val_mut_copy (doc, voucher));
  }
  return list;
}

char *
valise_member_vouch (const ValiseMember *row, const char *by, const ValiseSecret *seed,
                     GError **error)
{
  g_autoptr (GByteArray) bytes = vouched_bytes (row);
  g_autoptr (yyjson_mut_doc) doc = open_row (row->json);
  g_autofree char *text = NULL;
  yyjson_mut_val *list = other_vouchers (doc, by), *voucher;
  guint8 signature[VALISE_ED25519_SIGNATURE_SIZE];

  if (row->role != VALISE_ROLE_CUSTODIAN) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("%s is no custodian; only a custodian's row is vouched for"), row->member);
    return NULL;
  }
  valise_ed25519_sign (seed, bytes->data, bytes->len, signature);
  text = valise_base64_encode (signature, sizeof signature, VALISE_BASE64_PADDED);
  voucher = yyjson_mut_arr_add_obj (doc, list);
  yyjson_mut_obj_add_strcpy (doc, voucher, "by", by);
  yyjson_mut_obj_add_strcpy (doc, voucher, "signature", text);
  put (doc, "vouched", list);
  return valise_json_write_mut (yyjson_mut_doc_get_root (doc));
}

gboolean
valise_member_is_vouched_by (const ValiseMember *row, const ValiseMember *by)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (row->json, strlen (row->json), NULL);
  yyjson_val *list = yyjson_obj_get (yyjson_doc_get_root (doc), "vouched"), *voucher;
  g_autoptr (GByteArray) bytes = NULL;
  size_t i, count;

  if (!yyjson_is_arr (list) || yyjson_arr_size (list) > VOUCHERS_MAX)
    return FALSE;
  bytes = vouched_bytes (row);
  yyjson_arr_foreach (list, i, count, voucher)
  {
    const char *text = valise_json_get_string (voucher, "signature");
    guint8 signature[VALISE_ED25519_SIGNATURE_SIZE];

    if (g_strcmp0 (valise_json_get_string (voucher, "by"), by->device) == 0 && text != NULL &&
        valise_base64_decode_exact (text, -1, VALISE_BASE64_PADDED, signature, sizeof signature) &&
        valise_ed25519_verify (by->bundle + 10, bytes->data, bytes->len, signature))
      return TRUE;
  }
  return FALSE;
}

/* The word by `by` on a row's text, as JSON in doc; NULL: there is none. */
static yyjson_mut_val *
copy_voucher (yyjson_mut_doc *doc, const ValiseMember *row, const char *by)
{
  g_autoptr (yyjson_doc) from = valise_json_parse (row->json, strlen (row->json), NULL);
  yyjson_val *voucher;
  size_t i, count;

  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (from), "vouched"), i, count, voucher)
  {
    if (g_strcmp0 (valise_json_get_string (voucher, "by"), by) == 0)
      return yyjson_val_mut_copy (doc, voucher);
  }
  return NULL;
}

char *
valise_member_take_voucher (const ValiseMember *row, const ValiseMember *given, const char *by)
{
  g_autoptr (GByteArray) ours = vouched_bytes (row), theirs = vouched_bytes (given);
  g_autoptr (yyjson_mut_doc) doc = open_row (row->json);
  yyjson_mut_val *list = other_vouchers (doc, by), *voucher = copy_voucher (doc, given, by);

  if (ours->len != theirs->len || memcmp (ours->data, theirs->data, ours->len) != 0 ||
      voucher == NULL || yyjson_mut_arr_size (list) >= VOUCHERS_MAX)
    return NULL;
  yyjson_mut_arr_append (list, voucher);
  put (doc, "vouched", list);
  return valise_json_write_mut (yyjson_mut_doc_get_root (doc));
}
