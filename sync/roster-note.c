/* roster-note.c - the text of a roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/roster-note.h"

#include <string.h>

#include "core/entry.h"
#include "core/error.h"
#include "core/json.h"
#include "core/note.h"
#include "core/recovery.h"
#include "sync/refuse.h"

#define FIRST_LINE "valise/roster/1\n"
#define DATE_SIZE 20 /* 2026-11-21T09:00:00Z */

ValiseRosterNote *
valise_roster_note_new (void)
{
  ValiseRosterNote *note = g_new0 (ValiseRosterNote, 1);

  note->cases = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_case_free);
  note->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  return note;
}

void
valise_roster_note_free (ValiseRosterNote *note)
{
  if (note == NULL)
    return;
  g_free (note->date);
  g_free (note->until);
  g_free (note->recovery[0]);
  g_free (note->recovery[1]);
  g_free (note->device);
  g_free (note->registry);
  g_ptr_array_unref (note->cases);
  g_ptr_array_unref (note->rows);
  g_free (note);
}

const ValiseMember *
valise_roster_note_find (const ValiseRosterNote *note, const char *device)
{
  for (guint i = 0; i < note->rows->len; i++) {
    const ValiseMember *row = note->rows->pdata[i];

    if (strcmp (row->device, device) == 0)
      return row;
  }
  return NULL;
}

/* Writing */

static void
append_countries (yyjson_mut_doc *doc, yyjson_mut_val *item, char *const *countries)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, item, "countries");

  for (guint i = 0; countries[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (doc, list, countries[i]);
}

static void
append_cases (yyjson_mut_doc *doc, yyjson_mut_val *header, const GPtrArray *cases)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, header, "cases");

  for (guint i = 0; i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];
    yyjson_mut_val *item = yyjson_mut_arr_add_obj (doc, list);

    yyjson_mut_obj_add_strcpy (doc, item, "id", one->id);
    yyjson_mut_obj_add_strcpy (doc, item, "title", one->title);
    yyjson_mut_obj_add_strcpy (doc, item, "basis", one->basis);
    yyjson_mut_obj_add_bool (doc, item, "closed", one->closed);
    if (one->countries[0] != NULL)
      append_countries (doc, item, one->countries);
  }
}

static void
append_recovery (yyjson_mut_doc *doc, yyjson_mut_val *header, const ValiseRosterNote *note)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, header, "recovery");

  for (guint i = 0; note->recovery[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (doc, list, note->recovery[i]);
}

static char *
header_to_json (const ValiseRosterNote *note)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *header = yyjson_mut_obj (doc);
  g_autofree char *key = valise_base64_encode (note->roster_key, sizeof note->roster_key,
                                               VALISE_BASE64_PADDED);
  g_autofree char *previous =
      note->has_previous ? valise_base64_encode (note->previous.bytes, sizeof note->previous.bytes,
                                                 VALISE_BASE64_PADDED)
                         : NULL;

  append_cases (doc, header, note->cases);
  yyjson_mut_obj_add_strcpy (doc, header, "date", note->date);
  yyjson_mut_obj_add_strcpy (doc, header, "for", note->device);
  yyjson_mut_obj_add_int (doc, header, "number", (gint64) note->number);
  if (previous != NULL)
    yyjson_mut_obj_add_strcpy (doc, header, "previous", previous);
  else
    yyjson_mut_obj_add_null (doc, header, "previous");
  if (note->recovery[0] != NULL)
    append_recovery (doc, header, note);
  yyjson_mut_obj_add_strcpy (doc, header, "registry", note->registry);
  yyjson_mut_obj_add_strcpy (doc, header, "roster_key", key);
  yyjson_mut_obj_add_bool (doc, header, "training", note->training);
  yyjson_mut_obj_add_strcpy (doc, header, "until", note->until);
  return valise_json_write_mut (header);
}

static void
append_rows (GString *out, const ValiseRosterNote *note)
{
  for (guint i = 0; i < note->rows->len; i++)
    g_string_append_printf (out, "%s\n", ((const ValiseMember *) note->rows->pdata[i])->json);
}

char *
valise_roster_note_body (const ValiseRosterNote *note)
{
  g_autofree char *header = header_to_json (note);
  GString *out = g_string_new (FIRST_LINE);

  g_string_append_printf (out, "%s\n", header);
  append_rows (out, note);
  return g_string_free (out, FALSE);
}

static char *
key_name (const char *registry)
{
  return g_strconcat ("valise/roster/", registry, NULL);
}

char *
valise_roster_note_sign (const ValiseRosterNote *note, const ValiseSecret *seed, GError **error)
{
  g_autofree char *body = valise_roster_note_body (note), *name = key_name (note->registry);

  return valise_note_sign (body, name, seed, error);
}

