/* cell-picture.c - pixels of a JPEG, also of one that is cut short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#define EIGHTHS 8
#define MOST_PIXELS (8192U * 8192U)

typedef struct {
  struct jpeg_error_mgr manager; /* first: libjpeg knows this alone */
  jmp_buf out;
  gboolean cut;                  /* the data ended early: what follows is made up */
  guint sound;                   /* rows that were really read */
} Errors;

static void
on_error (j_common_ptr common)
{
  longjmp (((Errors *) common->err)->out, 1);
}

static void
on_message (j_common_ptr common, int level)
{
  int code = common->err->msg_code;

  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
    ((Errors *) common->err)->cut = TRUE;
}

static void
on_text (j_common_ptr common)
{
}

GByteArray *
cell_picture_new (guint part, guint of, guint width, guint height)
{
  g_autofree char *head = g_strdup_printf ("P6\n# part %u of %u\n%u %u\n255\n", part, of, width, height);
  gsize size = strlen (head);
  GByteArray *picture = g_byte_array_sized_new ((guint) (size + 3 * (gsize) width * height));

  return g_byte_array_append (picture, (const guint8 *) head, (guint) size);
}

/* The largest scale at which both edges fit. */
static void
set_scale (struct jpeg_decompress_struct *jpeg, guint edge)
{
  jpeg->scale_denom = EIGHTHS;
  for (jpeg->scale_num = EIGHTHS; jpeg->scale_num > 1; jpeg->scale_num--) {
    jpeg_calc_output_dimensions (jpeg);
    if (MAX (jpeg->output_width, jpeg->output_height) <= edge)
      return;
  }
  jpeg_calc_output_dimensions (jpeg);
}

/* Rows into `pixels`. */
static void
read_rows (struct jpeg_decompress_struct *jpeg, Errors *errors, guint8 *pixels)
{
  gsize stride = 3 * (gsize) jpeg->output_width;

  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = pixels + stride * jpeg->output_scanline;

    if (setjmp (errors->out) != 0 || jpeg_read_scanlines (jpeg, &row, 1) != 1)
      break;
    if (!errors->cut)
      errors->sound = jpeg->output_scanline;
  }
}

/* In two steps, so that what a jump skips is no local of the one that catches it. */
static gboolean
start (struct jpeg_decompress_struct *jpeg, Errors *errors, const guint8 *data, gsize size, guint edge)
{
  if (setjmp (errors->out) != 0)
    return FALSE;
  jpeg_mem_src (jpeg, data, size);
  if (jpeg_read_header (jpeg, TRUE) != JPEG_HEADER_OK)
    return FALSE;
  jpeg->out_color_space = JCS_RGB;
  set_scale (jpeg, edge);
  if ((guint64) jpeg->output_width * jpeg->output_height > MOST_PIXELS)
    return FALSE;
  return jpeg_start_decompress (jpeg);
}

GByteArray *
cell_jpeg_picture (const guint8 *data, gsize size, guint edge, guint number)
{
  struct jpeg_decompress_struct jpeg;
  Errors errors = { .cut = FALSE };
  g_autofree guint8 *pixels = NULL;
  GByteArray *picture = NULL;

  jpeg.err = jpeg_std_error (&errors.manager);
  errors.manager.error_exit = on_error;
  errors.manager.emit_message = on_message;
  errors.manager.output_message = on_text;
  jpeg_create_decompress (&jpeg);
  if (edge > 0 && start (&jpeg, &errors, data, size, edge)) {
    gsize bytes = 3 * (gsize) jpeg.output_width * jpeg.output_height;

    pixels = g_malloc (bytes);
    memset (pixels, 0x80, bytes);
    read_rows (&jpeg, &errors, pixels);
    if (errors.sound > 0) {
      picture = cell_picture_new (errors.sound, jpeg.output_height, jpeg.output_width, jpeg.output_height);
      g_byte_array_append (picture, pixels, (guint) bytes);
    }
  }
  jpeg_destroy_decompress (&jpeg);
  return picture;
}
