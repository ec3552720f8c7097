/* test-value.c - values: from what people type to canonical JSON, and back to words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/codes/codes.h"
#include "core/error.h"
#include "core/value.h"

#define ID_A "00112233445566778899aabbccddeeff"
#define ID_B "ffeeddccbbaa99887766554433221100"
#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const ValiseField text = { .name = "text", .kind = VALISE_KIND_TEXT };
static const ValiseField texts = { .name = "texts", .kind = VALISE_KIND_TEXT, .many = TRUE };
static const ValiseField lines = { .name = "lines", .kind = VALISE_KIND_LONG_TEXT };
static const ValiseField secret = { .name = "secret", .kind = VALISE_KIND_TEXT, .sealed = TRUE };
static const ValiseField choice = { .name = "choice", .kind = VALISE_KIND_CHOICE, .list = &valise_codes_consent };
static const ValiseField model = { .name = "model", .kind = VALISE_KIND_CHOICE, .list = &valise_codes_model };
static const ValiseField hazards = { .name = "hazards", .kind = VALISE_KIND_CHOICES, .list = &valise_codes_hazard };
static const ValiseField integer = { .name = "integer", .kind = VALISE_KIND_INTEGER };
static const ValiseField weight = { .name = "weight", .kind = VALISE_KIND_DECIMAL, .units = "kg t lb" };
static const ValiseField plain = { .name = "plain", .kind = VALISE_KIND_DECIMAL };
static const ValiseField degrees = { .name = "degrees", .kind = VALISE_KIND_DECIMAL, .units = "deg" };
static const ValiseField boolean = { .name = "boolean", .kind = VALISE_KIND_BOOLEAN };
static const ValiseField date = { .name = "date", .kind = VALISE_KIND_DATE };
static const ValiseField moment = { .name = "moment", .kind = VALISE_KIND_TIME };
static const ValiseField place = { .name = "place", .kind = VALISE_KIND_PLACE };
static const ValiseField serial = { .name = "serial", .kind = VALISE_KIND_IDENTIFIER };
static const ValiseField serials = { .name = "serials", .kind = VALISE_KIND_IDENTIFIER, .many = TRUE };
static const ValiseField parent = { .name = "parent", .kind = VALISE_KIND_LINK };
static const ValiseField records = { .name = "records", .kind = VALISE_KIND_LINK, .many = TRUE };
static const ValiseField file = { .name = "file", .kind = VALISE_KIND_FILE };
static const ValiseField files = { .name = "files", .kind = VALISE_KIND_FILE, .many = TRUE };

#define AT(lat, lon) "{\"datum\":\"WGS 84\",\"lat\":\"" lat "\",\"lon\":\"" lon "\"}"

typedef struct {
  const ValiseField *field;
  const char *typed;
  const char *value; /* or the words of the error that must be there */
} Case;

static void
assert_parse (const Case *cases, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = valise_value_parse (cases[i].field, cases[i].typed, &error);

    if (g_strcmp0 (value, cases[i].value) != 0)
      fail_msg ("%s: \"%s\" became %s instead of %s (%s)", cases[i].field->name, cases[i].typed, value,
                cases[i].value, error != NULL ? error->message : "no error");
  }
}

/* One sentence that names the field and holds these words. */
static void
assert_refused (const Case *cases, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = valise_value_parse (cases[i].field, cases[i].typed, &error);

    if (value != NULL)
      fail_msg ("%s: \"%s\" became %s", cases[i].field->name, cases[i].typed, value);
    if (!g_str_has_prefix (error->message, cases[i].field->name) ||
        strstr (error->message, cases[i].value) == NULL || strchr (error->message, '\n') != NULL)
      fail_msg ("%s: \"%s\" is refused with: %s", cases[i].field->name, cases[i].typed, error->message);
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
}

