/* identifier.c - folded keys and check digits: pure arithmetic over what was read
 *
 * A number that fails is kept all the same, and one that adds up proves
 * nothing but that it adds up: the words say so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value.h"

#include <string.h>

/* -- the folded key ------------------------------------------------------- */

/* What looks alike becomes one character. Small l looks like 1, and capitals
 * and small letters must give one key, so L becomes 1 as well. */
static const struct {
  gunichar from;
  char to;
} look_alikes[] = {
  { 'O', '0' }, { 'Q', '0' }, { 'I', '1' }, { 'L', '1' }, { 'S', '5' }, { 'B', '8' }, { 'Z', '2' },
  { 0x0410, 'A' }, { 0x0412, '8' }, { 0x0415, 'E' }, { 0x0405, '5' }, { 0x0406, '1' },
  { 0x0408, 'J' }, { 0x041a, 'K' }, { 0x041c, 'M' }, { 0x041d, 'H' }, { 0x041e, '0' },
  { 0x0420, 'P' }, { 0x0421, 'C' }, { 0x0422, 'T' }, { 0x0423, 'Y' }, { 0x0425, 'X' },
};

static gunichar
fold_character (gunichar c)
{
  c = g_unichar_toupper (c);
  if (g_unichar_isdigit (c))
    return (gunichar) ('0' + g_unichar_digit_value (c));
  for (gsize i = 0; i < G_N_ELEMENTS (look_alikes); i++)
    if (look_alikes[i].from == c)
      return (gunichar) look_alikes[i].to;
  return c;
}

char *
valise_identifier_fold (const char *as_read)
{
  g_autofree char *plain = g_utf8_normalize (as_read, -1, G_NORMALIZE_ALL);
  GString *key = g_string_new (NULL);

  for (const char *at = plain; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c == '?' || g_unichar_isalnum (c))
      g_string_append_unichar (key, fold_character (c));
  }
  return g_string_free (key, FALSE);
}

/* -- check digits --------------------------------------------------------- */

#define LONGEST 40 /* no number that is checked here is longer */

/* What was read, in capitals, without blanks and without the brackets around
 * doubtful characters. FALSE: longer than any number. */
static gboolean
clean (const char *as_read, const char *dropped, char out[LONGEST])
{
  gsize length = 0;

  for (; *as_read != '\0'; as_read++) {
    if (g_ascii_isspace (*as_read) || *as_read == '[' || *as_read == ']' ||
        strchr (dropped, *as_read) != NULL)
      continue;
    if (length == LONGEST - 1)
      return FALSE;
    out[length++] = g_ascii_toupper (*as_read);
  }
  out[length] = '\0';
  return TRUE;
}

static gboolean
is_digits (const char *text, gsize count)
{
  return strspn (text, "0123456789") >= count;
}

static gboolean
say (char **note, char *words)
{
  *note = words;
  return FALSE;
}

static gboolean
say_digit (char **note, int expected, char found)
{
  if (found == '0' + expected) {
    *note = g_strdup ("arithmetically valid");
    return TRUE;
  }
  return say (note, g_strdup_printf ("last digit would be %d; kept as read", expected));
}

/* Ships: A.1078(28). Companies: another rule over the same seven digits. */
static gboolean
check_imo (const char *number, char **note)
{
  static const int company_weights[] = { 8, 6, 4, 2, 9, 7 };
  int ship = 0, company = 0;
  gboolean is_ship, is_company;

  if (g_str_has_prefix (number, "IMO"))
    number += 3;
  if (strlen (number) != 7 || !is_digits (number, 7))
    return say (note, g_strdup ("seven digits are expected; kept as read"));
  for (int i = 0; i < 6; i++) {
    ship += (number[i] - '0') * (7 - i);
    company += (number[i] - '0') * company_weights[i];
  }
  ship %= 10;
  company = (11 - company % 11) % 10;
  is_ship = number[6] == '0' + ship;
  is_company = number[6] == '0' + company;
  if (!is_ship && !is_company)
    return say (note, g_strdup_printf ("last digit would be %d for a ship, %d for a company; kept as read",
                                       ship, company));
  *note = g_strdup_printf ("arithmetically valid: fits the rule of %s numbers",
                           !is_company ? "ship" : !is_ship ? "company" : "ship and of company");
  return TRUE;
}

/* ISO 6346: A is 10, and multiples of 11 are left out on the way to Z = 38. */
static int
container_value (char c)
{
  int value;

  if (g_ascii_isdigit (c))
    return c - '0';
  value = c - 'A' + 10;
  return value + (value > 10) + (value > 20) + (value > 30);
}

static gboolean
check_iso6346 (char *number, char **note)
{
  gsize length = strlen (number);
  int sum = 0;

  if (length == 12 && number[10] == '-') /* CSQU 305438-3, as it is often painted */
    memmove (number + 10, number + 11, 2);
  if (strlen (number) != 11 || strspn (number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 4 ||
      !is_digits (number + 4, 7))
    return say (note, g_strdup ("four letters and seven digits are expected; kept as read"));
  if (strchr ("UJZR", number[3]) == NULL)
    return say (note, g_strdup ("the fourth letter would be U, J, Z or R; kept as read"));
  for (int i = 0; i < 10; i++)
    sum += container_value (number[i]) << i;
  return say_digit (note, sum % 11 % 10, number[10]);
}

static gboolean
check_awb (const char *number, char **note)
{
  gsize length = strlen (number);
  int remainder = 0;

  if ((length != 11 && length != 8) || !is_digits (number, length))
    return say (note, g_strdup ("eleven digits are expected, the airline's three and eight; kept as read"));
  for (gsize i = length - 8; i < length - 1; i++)
    remainder = (remainder * 10 + number[i] - '0') % 7;
  return say_digit (note, remainder, number[length - 1]);
}

static gboolean
check_luhn (const char *number, char **note)
{
  gsize length = strlen (number);
  int sum = 0;

  if (length < 2 || !is_digits (number, length))
    return say (note, g_strdup ("digits only are expected; kept as read"));
  for (gsize i = 0; i < length - 1; i++) {
    int digit = number[length - 2 - i] - '0';

    if (i % 2 == 0)
      digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return say_digit (note, (10 - sum % 10) % 10, number[length - 1]);
}

gboolean
valise_check_digit (ValiseCheck check, const char *as_read, char **note)
{
  char number[LONGEST];

  *note = NULL;
  if (check == VALISE_CHECK_NONE)
    return TRUE;
  if (strchr (as_read, '?') != NULL)
    return say (note, g_strdup ("not checked: a character could not be read"));
  if (!clean (as_read, check == VALISE_CHECK_ISO6346 ? "" : "-", number))
    return say (note, g_strdup ("longer than such a number can be; kept as read"));
  switch (check) {
  case VALISE_CHECK_IMO:
    return check_imo (number, note);
  case VALISE_CHECK_ISO6346:
    return check_iso6346 (number, note);
  case VALISE_CHECK_AWB:
    return check_awb (number, note);
  case VALISE_CHECK_LUHN:
    return check_luhn (number, note);
  case VALISE_CHECK_NONE:
  default:
    return TRUE;
  }
}
