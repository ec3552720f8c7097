/* options.c - the words and options of one command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"

const ValiseOption valise_global_options[] = {
  { "store", 0, "DIR", FALSE, N_ ("the store's folder; or set VALISE_STORE") },
  { "passphrase-file", 0, "FILE", FALSE,
    N_ ("its passphrase is the first line of FILE; or set VALISE_PASSPHRASE_FILE") },
  { "vault-passphrase-file", 0, "FILE", FALSE,
    N_ ("the same for the vault; or set VALISE_VAULT_PASSPHRASE_FILE") },
  { "json", 0, NULL, FALSE, N_ ("print JSON for programs instead of text") },
  { "help", 'h', NULL, FALSE, N_ ("explain, and do nothing") },
  { NULL },
};

G_DEFINE_QUARK (valise-usage-error-quark, valise_usage_error)

gboolean
valise_usage_error (GError **error, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  if (error != NULL)
    *error = g_error_new_valist (VALISE_USAGE_ERROR, 0, format, list);
  va_end (list);
  return FALSE;
}

void
valise_usage_claim (GError **error)
{
  if (error != NULL && *error != NULL) {
    (*error)->domain = VALISE_USAGE_ERROR;
    (*error)->code = 0;
  }
}

void
valise_usage_claim_invalid (GError **error)
{
  if (error != NULL && g_error_matches (*error, VALISE_ERROR, VALISE_ERROR_INVALID))
    valise_usage_claim (error);
}

ValiseArguments *
valise_arguments_new (void)
{
  ValiseArguments *given = g_new0 (ValiseArguments, 1);

  given->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_ptr_array_unref);
  given->words = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (given->words, NULL);
  return given;
}

void
valise_arguments_free (ValiseArguments *given)
{
  if (given == NULL)
    return;
  g_hash_table_unref (given->options);
  g_ptr_array_unref (given->words);
  g_free (given);
}

gboolean
valise_is_assignment (const char *word)
{
  gsize name = strspn (word, "abcdefghijklmnopqrstuvwxyz0123456789_.-");

  return name > 0 && word[name] == '=';
}

/* Parsing */

typedef struct {
  ValiseArguments *given;
  const char *name;
  const ValiseOption *options;
  char *const *argv;
  guint *at;
} Parser;

static const ValiseOption *
find_in (const ValiseOption *options, const char *name, gsize length, char letter)
{
  for (const ValiseOption *row = options; row != NULL && row->name != NULL; row++)
    if (letter != 0 ? row->letter == letter
                    : strlen (row->name) == length && strncmp (row->name, name, length) == 0)
      return row;
  return NULL;
}

static const ValiseOption *
find_option (const Parser *parser, const char *name, gsize length, char letter)
{
  const ValiseOption *row = find_in (parser->options, name, length, letter);

  return row != NULL ? row : find_in (valise_global_options, name, length, letter);
}

static gboolean
unknown_option (const Parser *parser, const char *typed, GError **error)
{
  if (parser->name == NULL)
    return valise_usage_error (error, _ ("there is no option %s; “valise --help” lists them"), typed);
  return valise_usage_error (error, _ ("“%s” has no option %s; “valise %s --help” lists them"),
                             parser->name, typed, parser->name);
}

static gboolean
store_option (const Parser *parser, const ValiseOption *option, const char *value, GError **error)
{
  GPtrArray *values = g_hash_table_lookup (parser->given->options, option->name);

  if (values != NULL && option->value != NULL && !option->many)
    return valise_usage_error (error, _ ("--%s is given twice; give it once"), option->name);
  if (values == NULL) {
    values = g_ptr_array_new_null_terminated (1, g_free, TRUE);
    g_hash_table_insert (parser->given->options, g_strdup (option->name), values);
  }
  if (value != NULL)
    g_ptr_array_add (values, g_strdup (value));
  return TRUE;
}