static void
assert_unfit (const Case *cases, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    g_autoptr (GError) error = NULL;

    if (valise_value_check (cases[i].field, cases[i].typed, &error))
      fail_msg ("%s: %s is let through", cases[i].field->name, cases[i].typed);
    if (strstr (error->message, cases[i].value) == NULL)
      fail_msg ("%s: %s is refused with: %s", cases[i].field->name, cases[i].typed, error->message);
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
}

static void
words_and_numbers_are_kept_as_typed (void **state)
{
  static const Case cases[] = {
    { &text, "  Kasira \"market\" ", "\"Kasira \\\"market\\\"\"" },
    { &text, "[not a list]", "\"[not a list]\"" },
    { &text, "{", "\"{\"" },
    { &text, "", "null" },
    { &text, "   ", "null" },
    { &texts, "one; two ;; three", "[\"one\",\"two\",\"three\"]" },
    { &texts, "[\"a; b\", \"c\"]", "[\"a; b\",\"c\"]" },
    { &texts, " ; ", "null" },
    { &lines, "a\n b\n", "\"a\\n b\\n\"" },
    { &lines, "\n", "null" },
    { &integer, "12", "12" },
    { &integer, " -3 ", "-3" },
    { &integer, "9007199254740991", "9007199254740991" },
    { &weight, "12.50 kg", "{\"unit\":\"kg\",\"value\":\"12.50\"}" },
    { &weight, "12,5KG", "{\"unit\":\"kg\",\"value\":\"12.5\"}" },
    { &weight, "0,125 t", "{\"unit\":\"t\",\"value\":\"0.125\"}" },
    { &weight, ".5 t", "{\"unit\":\"t\",\"value\":\"0.5\"}" },
    { &weight, "{\"value\":\"1\",\"unit\":\"lb\"}", "{\"unit\":\"lb\",\"value\":\"1\"}" },
    { &plain, "-1.0", "{\"value\":\"-1.0\"}" },
    { &degrees, "271.5", "{\"unit\":\"deg\",\"value\":\"271.5\"}" },
    { &boolean, "Yes", "true" },
    { &boolean, "non", "false" },
    { &boolean, "not known", "null" },
    { &serial, "31877[2]4 ?", "\"31877[2]4 ?\"" },
    { &serials, "[2]14; 215", "[\"[2]14\",\"215\"]" },
    { &serials, "[2]", "[\"[2]\"]" },
  };

  assert_parse (cases, G_N_ELEMENTS (cases));
}

static void
choices_and_links_become_codes_and_ids (void **state)
{
  static const Case cases[] = {
    { &choice, "not asked", "\"not-asked\"" },
    { &choice, "YES", "\"yes\"" },
    { &model, "type 56-1", "\"type-56-1\"" },
    { &model, "a pistol of the blacksmith", "\"a pistol of the blacksmith\"" },
    { &hazards, "mines; Booby trap or device; mines", "[\"booby-trap\",\"mines\"]" },
    { &hazards, "[\"mines\"]", "[\"mines\"]" },
    { &parent, "00112233445566778899AABBCCDDEEFF", "\"" ID_A "\"" },
    { &records, ID_B "; " ID_A "; " ID_B, "[\"" ID_A "\",\"" ID_B "\"]" },
    { &file, "{\"size\":0,\"sha256\":\"" SHA "\",\"name\":\"a b.jpg\"}",
      "{\"name\":\"a b.jpg\",\"sha256\":\"" SHA "\",\"size\":0}" },
  };

  assert_parse (cases, G_N_ELEMENTS (cases));
}