gboolean
valise_roster_note_same (const ValiseRosterNote *a, const ValiseRosterNote *b)
{
  ValiseRosterNote x = *a, y = *b;
  g_autofree char *first = NULL, *second = NULL;

  x.number = y.number = 0;
  x.date = y.date = x.until = y.until = (char *) "";
  x.has_previous = y.has_previous = FALSE;
  first = valise_roster_note_body (&x);
  second = valise_roster_note_body (&y);
  return strcmp (first, second) == 0;
}

/* Reading */

static gboolean
malformed (GError **error, const char *what)
{
  return valise_refuse (error, "the roster's heading is malformed", what);
}

static char *
dup_device (yyjson_val *header, const char *name)
{
  const char *text = valise_json_get_string (header, name);

  return text != NULL && valise_device_id_is_valid (text) ? g_strdup (text) : NULL;
}

/* What is needed to find the key: the only thing read before the signature. */
static gboolean
read_signer (ValiseRosterNote *note, yyjson_val *header, GError **error)
{
  const char *key = valise_json_get_string (header, "roster_key");

  note->registry = dup_device (header, "registry");
  if (note->registry == NULL)
    return malformed (error, "registry");
  if (key == NULL || !valise_base64_decode_exact (key, -1, VALISE_BASE64_PADDED, note->roster_key,
                                                  sizeof note->roster_key))
    return malformed (error, "roster_key");
  return TRUE;
}

static gboolean
read_previous (ValiseRosterNote *note, yyjson_val *header, GError **error)
{
  yyjson_val *previous = yyjson_obj_get (header, "previous");

  if (yyjson_is_null (previous))
    return TRUE;
  note->has_previous = TRUE;
  if (yyjson_is_str (previous) &&
      valise_base64_decode_exact (yyjson_get_str (previous), -1, VALISE_BASE64_PADDED,
                                  note->previous.bytes, sizeof note->previous.bytes))
    return TRUE;
  return malformed (error, "previous");
}

/* Not there: headquarters has no recovery keys (yet). */
static gboolean
read_recovery (ValiseRosterNote *note, yyjson_val *header, GError **error)
{
  yyjson_val *list = yyjson_obj_get (header, "recovery");
  const char *first = yyjson_get_str (yyjson_arr_get (list, 0));
  const char *second = yyjson_get_str (yyjson_arr_get (list, 1));

  if (list == NULL)
    return TRUE;
  if (yyjson_arr_size (list) != 2 || first == NULL || second == NULL ||
      !valise_recovery_check_recipients (first, second, NULL))
    return malformed (error, "recovery");
  note->recovery[0] = g_strdup (first);
  note->recovery[1] = g_strdup (second);
  return TRUE;
}

static gboolean
read_facts (ValiseRosterNote *note, yyjson_val *header, GError **error)
{
  const char *date = valise_json_get_string (header, "date");
  const char *until = valise_json_get_string (header, "until");
  gint64 number = valise_json_get_integer (header, "number", 0);
  yyjson_val *training = yyjson_obj_get (header, "training");

  note->device = dup_device (header, "for");
  if (note->device == NULL)
    return malformed (error, "for");
  if (number < 1)
    return malformed (error, "number");
  if (date == NULL || strlen (date) != DATE_SIZE)
    return malformed (error, "date");
  if (until == NULL || !valise_date_is_valid (until))
    return malformed (error, "until");
  if (!yyjson_is_bool (training))
    return malformed (error, "training");
  note->number = (guint64) number;
  note->date = g_strdup (date);
  note->until = g_strdup (until);
  note->training = yyjson_get_bool (training);
  return read_previous (note, header, error) && read_recovery (note, header, error);
}

/* Not there: the case is about no country in particular. */
static gboolean
read_countries (ValiseCase *one, yyjson_val *item)
{
  yyjson_val *list = yyjson_obj_get (item, "countries"), *code;
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  size_t i, count;

  if (list == NULL)
    return TRUE;
  yyjson_arr_foreach (list, i, count, code)
  {
    if (!yyjson_is_str (code))
      return FALSE;
    g_strv_builder_add (codes, yyjson_get_str (code));
  }
  g_strfreev (one->countries);
  one->countries = g_strv_builder_end (codes);
  return yyjson_arr_size (list) > 0 &&
         valise_case_countries_are_valid ((const char *const *) one->countries);
}

static ValiseCase *
read_case (yyjson_val *item)
{
  const char *id = valise_json_get_string (item, "id");
  const char *title = valise_json_get_string (item, "title");
  const char *basis = valise_json_get_string (item, "basis");
  yyjson_val *closed = yyjson_obj_get (item, "closed");
  g_autoptr (ValiseCase) one = NULL;

  if (id == NULL || title == NULL || basis == NULL || !valise_case_id_is_valid (id) ||
      !yyjson_is_bool (closed))
    return NULL;
  one = valise_case_new (id, title, basis, yyjson_get_bool (closed));
  return read_countries (one, item) ? g_steal_pointer (&one) : NULL;
}

