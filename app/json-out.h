/* json-out.h - what --json prints: one object, on one line, canonical
 *
 * Shapes are tabled in JSON.md, and a test compares the two.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/json.h"

/* An object that is being made; free with yyjson_mut_doc_free() (autoptr). */
yyjson_mut_doc *valise_out_new (void);
yyjson_mut_val *valise_out_root (yyjson_mut_doc *doc);

/* Members; a text that is NULL becomes null. Texts are copied, and made valid
 * UTF-8 where they came from the file system. */
void valise_out_text (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, const char *text);
void valise_out_number (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, guint64 number);
void valise_out_flag (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, gboolean flag);
void valise_out_strings (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, const char *const *texts);
void valise_out_value (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, const char *json); /* NULL: null */

yyjson_mut_val *valise_out_object (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name);
yyjson_mut_val *valise_out_list (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name);
yyjson_mut_val *valise_out_item (yyjson_mut_doc *doc, yyjson_mut_val *list); /* an object in a list */

/* Prints and ends the line. */
void valise_out_print (yyjson_mut_doc *doc);
