/* refuse.c - how a strict reader says no: the rule first, then the name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/refuse.h"

#include "core/error.h"

#include <string.h>

#define SHOWN_BYTES 120

char *
valise_refuse_dup_printable (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *shown = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);

    if (shown->len > SHOWN_BYTES - 10) {
      g_string_append (shown, "…");
      break;
    }
    /* g_unichar_isprint() lets the invisible formatting characters pass */
    if (g_unichar_isprint (character) && g_unichar_type (character) != G_UNICODE_FORMAT)
      g_string_append_unichar (shown, character);
    else
      g_string_append_c (shown, '?');
  }
  return g_string_free (shown, FALSE);
}

static gboolean
say_no (GError **error, ValiseError code, const char *rule, const char *name)
{
  static const struct {
    ValiseError code;
    const char *prefix;
  } prefixes[] = {
    { VALISE_ERROR_REFUSED, "refused" },
    { VALISE_ERROR_DAMAGED, "damaged" },
    { VALISE_ERROR_LIMIT, "too large" },
  };
  const char *prefix = NULL;
  g_autofree char *shown = name == NULL ? NULL : valise_refuse_dup_printable (name);

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    if (prefixes[i].code == code)
      prefix = prefixes[i].prefix;
  }
  if (shown == NULL)
    g_set_error (error, VALISE_ERROR, code, "%s: %s", prefix, rule);
  else
    g_set_error (error, VALISE_ERROR, code, "%s: %s (%s)", prefix, rule, shown);
  return FALSE;
}

gboolean
valise_refuse (GError **error, const char *rule, const char *name)
{
  return say_no (error, VALISE_ERROR_REFUSED, rule, name);
}

gboolean
valise_refuse_damaged (GError **error, const char *what, const char *name)
{
  return say_no (error, VALISE_ERROR_DAMAGED, what, name);
}

gboolean
valise_refuse_too_large (GError **error, const char *what, const char *name)
{
  return say_no (error, VALISE_ERROR_LIMIT, what, name);
}