static void
take_more (const Parser *parser, const ValiseOption *option)
{
  for (;;) {
    const char *next = parser->argv[*parser->at];

    if (next == NULL || next[0] == '-' || valise_is_assignment (next))
      return;
    store_option (parser, option, next, NULL);
    (*parser->at)++;
  }
}

/* `value` is what stood behind "=" or the letter, or NULL. */
static gboolean
take_option (const Parser *parser, const ValiseOption *option, const char *value, GError **error)
{
  const char *next = parser->argv[*parser->at];

  if (option->value == NULL) {
    if (value != NULL)
      return valise_usage_error (error, _ ("--%s takes no value; leave “%s” out"), option->name,
                                 value);
    return store_option (parser, option, NULL, error);
  }
  if (value == NULL) {
    if (next == NULL || g_str_has_prefix (next, "--"))
      return valise_usage_error (error, _ ("--%s needs a value; write --%s %s"), option->name,
                                 option->name, option->value);
    value = next;
    (*parser->at)++;
  }
  if (!store_option (parser, option, value, error))
    return FALSE;
  if (option->many)
    take_more (parser, option);
  return TRUE;
}

static gboolean
take_long (const Parser *parser, const char *typed, GError **error)
{
  const char *name = typed + 2;
  gsize length = strcspn (name, "=");
  const ValiseOption *option = find_option (parser, name, length, 0);

  if (option == NULL)
    return unknown_option (parser, typed, error);
  return take_option (parser, option, name[length] == '=' ? name + length + 1 : NULL, error);
}

static gboolean
take_short (const Parser *parser, const char *typed, GError **error)
{
  const ValiseOption *option = find_option (parser, NULL, 0, typed[1]);

  if (option == NULL || (option->value == NULL && typed[2] != '\0'))
    return unknown_option (parser, typed, error);
  return take_option (parser, option, typed[2] != '\0' ? typed + 2 : NULL, error);
}

static void
take_word (const Parser *parser, const char *word)
{
  g_ptr_array_insert (parser->given->words, (int) parser->given->n_words, g_strdup (word));
  parser->given->n_words++;
}

gboolean
valise_arguments_parse (ValiseArguments *given, const char *name, const ValiseOption *options,
                        char *const *argv, guint *at, GError **error)
{
  Parser parser = { given, name, options, argv, at };
  gboolean words_only = FALSE;

  while (argv[*at] != NULL) {
    const char *word = argv[*at];
    gboolean is_option = !words_only && word[0] == '-' && word[1] != '\0';

    if (!is_option && name == NULL)
      return TRUE;
    (*at)++;
    if (is_option && strcmp (word, "--") == 0) {
      words_only = TRUE;
    } else if (!is_option) {
      take_word (&parser, word);
    } else if (word[1] == '-') {
      if (!take_long (&parser, word, error))
        return FALSE;
    } else if (!take_short (&parser, word, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Reading */

gboolean
valise_arguments_has (const ValiseArguments *given, const char *option)
{
  return g_hash_table_contains (given->options, option);
}

const char *const *
valise_arguments_list (const ValiseArguments *given, const char *option)
{
  static const char *const none[] = { NULL };
  const GPtrArray *values = g_hash_table_lookup (given->options, option);

  return values != NULL && values->len > 0 ? (const char *const *) values->pdata : none;
}

const char *
valise_arguments_get (const ValiseArguments *given, const char *option)
{
  return valise_arguments_list (given, option)[0];
}

const char *
valise_arguments_word (const ValiseArguments *given, guint at)
{
  return at < given->n_words ? given->words->pdata[at] : NULL;
}

gboolean
valise_arguments_number (const ValiseArguments *given, const char *option, guint64 low,
                         guint64 high, guint64 *number, GError **error)
{
  const char *text = valise_arguments_get (given, option);

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, low, high, number, NULL))
    return TRUE;
  return valise_usage_error (error,
                             _ ("--%s is “%s”; give a whole number from %" G_GUINT64_FORMAT
                                " to %" G_GUINT64_FORMAT),
                             option, text, low, high);
}