static void
dates_are_as_exact_as_they_are_known (void **state)
{
  static const Case cases[] = {
    { &date, "2026", "{\"date\":\"2026\"}" },
    { &date, "2026-11", "{\"date\":\"2026-11\"}" },
    { &date, "2026-11-21", "{\"date\":\"2026-11-21\"}" },
    { &date, "2026/11/2", "{\"date\":\"2026-11-02\"}" },
    { &date, "circa 2019", "{\"circa\":true,\"date\":\"2019\"}" },
    { &date, "~2019", "{\"circa\":true,\"date\":\"2019\"}" },
    { &date, "vers mars 2019", "{\"circa\":true,\"date\":\"2019-03\"}" },
    { &date, "21 nov 2026", "{\"date\":\"2026-11-21\"}" },
    { &date, "21 November 2026", "{\"date\":\"2026-11-21\"}" },
    { &date, "November 21st, 2026", "{\"date\":\"2026-11-21\"}" },
    { &date, "1er août 2026", "{\"date\":\"2026-08-01\"}" },
    { &date, "Nov. 2026", "{\"date\":\"2026-11\"}" },
    { &date, "29 Feb 2024", "{\"date\":\"2024-02-29\"}" },
    { &date, "{\"circa\":true,\"date\":\"2019\"}", "{\"circa\":true,\"date\":\"2019\"}" },
    { &moment, "2026-11-21", "{\"time\":\"2026-11-21\"}" },
    { &moment, "2026-11-21 09:05", "{\"time\":\"2026-11-21T09:05\"}" },
    { &moment, "2026-11-21T09:05:12Z", "{\"time\":\"2026-11-21T09:05:12\",\"zone\":\"Z\"}" },
    { &moment, "2026-11-21T09:05:12+02:00", "{\"time\":\"2026-11-21T09:05:12\",\"zone\":\"+02:00\"}" },
    { &moment, "21 nov 2026, 9:05 +0530", "{\"time\":\"2026-11-21T09:05\",\"zone\":\"+05:30\"}" },
    { &moment, "21 novembre 2026 9h05 -03", "{\"time\":\"2026-11-21T09:05\",\"zone\":\"-03:00\"}" },
    { &moment, "circa 2026-11-21 09:00", "{\"circa\":true,\"time\":\"2026-11-21T09:00\"}" },
    { &moment, "2026-11-21 00:00 UTC", "{\"time\":\"2026-11-21T00:00\",\"zone\":\"Z\"}" },
  };

  assert_parse (cases, G_N_ELEMENTS (cases));
}

/* The degrees are those of GeoConvert (geographiclib-tools). */
static void
grid_references_are_kept_beside_their_degrees (void **state)
{
#define GRID(grid, lat, lon) "{\"datum\":\"WGS 84\",\"grid\":\"" grid "\",\"lat\":\"" lat "\",\"lon\":\"" lon "\"}"
#define SQUARE(side, grid, lat, lon) \
  "{\"accuracy\":\"" side "\",\"datum\":\"WGS 84\",\"grid\":\"" grid "\",\"lat\":\"" lat "\",\"lon\":\"" lon "\"}"
  static const Case cases[] = {
    { &place, "35MQU 46989 16568", GRID ("35MQU4698916568", "-1.658304", "29.219998") },
    { &place, "35m qu 4698916568", GRID ("35MQU4698916568", "-1.658304", "29.219998") },
    { &place, "35MQU 470 165", SQUARE ("100", "35MQU470165", "-1.6585", "29.2205") },
    { &place, "at=35MQU 470 165; accuracy=30", SQUARE ("30", "35MQU470165", "-1.6585", "29.2205") },
    { &place, "accuracy=30; at=35MQU 470 165", SQUARE ("30", "35MQU470165", "-1.6585", "29.2205") },
    { &place, "31UDQ 48273 11951", GRID ("31UDQ4827311951", "48.858371", "2.294794") },
    { &place, "31U 448273 5411951", GRID ("31 north 448273 5411951", "48.858367", "2.294787") },
    { &place, "35M 746990 9816569", GRID ("35 south 746990 9816569", "-1.658300", "29.220002") },
    { &place, "UTM zone 35 south, 746990 mE, 9816569 mN", GRID ("35 south 746990 9816569", "-1.658300", "29.220002") },
    { &place, "35S E746990 N9816569", GRID ("35 south 746990 9816569", "-1.658300", "29.220002") },
    { &place, "35M 746990E9816569N", GRID ("35 south 746990 9816569", "-1.658300", "29.220002") },
    { &place, "31 north 099970 5411951", GRID ("31 north 099970 5411951", "48.731908", "-2.441112") },
    { &place, "35M 746990 0x9", "{\"told\":\"35M 746990 0x9\"}" },
    { &place, "33 north 500000 0", GRID ("33 north 500000 0", "0.000000", "15.000000") },
    { &place, "Camp 35MQU", "{\"told\":\"Camp 35MQU\"}" },
    { &place, "35 km S of Kasira", "{\"told\":\"35 km S of Kasira\"}" },
  };

  assert_parse (cases, G_N_ELEMENTS (cases));
}