static gboolean
read_cases (ValiseRosterNote *note, yyjson_val *header, GError **error)
{
  yyjson_val *list = yyjson_obj_get (header, "cases"), *item;
  const char *before = "";
  size_t i, count;

  if (!yyjson_is_arr (list))
    return malformed (error, "cases");
  yyjson_arr_foreach (list, i, count, item)
  {
    ValiseCase *one = read_case (item);

    if (one == NULL || strcmp (before, one->id) >= 0) {
      g_clear_pointer (&one, valise_case_free);
      return malformed (error, "cases");
    }
    g_ptr_array_add (note->cases, one);
    before = one->id;
  }
  return TRUE;
}

static gboolean
read_rows (ValiseRosterNote *note, const char *at, const char *end, const char *today,
           GError **error)
{
  while (at < end) {
    const char *feed = memchr (at, '\n', (gsize) (end - at));
    gsize size = feed != NULL ? (gsize) (feed - at) : (gsize) (end - at);
    ValiseMember *row = valise_member_parse (at, size, today, error);
    const ValiseMember *before =
        note->rows->len > 0 ? note->rows->pdata[note->rows->len - 1] : NULL;

    if (row == NULL)
      return FALSE;
    g_ptr_array_add (note->rows, row);
    if (before != NULL && strcmp (before->device, row->device) >= 0)
      return valise_refuse (error, "the roster's rows are not in order, or one stands twice",
                            row->device);
    at += size + 1;
  }
  return TRUE;
}

static gboolean
check_rows (const ValiseRosterNote *note, GError **error)
{
  const ValiseMember *registry = valise_roster_note_find (note, note->registry);

  if (registry == NULL || registry->role != VALISE_ROLE_HEADQUARTERS)
    return valise_refuse (error, "the roster has no row for its own registry", note->registry);
  for (guint i = 0; i < note->rows->len; i++) {
    const ValiseMember *row = note->rows->pdata[i];

    if (row != registry && row->role == VALISE_ROLE_HEADQUARTERS && !row->ended)
      return valise_refuse (error, "the roster names two headquarters", row->device);
  }
  return TRUE;
}

static gboolean
verify (const ValiseRosterNote *note, const ValiseNote *text, const guint8 *key, GError **error)
{
  g_autofree char *name = key_name (note->registry);
  g_autoptr (GError) local = NULL;

  if (key != NULL && memcmp (key, note->roster_key, sizeof note->roster_key) != 0)
    return valise_refuse (error, "the roster is of another headquarters, or of another roster key;"
                                 " compare fingerprints and join it", NULL);
  if (valise_note_get_n_signatures (text) != 1)
    return valise_refuse (error, "a roster has exactly one signature", NULL);
  if (valise_note_verify (text, name, note->roster_key, &local))
    return TRUE;
  return valise_refuse (error, "the roster's signature is not by its roster key", NULL);
}

static const char *
skip_first_line (const char *body)
{
  return g_str_has_prefix (body, FIRST_LINE) ? body + strlen (FIRST_LINE) : NULL;
}

ValiseRosterNote *
valise_roster_note_read (const char *text, gsize size, const guint8 *key, const char *today,
                         GError **error)
{
  g_autoptr (ValiseRosterNote) note = valise_roster_note_new ();
  g_autoptr (ValiseNote) signed_text = valise_note_parse (text, size, error);
  g_autoptr (yyjson_doc) doc = NULL;
  const char *header, *end, *feed;

  if (signed_text == NULL)
    return NULL;
  header = skip_first_line (valise_note_get_body (signed_text));
  feed = header != NULL ? strchr (header, '\n') : NULL;
  if (feed == NULL) {
    valise_refuse (error, "this is no roster (it does not begin with valise/roster/1)", NULL);
    return NULL;
  }
  doc = valise_json_parse_canonical (header, (gsize) (feed - header), NULL);
  if (doc == NULL) {
    malformed (error, NULL);
    return NULL;
  }
  end = valise_note_get_body (signed_text) + valise_note_get_body_size (signed_text);
  if (!read_signer (note, yyjson_doc_get_root (doc), error) ||
      !verify (note, signed_text, key, error) ||
      !read_facts (note, yyjson_doc_get_root (doc), error) ||
      !read_cases (note, yyjson_doc_get_root (doc), error) ||
      !read_rows (note, feed + 1, end, today, error) || !check_rows (note, error))
    return NULL;
  return g_steal_pointer (&note);
}
