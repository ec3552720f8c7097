/* show-flags.c - what is odd about a record, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/show-flags.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/print.h"
#include "sync/case.h"

static char *
describe_slip (ValiseSlip slip)
{
  static const char *const words[] = {
    [VALISE_SLIP_LATITUDE] = N_ ("; with N and S exchanged it would lie there"),
    [VALISE_SLIP_LONGITUDE] = N_ ("; with E and W exchanged it would lie there"),
    [VALISE_SLIP_BOTH] = N_ ("; with N and S, and E and W exchanged it would lie there"),
    [VALISE_SLIP_EXCHANGED] = N_ ("; with latitude and longitude exchanged it would lie there"),
  };

  return g_strdup (slip != VALISE_SLIP_NONE ? _ (words[slip]) : "");
}

char *
valise_show_far (const ValiseFar *far)
{
  g_autofree char *slip = describe_slip (far->slip);

  return g_strdup_printf (far->limit > VALISE_FAR_ON_LAND
                              ? _ ("%.0f km from %s, the nearest country of its case; at sea more than %.0f km is far%s")
                              : _ ("%.0f km from %s, the nearest country of its case; on land more than %.0f km is far%s"),
                          far->metres / 1000, valise_outlines_name (far->nearest), floor (far->limit / 1000), slip);
}

void
valise_warn_of_places (ValiseStore *store, const char *record)
{
  g_autoptr (GHashTable) countries = valise_case_countries (store, NULL);
  g_autoptr (ValiseRecord) loaded = countries != NULL ? valise_record_load (store, record, NULL) : NULL;
  g_autoptr (GPtrArray) far = loaded != NULL ? valise_flag_places (loaded, countries) : NULL;

  for (guint i = 0; far != NULL && i < far->len; i++) {
    const ValiseFarPlace *place = far->pdata[i];
    g_autofree char *words = valise_show_far (&place->far);

    valise_warn (_ ("%s: %s; kept as it is"), place->name, words);
  }
}

static yyjson_mut_val *
put_flag (yyjson_mut_doc *doc, yyjson_mut_val *list, const char *code, const char *field, const char *text)
{
  yyjson_mut_val *item = valise_out_item (doc, list);

  valise_out_text (doc, item, "code", code);
  valise_out_text (doc, item, "field", field);
  valise_out_text (doc, item, "text", text);
  return item;
}

void
valise_show_flags_as_json (const ValiseRecord *record, const GPtrArray *far, yyjson_mut_doc *doc)
{
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "flags");
  g_autoptr (GPtrArray) failed = valise_flag_checks (record);

  for (guint i = 0; i < failed->len; i++) {
    const ValiseFailedCheck *one = failed->pdata[i];
    yyjson_mut_val *item = put_flag (doc, list, VALISE_FLAG_CHECK_DIGIT, one->name, one->note);

    valise_out_text (doc, item, "value", one->value);
    valise_out_text (doc, item, "country", NULL);
    valise_out_number (doc, item, "metres", 0);
  }
  for (guint i = 0; i < far->len; i++) {
    const ValiseFarPlace *place = far->pdata[i];
    g_autofree char *words = valise_show_far (&place->far);
    yyjson_mut_val *item = put_flag (doc, list, VALISE_FLAG_FAR, place->name, words);

    valise_out_text (doc, item, "value", NULL);
    valise_out_text (doc, item, "country", place->far.nearest);
    valise_out_number (doc, item, "metres", (guint64) place->far.metres);
  }
}

char *
valise_show_flag_marks (char *const *codes)
{
  GString *marks = g_string_new (NULL);

  for (; *codes != NULL; codes++)
    g_string_append (marks, strcmp (*codes, VALISE_FLAG_FAR) == 0 ? _ ("  [far from its countries]")
                                                                 : _ ("  [check digit]"));
  return g_string_free (marks, FALSE);
}