static void
a_measured_place_is_said_in_every_notation (void **state)
{
  g_autofree char *said = valise_value_to_notations (AT ("-1.6583", "29.2200"));
  g_autofree char *pole = valise_value_to_notations (AT ("89.5", "10"));

  assert_string_equal (said, "1°39'29.9\"S 29°13'12.0\"E; 35M 746990 9816569; 35MQU 46989 16568");
  assert_string_equal (pole, "89°30'00.0\"N 10°00'00.0\"E; UPS north 2009640 1945331; ZAG 09639 45331");
  assert_null (valise_value_to_notations ("{\"told\":\"Kasira\"}"));
}

/* "-0.0" is nobody's typing; it comes in a bundle, and 10,000 km is the
 * southern half's northing of the line. */
static void
nothing_is_said_of_what_is_no_place_and_the_line_has_a_band (void **state)
{
  g_autofree char *line = valise_value_to_notations (AT ("-0.0", "118.5"));

  assert_string_equal (line, "0°00'00.0\"N 118°30'00.0\"E; 50M 666932 10000000; 50MPE 66931 99999");
  assert_null (valise_value_to_notations (AT ("nan", "29.22")));
  assert_null (valise_value_to_notations (AT ("1", "inf")));
}

static void
places_are_told_or_measured (void **state)
{
  static const Case cases[] = {
    { &place, "-1.6583, 29.2200", AT ("-1.6583", "29.2200") },
    { &place, "-1.6583,29.2200", AT ("-1.6583", "29.2200") },
    { &place, "−1.6583 29.2200", AT ("-1.6583", "29.2200") },
    { &place, "-1,6583; 29,22", AT ("-1.6583", "29.22") },
    { &place, "-1,6583, 29,22", AT ("-1.6583", "29.22") },
    { &place, "1.6583 S 29.22 E", AT ("-1.6583", "29.22") },
    { &place, "S1.6583 E029.22", AT ("-1.6583", "29.22") },
    { &place, "29.22 E, 1.6583 S", AT ("-1.6583", "29.22") },
    { &place, "1.6583° S, 29.22° w", AT ("-1.6583", "-29.22") },
    { &place, "1°39'29.9\"S 29°13'12\"E", AT ("-1.658306", "29.22000") },
    { &place, "1° 39′ 29.9″ S, 29° 13′ 12″ E", AT ("-1.658306", "29.22000") },
    { &place, "1 39 29.9 S 29 13 12 E", AT ("-1.658306", "29.22000") },
    { &place, "1°39.4983'S 29°13.2'E", AT ("-1.65830500", "29.22000") },
    { &place, "0, 0", AT ("0", "0") },
    { &place, "-0.0, 180", AT ("0.0", "180") },
    { &place, "90 N 180 W", AT ("90", "-180") },
    { &place, "Kasira market, behind the stalls", "{\"told\":\"Kasira market, behind the stalls\"}" },
    { &place, "Kasira", "{\"told\":\"Kasira\"}" },
    { &place, "Road N4", "{\"told\":\"Road N4\"}" },
    { &place, "34", "{\"told\":\"34\"}" },
    { &place, "told=Kasira; lat=-1.6583; lon=29.22; accuracy=8 m; method=GPS",
      "{\"accuracy\":\"8\",\"datum\":\"WGS 84\",\"lat\":\"-1.6583\",\"lon\":\"29.22\",\"method\":\"gps\","
      "\"told\":\"Kasira\"}" },
    { &place, "at=1°39'29.9\"S 29°13'12\"E; name=Kasira",
      "{\"datum\":\"WGS 84\",\"lat\":\"-1.658306\",\"lon\":\"29.22000\",\"name\":\"Kasira\"}" },
    { &place, "told=12, 13", "{\"told\":\"12, 13\"}" },
    { &place, "{\"lon\":\"29.22\",\"lat\":\"-1.6583\",\"later\":1}",
      "{\"lat\":\"-1.6583\",\"later\":1,\"lon\":\"29.22\"}" },
  };

  assert_parse (cases, G_N_ELEMENTS (cases));
}

