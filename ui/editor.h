/* editor.h - what a field of each kind is typed into
 *
 * An editor is a widget with a text: what it shows, in the words that
 * valise_value_parse() takes. Signal "edited" when a person changed it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/type.h"
#include "ui/models/finder.h"

#define VALISE_TYPE_EDITOR (valise_editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (ValiseEditor, valise_editor, VALISE, EDITOR, AdwBin)

struct _ValiseEditorClass {
  AdwBinClass parent_class;

  char *(*dup_text) (ValiseEditor *self);
  void (*set_text) (ValiseEditor *self, const char *text);
};

/* One that fits the field's kind; `finder` looks up what links lead to. */
ValiseEditor *valise_editor_new (const ValiseField *field, ValiseFinder *finder);

char         *valise_editor_dup_text (ValiseEditor *self);                    /* transfer full */
void          valise_editor_set_text (ValiseEditor *self, const char *text);  /* no "edited" for it */
void          valise_editor_note_edited (ValiseEditor *self);                 /* for the kinds */

/* The widget that has the focus, and that a label names. */
void          valise_editor_set_target (ValiseEditor *self, GtkWidget *target);
GtkWidget    *valise_editor_get_target (ValiseEditor *self);

/* The kinds (transfer floating). */
ValiseEditor *valise_line_editor_new (const ValiseField *field);   /* one line */
ValiseEditor *valise_text_editor_new (const ValiseField *field);   /* several lines */
ValiseEditor *valise_choice_editor_new (const ValiseField *field); /* one of a list; Yes, No, Not known */
ValiseEditor *valise_list_editor_new (const ValiseField *field);   /* the same in little room: always a list */
ValiseEditor *valise_choices_editor_new (const ValiseField *field); /* several of a list */
ValiseEditor *valise_link_editor_new (const ValiseField *field, ValiseFinder *finder); /* other records */
ValiseEditor *valise_place_editor_new (const ValiseField *field);  /* as told, and measured */
