/* help.h - what --help prints, made from the tables of commands and types
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/command.h"
#include "core/type.h"

void     valise_help_program (void);

/* One command; of `add` with a type among the words, the fields of the type,
 * and with a field, that field. */
gboolean valise_help_command (const ValiseCommand *command, const ValiseArguments *given, GError **error);

/* help-type.c */
void     valise_help_type (const ValiseType *type);
void     valise_help_field (const ValiseField *field);

/* The kind of a field in words (lent). */
const char *valise_help_kind (const ValiseField *field);

/* Prints text broken into lines, each `indent` columns in. */
void     valise_help_paragraphs (const char *text, guint indent);