static void
what_is_wrong_is_refused_with_what_would_be_right (void **state)
{
  static const Case cases[] = {
    { &text, "a\nb", "more than one line" },
    { &text, "\xff", "not UTF-8" },
    { &integer, "twelve", "\"twelve\" is not a whole number; write digits only, such as 12" },
    { &integer, "1,000", "digits only" },
    { &integer, "1.5", "digits only" },
    { &integer, "-", "is not a whole number" },
    { &integer, "9007199254740992", "that can be kept" },
    { &weight, "12.5", "one of these units: kg t lb" },
    { &weight, "12.5 stone", "one of these units: kg t lb" },
    { &weight, "1,234 kg", "write 1234 or 1.234" },
    { &weight, "heavy", "write it such as 12.5 kg" },
    { &plain, "12.5 kg", "without a unit" },
    { &boolean, "perhaps", "write yes, no" },
    { &choice, "perhaps", "\"perhaps\" is not one of: yes, no, not-asked, withdrawn" },
    { &hazards, "mines; dragons", "\"dragons\" is not one of: none-seen" },
    { &date, "2026-02-30", "February 2026 has 28 days" },
    { &date, "2026-13-01", "months go from 1 to 12" },
    { &date, "2026-00", "months go from 1 to 12" },
    { &date, "2026-11-00", "November 2026 has 30 days" },
    { &date, "03/04/2026", "order of day and month" },
    { &date, "21.11.2026", "order of day and month" },
    { &date, "21 nov", "no year of four digits" },
    { &date, "nov 26", "no year of four digits" },
    { &date, "12 jui 2026", "is not understood" },
    { &date, "yesterday", "\"yesterday\" is not understood; write it such as 2026-11-21" },
    { &date, "2026-11-21 09:05", "takes a date only" },
    { &date, "2026 2027", "twice" },
    { &date, "21 2026", "a day and no month" },
    { &date, "circa", "no year" },
    { &moment, "2026-11-21 24:00", "00:00 to 23:59" },
    { &moment, "2026-11-21 09:60", "00:00 to 23:59" },
    { &moment, "2026-11 09:05", "a time and no day" },
    { &moment, "2026-11-21 +02:00", "a zone and no time" },
    { &moment, "2026-11-21 09:05 +15:00", "is not understood" },
    { &moment, "2026-11-21 09:05 CAT", "is not understood" },
    { &place, "35MQU 470 1656", "odd number of digits" },
    { &place, "61MQU 470 165", "names no square" },
    { &place, "35MII 470 165", "names no square" },
    { &place, "35S 447015 3816562", "north of the line, or the southern half" },
    { &place, "35T 447015 3816562", "not in the band" },
    { &place, "35 north 447015 12816562", "outside its zone" },
    { &place, "at=35MQU 470 165; datum=Arc 1960", "in WGS 84 only" },
    { &place, "-91.0, 29.0", "beyond 90 degrees" },
    { &place, "29.22, 181.5", "beyond 180 degrees" },
    { &place, "90.0001 N 10 E", "beyond 90 degrees" },
    { &place, "1°60'0\"S 29°13'12\"E", "of 60 or more" },
    { &place, "-1.6 S 29.2 E", "a sign and a letter" },
    { &place, "1.6 S 29.2 N", "could be coordinates" },
    { &place, "1.6 S 29.2", "could be coordinates" },
    { &place, "1.6, 2.7, 3.8", "could be coordinates" },
    { &place, "1°39''S 29°13'E", "could be coordinates" },
    { &place, "lat=-1.6583", "come together" },
    { &place, "lat=south; lon=29", "is not a latitude" },
    { &place, "told=a; told=b", "each once" },
    { &place, "told=a; colour=red", "is not understood" },
    { &place, "at=Kasira", "not understood as coordinates" },
    { &place, "told=a; accuracy=near", "write metres" },
    { &place, "told=a; method=dream", "write gps, map" },
    { &place, "{\"told\":1}", "is not text" },
    { &place, "{}", "neither told nor measured" },
    { &place, "{told}", "JSON" },
    { &parent, "abc", "\"abc\" is not a record's id" },
    { &file, "IMG_1.jpg", "use --attach" },
    { &files, "[{\"size\":1}]", "no SHA-256" },
    { &file, "{\"sha256\":\"" SHA "\"}", "no size" },
    { &file, "{\"name\":\"../../x\",\"sha256\":\"" SHA "\",\"size\":1}", "not a plain name" },
    { &file, "{\"media\":\"jpeg\",\"sha256\":\"" SHA "\",\"size\":1}", "media type" },
  };

  assert_refused (cases, G_N_ELEMENTS (cases));
}

