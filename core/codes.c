/* codes.c - finds code lists and the choice that a person means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/codes/codes.h"

#include <string.h>

static const ValiseCodeList *const lists[] = {
  &valise_codes_account_form,
  &valise_codes_access_risk,
  &valise_codes_action,
  &valise_codes_admiralty_information,
  &valise_codes_admiralty_source,
  &valise_codes_ammunition_kind,
  &valise_codes_arms_category,
  &valise_codes_calibre,
  &valise_codes_case_material,
  &valise_codes_colour,
  &valise_codes_condition,
  &valise_codes_consent,
  &valise_codes_consent_use,
  &valise_codes_controller,
  &valise_codes_conveyance_kind,
  &valise_codes_cooperation,
  &valise_codes_count_method,
  &valise_codes_custody_action,
  &valise_codes_delivery_verification,
  &valise_codes_disposal,
  &valise_codes_document_kind,
  &valise_codes_document_state,
  &valise_codes_euc_authentication,
  &valise_codes_exif_state,
  &valise_codes_guarding,
  &valise_codes_hazard,
  &valise_codes_how_known,
  &valise_codes_inspection_result,
  &valise_codes_item_kind,
  &valise_codes_knowledge,
  &valise_codes_language,
  &valise_codes_listed,
  &valise_codes_marking_location,
  &valise_codes_marking_method,
  &valise_codes_marking_state,
  &valise_codes_model,
  &valise_codes_note_kind,
  &valise_codes_organization_kind,
  &valise_codes_orientation,
  &valise_codes_package_kind,
  &valise_codes_perishability,
  &valise_codes_photo_subject,
  &valise_codes_place_method,
  &valise_codes_place_type,
  &valise_codes_protection_level,
  &valise_codes_recording_medium,
  &valise_codes_release,
  &valise_codes_reprisal_risk,
  &valise_codes_role,
  &valise_codes_script,
  &valise_codes_seal_state,
  &valise_codes_sex,
  &valise_codes_site_condition,
  &valise_codes_supply_direction,
  &valise_codes_un_classification,
  NULL,
};

const ValiseCodeList *const *
valise_code_list_all (void)
{
  return lists;
}

const ValiseCodeList *
valise_code_list_find (const char *name)
{
  for (gsize i = 0; lists[i] != NULL; i++)
    if (g_str_equal (lists[i]->name, name))
      return lists[i];
  return NULL;
}

const ValiseChoice *
valise_code_list_choice (const ValiseCodeList *list, const char *code)
{
  for (const ValiseChoice *choice = list->choices; choice->code != NULL; choice++)
    if (g_str_equal (choice->code, code))
      return choice;
  return NULL;
}

static gboolean
makes_no_difference (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_ismark (c) || c == '-' || c == '_' || c == '\'' ||
         c == 0x2019;
}

/* What two spellings of one word have in common. */
static char *
fold (const char *text, gssize length)
{
  g_autofree char *decomposed = g_utf8_normalize (text, length, G_NORMALIZE_ALL);
  g_autofree char *folded = decomposed == NULL ? NULL : g_utf8_casefold (decomposed, -1);
  GString *out = g_string_new (NULL);

  for (const char *at = folded; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c == 0xd7) /* × */
      g_string_append_c (out, 'x');
    else if (c == ',') /* 7,62 */
      g_string_append_c (out, '.');
    else if (!makes_no_difference (c))
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_spelling (const char *wanted, const char *text, gssize length)
{
  g_autofree char *folded = fold (text, length);

  return g_str_equal (wanted, folded);
}

static gboolean
is_alias (const char *wanted, const char *aliases)
{
  while (aliases != NULL) {
    const char *end = strchr (aliases, ';');

    if (is_spelling (wanted, aliases, end == NULL ? -1 : end - aliases))
      return TRUE;
    aliases = end == NULL ? NULL : end + 1;
  }
  return FALSE;
}

const ValiseChoice *
valise_code_list_match (const ValiseCodeList *list, const char *text)
{
  const ValiseChoice *exact = valise_code_list_choice (list, text);
  g_autofree char *wanted = fold (text, -1);

  if (exact != NULL)
    return exact;
  for (const ValiseChoice *choice = list->choices; choice->code != NULL; choice++)
    if (is_spelling (wanted, choice->code, -1) || is_spelling (wanted, choice->label, -1) ||
        is_alias (wanted, choice->aliases))
      return choice;
  return NULL;
}
