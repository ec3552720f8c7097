/* qr-code.c - a QR code, by libqrencode
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/qr-code.h"

#include <qrencode.h>

#define QUIET 4 /* modules of white around it: ISO/IEC 18004 */

struct _ValiseQrCode {
  GtkWidget parent;

  QRcode *code; /* NULL: nothing */
};

G_DEFINE_FINAL_TYPE (ValiseQrCode, valise_qr_code, GTK_TYPE_WIDGET)

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  ValiseQrCode *self = VALISE_QR_CODE (widget);
  int modules = self->code != NULL ? self->code->width + 2 * QUIET : 0;

  *minimum = 2 * modules;
  *natural = 3 * modules;
}

/* Black on white in every colour scheme: cameras want it so. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ValiseQrCode *self = VALISE_QR_CODE (widget);
  int side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int modules = self->code != NULL ? self->code->width + 2 * QUIET : 0;
  int step = modules > 0 ? MAX (1, side / modules) : 0;

  if (step == 0)
    return;
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 1 },
                             &GRAPHENE_RECT_INIT (0, 0, (float) (modules * step), (float) (modules * step)));
  for (int i = 0; i < self->code->width * self->code->width; i++)
    if (self->code->data[i] & 1)
      gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0, 0, 0, 1 },
                                 &GRAPHENE_RECT_INIT ((float) ((i % self->code->width + QUIET) * step),
                                                      (float) ((i / self->code->width + QUIET) * step),
                                                      (float) step, (float) step));
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&VALISE_QR_CODE (object)->code, QRcode_free);
  G_OBJECT_CLASS (valise_qr_code_parent_class)->finalize (object);
}

static void
valise_qr_code_class_init (ValiseQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
valise_qr_code_init (ValiseQrCode *self)
{
}

gboolean
valise_qr_code_set_text (ValiseQrCode *self, const char *text)
{
  g_clear_pointer (&self->code, QRcode_free);
  self->code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_L);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return self->code != NULL;
}