static void
a_value_from_outside_must_have_the_form_of_its_kind (void **state)
{
  static const Case cases[] = {
    { &text, "1", "not text" },
    { &text, "\"\"", "empty" },
    { &text, "[\"a\"]", "not text" },
    { &text, "{\"sealed\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"}", "not text" },
    { &text, " \"a\"", "canonical" },
    { &text, "\"a", "JSON" },
    { &texts, "\"a\"", "not a list" },
    { &texts, "[]", "not a list" },
    { &texts, "[\"a\",1]", "not text" },
    { &hazards, "[\"mines\",\"fire\"]", "not sorted" },
    { &hazards, "[\"mines\",\"mines\"]", "says one thing twice" },
    { &records, "[\"" ID_B "\",\"" ID_A "\"]", "not sorted" },
    { &choice, "\"YES\"", "is not one of" },
    { &choice, "true", "not a code" },
    { &integer, "\"12\"", "not a whole number" },
    { &weight, "{\"value\":\"12\"}", "no unit" },
    { &weight, "{\"unit\":\"KG\",\"value\":\"12\"}", "unit is not one of" },
    { &weight, "{\"unit\":\"kg\",\"value\":12}", "not a decimal" },
    { &weight, "{\"unit\":\"kg\",\"value\":\"1e3\"}", "not a decimal" },
    { &plain, "{\"unit\":\"kg\",\"value\":\"1\"}", "unit is not one of" },
    { &boolean, "\"yes\"", "neither true nor false" },
    { &date, "\"2026\"", "not a date" },
    { &date, "{\"date\":\"2026-2-3\"}", "not a date" },
    { &date, "{\"date\":\"2026-02-30\"}", "28 days" },
    { &date, "{\"circa\":false,\"date\":\"2026\"}", "circa" },
    { &date, "{\"date\":\"2026-11-21T09:05\"}", "not a date" },
    { &moment, "{\"time\":\"2026-11-21 09:05\"}", "not a time" },
    { &moment, "{\"time\":\"2026-11-21T9:05\"}", "not a time" },
    { &moment, "{\"time\":\"2026-11-21T09:05\",\"zone\":\"+0200\"}", "zone" },
    { &moment, "{\"time\":\"2026-11-21T09:05\",\"zone\":2}", "zone" },
    { &moment, "{\"time\":\"2026-11-21\",\"zone\":\"Z\"}", "zone and no time" },
    { &place, "{\"lat\":\"1.5\"}", "come together" },
    { &place, "{\"lat\":\"1.5\",\"lon\":\"200\"}", "longitude" },
    { &place, "{\"colour\":\"red\"}", "neither told nor measured" },
    { &parent, "\"" SHA "\"", "record's id" },
    { &parent, "7", "record's id" },
    { &file, "{\"sha256\":\"" SHA "\",\"size\":-1}", "size" },
  };

  assert_unfit (cases, G_N_ELEMENTS (cases));
}

