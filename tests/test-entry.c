/* test-entry.c - entries: what is hashed, what is committed, what opens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/entry.h"
#include "core/error.h"

#define DEVICE "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define RECORD "00112233445566778899aabbccddeeff"

static const ValiseAssignment fields[] = {
  { ".type", "\"sighting/1\"" },
  { ".time", "\"2026-11-21T07:05:12Z\"" },
  { "condition", "\"good\"" },
};

static ValiseEntry *
make (void)
{
  static const guint8 key[VALISE_ENTRY_KEY_SIZE] = { 1, 2, 3 };
  ValiseEntryDraft draft = { .device = DEVICE, .index = 7, .record = RECORD, .fields = fields,
                             .n_fields = 3, .key = key };
  g_autoptr (GError) error = NULL;
  ValiseEntry *entry = valise_entry_new (&draft, &error);

  assert_no_error (error);
  return entry;
}

static gboolean
only_condition (const char *name, gpointer user)
{
  return strcmp (name, "condition") == 0;
}

static gboolean
nothing (const char *name, gpointer user)
{
  return FALSE;
}

static void
the_commitment_is_what_the_format_says (void **state)
{
  /* Computed apart, with python3's hmac and hashlib. */
  static const char python[] =
      "import hmac,hashlib,base64\n"
      "k=hmac.new(bytes([1,2,3]+[0]*29),b'condition',hashlib.sha256).digest()\n"
      "print(base64.b64encode(hashlib.sha256(b'valise/field/1\\0'+k+b'[\"condition\",\"good\"]')"
      ".digest()).decode(),end='')\n";
  const char *const arguments[] = { "python3", "-c", python, NULL };
  g_autoptr (ValiseEntry) entry = make ();
  g_autofree char *output = NULL, *ours = NULL;

  assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &output, NULL, NULL, NULL));
  ours = valise_base64_encode (valise_entry_find (entry, "condition")->commit.bytes,
                               VALISE_HASH_SIZE, VALISE_BASE64_PADDED);
  assert_string_equal (ours, output);
}

static void
a_header_holds_no_name_and_no_value (void **state)
{
  g_autoptr (ValiseEntry) entry = make ();

  assert_null (strstr (entry->bytes, "condition"));
  assert_null (strstr (entry->bytes, "good"));
  assert_null (strstr (entry->bytes, "sighting"));
}

static void
whoever_gets_the_key_sees_every_field (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) entry = make ();
  g_autofree char *all = valise_entry_write_disclosure (entry, NULL, NULL);
  g_autoptr (ValiseEntry) read = valise_entry_parse (entry->bytes, entry->size, &error);

  assert_no_error (error);
  assert_true (valise_entry_read_disclosure (read, all, strlen (all), &error));
  assert_true (valise_entry_is_complete (read));
  assert_true (read->has_key);
  assert_true (valise_hash_equal (&read->leaf, &entry->leaf));
  assert_string_equal (valise_entry_find (read, "condition")->value, "\"good\"");
}

static void
whoever_gets_one_k_sees_that_field_alone (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) entry = make ();
  g_autofree char *one = valise_entry_write_disclosure (entry, only_condition, NULL);
  g_autofree char *none = valise_entry_write_disclosure (entry, nothing, NULL);
  g_autofree char *key = valise_base64_encode (entry->key, 32, VALISE_BASE64_PADDED);
  g_autoptr (ValiseEntry) read = valise_entry_parse (entry->bytes, entry->size, &error);

  assert_null (strstr (one, key));
  assert_null (strstr (one, "sighting"));
  assert_string_equal (none, "{}");
  assert_true (valise_entry_read_disclosure (read, one, strlen (one), &error));
  assert_int_equal (read->n_values, 1);
  assert_false (valise_entry_is_complete (read));
  assert_null (valise_entry_find (read, ".type"));
}

static void
a_value_that_was_changed_on_the_way_does_not_open (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) entry = make ();
  g_autofree char *all = valise_entry_write_disclosure (entry, NULL, NULL);
  char *good = strstr (all, "good");
  g_autoptr (ValiseEntry) read = valise_entry_parse (entry->bytes, entry->size, &error);

  memcpy (good, "gold", 4);
  assert_false (valise_entry_read_disclosure (read, all, strlen (all), &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

static void
a_header_that_breaks_a_rule_is_refused (void **state)
{
  static const struct {
    const char *from, *to;
    ValiseError code;
  } cases[] = {
    { "\"v\":1", "\"v\":2", VALISE_ERROR_UNSUPPORTED },
    { "\"index\":7", "\"index\":-7", VALISE_ERROR_INVALID },
    { "\"index\":7", "\"index\":7.5", VALISE_ERROR_INVALID },
    { "\"record\":\"00", "\"record\":\"0G", VALISE_ERROR_INVALID },
    { "\"device\":\"01", "\"device\":\"0", VALISE_ERROR_INVALID },
    { "\"seen\":null", "\"seen\":1", VALISE_ERROR_INVALID },
    { "\"after\":[]", "\"after\":[\"AA==\"]", VALISE_ERROR_INVALID },
    { "\"after\":[]", "\"after\":{}", VALISE_ERROR_INVALID },
    { "{\"after\"", "{ \"after\"", VALISE_ERROR_INVALID },
    { "\"v\":1}", "\"v\":1,\"w\":1}", VALISE_ERROR_INVALID },
  };
  g_autoptr (ValiseEntry) entry = make ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) bent = g_string_new (entry->bytes);

    assert_int_equal (g_string_replace (bent, cases[i].from, cases[i].to, 1), 1);
    assert_null (valise_entry_parse (bent->str, bent->len, &error));
    assert_error_code (error, cases[i].code);
  }
}

static void
a_draft_that_breaks_a_rule_makes_no_entry (void **state)
{
  static const ValiseAssignment bad[][2] = {
    { { "a", "1" }, { "a", "2" } },
    { { "A", "1" }, { "b", "2" } },
    { { "a", "1.5" }, { "b", "2" } },
    { { "a", "{\"b\":1, \"a\":2}" }, { "b", "2" } },
    { { "", "1" }, { "b", "2" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    ValiseEntryDraft draft = { .device = DEVICE, .record = RECORD, .fields = bad[i], .n_fields = 2 };

    assert_null (valise_entry_new (&draft, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_commitment_is_what_the_format_says),
    cmocka_unit_test (a_header_holds_no_name_and_no_value),
    cmocka_unit_test (whoever_gets_the_key_sees_every_field),
    cmocka_unit_test (whoever_gets_one_k_sees_that_field_alone),
    cmocka_unit_test (a_value_that_was_changed_on_the_way_does_not_open),
    cmocka_unit_test (a_header_that_breaks_a_rule_is_refused),
    cmocka_unit_test (a_draft_that_breaks_a_rule_makes_no_entry),
  };

  return cmocka_run_group_tests_name ("entry", tests, NULL, NULL);
}
