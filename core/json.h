/* json.h - strict JSON in, canonical JSON out (RFC 8785, integers only)
 *
 * Reading is by yyjson with the rules of sync/FORMAT.md section 1 on top: UTF-8
 * without lone surrogates or U+0000, no name twice, integers within
 * ±(2^53−1), no fractions, bounded depth.
 *
 * A field's *value* is kept everywhere as its canonical text: two values are
 * equal when their texts are, and a commitment hashes the text as it stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <yyjson.h>

#define VALISE_JSON_MAX_DEPTH 32
#define VALISE_JSON_MAX_INTEGER G_GINT64_CONSTANT (9007199254740991) /* 2^53 − 1 */

/* Parses exactly one JSON text that obeys the rules above; anything else is
 * INVALID with the rule it breaks. Free with yyjson_doc_free() (autoptr). */
yyjson_doc *valise_json_parse (const char *text, gsize size, GError **error);

/* The same, and the text must be canonical already, to the byte. */
yyjson_doc *valise_json_parse_canonical (const char *text, gsize size, GError **error);

/* Canonical text. The value must hold no fraction (programmer's mistake). */
char *valise_json_write (yyjson_val *value);
char *valise_json_write_mut (yyjson_mut_val *value);
char *valise_json_write_without (yyjson_val *object, yyjson_val *member); /* all members but that value */
void  valise_json_append (GString *out, yyjson_val *value);
void  valise_json_append_string (GString *out, const char *text, gsize size);

/* Canonical text of a single string or integer, the commonest values. */
char *valise_json_string (const char *text);
char *valise_json_integer (gint64 number);

/* The string in a value's canonical text, or NULL when it is no string. */
char *valise_json_dup_string (const char *value);

/* Object members, typed; the default when absent or of another kind. */
const char *valise_json_get_string (yyjson_val *object, const char *name);
gint64      valise_json_get_integer (yyjson_val *object, const char *name, gint64 otherwise);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

/* The strings of a value that is a string or a list of strings; NULL at the
 * end, empty for anything else (transfer full). */
char **valise_json_dup_strings (const char *value);