static void
a_long_text_is_bounded (void **state)
{
  g_autofree char *long_line = g_strnfill (4097, 'a'), *long_text = g_strnfill (64 * 1024 + 1, 'a');
  const Case cases[] = {
    { &text, long_line, "4096 are allowed" },
    { &lines, long_text, "65536 are allowed" },
  };

  assert_refused (cases, G_N_ELEMENTS (cases));
}

static void
what_a_newer_version_adds_is_let_through (void **state)
{
  g_autoptr (GError) error = NULL;

  assert_true (valise_value_check (&place, "{\"plus\":\"6GCR\",\"told\":\"Kasira\"}", &error));
  assert_true (valise_value_check (&date, "{\"calendar\":\"x\",\"date\":\"2026\"}", &error));
  assert_true (valise_value_check (&file, "{\"pages\":3,\"sha256\":\"" SHA "\",\"size\":1}", &error));
}

static void
a_sealed_field_takes_its_handle_and_no_message_quotes_what_was_typed (void **state)
{
  static const char handle[] = "{\"sealed\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"}";
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  assert_true (valise_value_check (&secret, handle, &error));
  words = valise_value_to_text (&secret, handle);
  assert_string_equal (words, "sealed");
  assert_false (valise_value_check (&secret, "{\"sealed\":\"short\"}", &error));
  g_clear_error (&error);
  assert_null (valise_value_parse (&secret, "Jean\nMukasa", &error));
  assert_null (strstr (error->message, "Jean"));
}

