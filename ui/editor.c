/* editor.c - what a field is typed into
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/editor.h"

typedef struct {
  GtkWidget *target;
  gboolean setting; /* a program's change is no person's */
} ValiseEditorPrivate;

enum {
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ValiseEditor, valise_editor, ADW_TYPE_BIN)

static void
valise_editor_class_init (ValiseEditorClass *klass)
{
  signals[EDITED] = g_signal_new ("edited", VALISE_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
valise_editor_init (ValiseEditor *self)
{
}

char *
valise_editor_dup_text (ValiseEditor *self)
{
  return VALISE_EDITOR_GET_CLASS (self)->dup_text (self);
}

void
valise_editor_set_text (ValiseEditor *self, const char *text)
{
  ValiseEditorPrivate *own = valise_editor_get_instance_private (self);

  own->setting = TRUE;
  VALISE_EDITOR_GET_CLASS (self)->set_text (self, text);
  own->setting = FALSE;
}

void
valise_editor_note_edited (ValiseEditor *self)
{
  ValiseEditorPrivate *own = valise_editor_get_instance_private (self);

  if (!own->setting)
    g_signal_emit (self, signals[EDITED], 0);
}

void
valise_editor_set_target (ValiseEditor *self, GtkWidget *target)
{
  ValiseEditorPrivate *own = valise_editor_get_instance_private (self);

  own->target = target;
}

GtkWidget *
valise_editor_get_target (ValiseEditor *self)
{
  ValiseEditorPrivate *own = valise_editor_get_instance_private (self);

  return own->target;
}

ValiseEditor *
valise_editor_new (const ValiseField *field, ValiseFinder *finder)
{
  switch (field->kind) {
  case VALISE_KIND_LONG_TEXT:
    return valise_text_editor_new (field);
  case VALISE_KIND_CHOICE:
    return field->list->open ? valise_line_editor_new (field) : valise_choice_editor_new (field);
  case VALISE_KIND_BOOLEAN:
    return valise_choice_editor_new (field);
  case VALISE_KIND_CHOICES:
    return valise_choices_editor_new (field);
  case VALISE_KIND_PLACE:
    return valise_place_editor_new (field);
  case VALISE_KIND_LINK:
    return valise_link_editor_new (field, finder);
  case VALISE_KIND_TEXT:
  case VALISE_KIND_INTEGER:
  case VALISE_KIND_DECIMAL:
  case VALISE_KIND_DATE:
  case VALISE_KIND_TIME:
  case VALISE_KIND_IDENTIFIER:
  case VALISE_KIND_FILE:
  default:
    return valise_line_editor_new (field);
  }
}