static void
every_parsed_value_is_its_own_canonical_form (void **state)
{
  static const struct {
    const ValiseField *field;
    const char *typed, *words;
  } cases[] = {
    { &text, "a\tb", "a b" },
    { &lines, "one\ntwo \x1b[31m", "one two  [31m" },
    { &texts, "a; b", "a; b" },
    { &choice, "withdrawn", "Withdrawn" },
    { &model, "Type 56-1", "Type 56-1" },
    { &model, "blunderbuss", "blunderbuss" },
    { &hazards, "mines; fire", "Fire; Mines" },
    { &integer, "12", "12" },
    { &weight, "12.50 kg", "12.50 kg" },
    { &boolean, "no", "No" },
    { &date, "circa 2019", "circa 2019" },
    { &moment, "2026-11-21 09:05", "2026-11-21 09:05 (zone not known)" },
    { &moment, "2026-11-21 09:05 +02:00", "2026-11-21 09:05 +02:00" },
    { &moment, "2026-11-21", "2026-11-21" },
    { &place, "told=Kasira; at=-1.6583, 29.22; accuracy=8; method=gps",
      "told: Kasira; measured: -1.6583, 29.22 ±8 m, WGS 84, GPS" },
    { &place, "Kasira", "told: Kasira" },
    { &serial, "31[2]", "31[2]" },
    { &parent, ID_A, ID_A },
    { &file, "{\"media\":\"image/jpeg\",\"name\":\"a.jpg\",\"sha256\":\"" SHA "\",\"size\":12}",
      "a.jpg (image/jpeg, 12 bytes)" },
    { &text, "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = valise_value_parse (cases[i].field, cases[i].typed, &error);
    g_autofree char *words = NULL;

    assert_no_error (error);
    assert_true (valise_value_check (cases[i].field, value, &error));
    words = valise_value_to_text (cases[i].field, value);
    assert_string_equal (words, cases[i].words);
  }
}

/* What a form shows of a record, unchanged, says what the record says. */
static void
what_is_typed_again_is_the_same_value (void **state)
{
  static const struct {
    const ValiseField *field;
    const char *typed, *again;
  } cases[] = {
    { &text, "Behind the kiln", "Behind the kiln" },
    { &texts, "one; two", "one; two" },
    { &texts, "[\"one; two\",\"three\"]", "[\"one; two\",\"three\"]" },
    { &lines, "one\ntwo", "one\ntwo" },
    { &choice, "Not asked", "not-asked" },
    { &model, "type 56-1", NULL },
    { &hazards, "none", "none-seen" },
    { &integer, "12", "12" },
    { &weight, "12.50 kg", "12.50 kg" },
    { &boolean, "Yes", "yes" },
    { &date, "circa nov 2026", "circa 2026-11" },
    { &moment, "21 Nov 2026 09:05 +02:00", "2026-11-21 09:05 +02:00" },
    { &place, "told=Behind the kiln; at=0.8412 S 31.2204 W; accuracy=8; method=gps", NULL },
    { &serials, "31877[2]4; ?41", "31877[2]4; ?41" },
    { &records, ID_B "; " ID_A, ID_A "; " ID_B },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *value = valise_value_parse (cases[i].field, cases[i].typed, NULL);
    g_autofree char *typed = valise_value_to_typed (cases[i].field, value);
    g_autofree char *again = valise_value_parse (cases[i].field, typed, NULL);

    assert_string_equal (again, value);
    if (cases[i].again != NULL)
      assert_string_equal (typed, cases[i].again);
  }
}

static void
a_value_of_another_kind_is_shown_as_it_stands (void **state)
{
  g_autofree char *words = valise_value_to_text (&file, "{\"size\":1}");
  g_autofree char *code = valise_value_to_text (&choice, "\"later\"");

  assert_string_equal (words, "{\"size\":1}");
  assert_string_equal (code, "\"later\"");
}

static void
a_record_is_found_by_its_words_and_never_by_what_is_sealed (void **state)
{
  static const struct {
    const ValiseField *field;
    const char *value, *words;
  } cases[] = {
    { &text, "\"Kasira\"", "Kasira" },
    { &texts, "[\"a\",\"b\"]", "a b" },
    { &model, "\"type-80\"", "type-80 Type 80 Type 80 GPMG; CF06 PK pattern" },
    { &place, "{\"lat\":\"1\",\"lon\":\"2\",\"name\":\"K\",\"told\":\"the market\"}", "the market K" },
    { &serial, "\"31[2]4\"", "31[2]4 3124" },
    { &file, "{\"name\":\"a.jpg\",\"sha256\":\"" SHA "\",\"size\":1}", "a.jpg" },
    { &integer, "12", "" },
    { &date, "{\"date\":\"2026\"}", "" },
    { &parent, "\"" ID_A "\"", "" },
    { &secret, "\"Jean\"", "" },
    { &text, "null", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = valise_value_to_search (cases[i].field, cases[i].value);

    assert_string_equal (words, cases[i].words);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (words_and_numbers_are_kept_as_typed),
    cmocka_unit_test (choices_and_links_become_codes_and_ids),
    cmocka_unit_test (dates_are_as_exact_as_they_are_known),
    cmocka_unit_test (places_are_told_or_measured),
    cmocka_unit_test (a_measured_place_is_said_in_every_notation),
    cmocka_unit_test (nothing_is_said_of_what_is_no_place_and_the_line_has_a_band),
    cmocka_unit_test (grid_references_are_kept_beside_their_degrees),
    cmocka_unit_test (what_is_wrong_is_refused_with_what_would_be_right),
    cmocka_unit_test (a_value_from_outside_must_have_the_form_of_its_kind),
    cmocka_unit_test (a_long_text_is_bounded),
    cmocka_unit_test (what_a_newer_version_adds_is_let_through),
    cmocka_unit_test (a_sealed_field_takes_its_handle_and_no_message_quotes_what_was_typed),
    cmocka_unit_test (every_parsed_value_is_its_own_canonical_form),
    cmocka_unit_test (what_is_typed_again_is_the_same_value),
    cmocka_unit_test (a_value_of_another_kind_is_shown_as_it_stands),
    cmocka_unit_test (a_record_is_found_by_its_words_and_never_by_what_is_sealed),
  };

  return cmocka_run_group_tests_name ("value", tests, NULL, NULL);
}
