/* zstd.c - zstd streams (RFC 8878) as GConverters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/zstd.h"

#include <glib/gi18n.h>

#include "core/error.h"
#include "sync/refuse.h"

#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

/* libzstd has a short cut for a frame that fits the output whole, and does
 * not look at the window there: no output this small is a way around it. */
#define OUTPUT_STEP (128 * 1024)
#define RATIO_FREE (1024 * 1024)

struct _ValiseZstdCompressor {
  GObject parent_instance;
  ZSTD_CCtx *context;
};

struct _ValiseZstdDecompressor {
  GObject parent_instance;
  ZSTD_DCtx *context;
  guint64 max_output;
  guint max_ratio;
  guint64 input, output; /* bytes so far */
  gboolean ended;        /* the frame is complete */
};

static void valise_zstd_compressor_converter_init (GConverterIface *iface);
static void valise_zstd_decompressor_converter_init (GConverterIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ValiseZstdCompressor, valise_zstd_compressor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER,
                                                      valise_zstd_compressor_converter_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (ValiseZstdDecompressor, valise_zstd_decompressor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER,
                                                      valise_zstd_decompressor_converter_init))

static GConverterResult
ask_for_more (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, _ ("more input is needed"));
  return G_CONVERTER_ERROR;
}

/* compressor */

/* libzstd chooses other parameters when the whole input comes together with
 * the end; so the end is only told when no input is left. */
static ZSTD_EndDirective
directive (gsize input, GConverterFlags flags)
{
  if (input > 0)
    return ZSTD_e_continue;
  if (flags & G_CONVERTER_INPUT_AT_END)
    return ZSTD_e_end;
  return flags & G_CONVERTER_FLUSH ? ZSTD_e_flush : ZSTD_e_continue;
}

static GConverterResult
compress (GConverter *converter, const void *input, gsize input_size, void *output, gsize output_size,
          GConverterFlags flags, gsize *bytes_read, gsize *bytes_written, GError **error)
{
  ValiseZstdCompressor *self = VALISE_ZSTD_COMPRESSOR (converter);
  ZSTD_inBuffer in = { input, input_size, 0 };
  ZSTD_outBuffer out = { output, output_size, 0 };
  ZSTD_EndDirective what = directive (input_size, flags);
  gsize left = ZSTD_compressStream2 (self->context, &out, &in, what);

  if (ZSTD_isError (left)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED, _ ("compressing failed: %s"),
                 ZSTD_getErrorName (left));
    return G_CONVERTER_ERROR;
  }
  *bytes_read = in.pos;
  *bytes_written = out.pos;
  if (what == ZSTD_e_end && left == 0)
    return G_CONVERTER_FINISHED;
  if (what == ZSTD_e_flush && left == 0)
    return G_CONVERTER_FLUSHED;
  return in.pos + out.pos > 0 ? G_CONVERTER_CONVERTED : ask_for_more (error);
}

static void
compressor_reset (GConverter *converter)
{
  ZSTD_CCtx_reset (VALISE_ZSTD_COMPRESSOR (converter)->context, ZSTD_reset_session_only);
}

static void
valise_zstd_compressor_converter_init (GConverterIface *iface)
{
  iface->convert = compress;
  iface->reset = compressor_reset;
}

static void
valise_zstd_compressor_finalize (GObject *object)
{
  ZSTD_freeCCtx (VALISE_ZSTD_COMPRESSOR (object)->context);
  G_OBJECT_CLASS (valise_zstd_compressor_parent_class)->finalize (object);
}

static void
valise_zstd_compressor_class_init (ValiseZstdCompressorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = valise_zstd_compressor_finalize;
}

static void
valise_zstd_compressor_init (ValiseZstdCompressor *self)
{
  self->context = ZSTD_createCCtx ();
}

ValiseZstdCompressor *
valise_zstd_compressor_new (int level)
{
  ValiseZstdCompressor *self = g_object_new (VALISE_TYPE_ZSTD_COMPRESSOR, NULL);

  g_return_val_if_fail (level >= 0 && level <= 19, self);
  ZSTD_CCtx_setParameter (self->context, ZSTD_c_compressionLevel, level == 0 ? VALISE_ZSTD_LEVEL : level);
  ZSTD_CCtx_setParameter (self->context, ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_setParameter (self->context, ZSTD_c_windowLog, level > 16 ? VALISE_ZSTD_WINDOW_LOG_MAX : 0);
  return self;
}

/* decompressor */

static GConverterResult
refuse_by_code (gsize code, GError **error)
{
  if (ZSTD_getErrorCode (code) == ZSTD_error_frameParameter_windowTooLarge)
    valise_refuse_too_large (error, "a zstd stream needs a window over 8 MiB", NULL);
  else if (ZSTD_getErrorCode (code) == ZSTD_error_dictionary_wrong)
    valise_refuse (error, "a zstd stream needs a dictionary", NULL);
  else
    valise_refuse_damaged (error, "a zstd stream cannot be read", ZSTD_getErrorName (code));
  return G_CONVERTER_ERROR;
}

/* Skippable frames and the formats of old libraries begin otherwise. */
static gboolean
check_magic (ValiseZstdDecompressor *self, const guint8 *input, gsize size, GError **error)
{
  static const guint8 magic[] = { 0x28, 0xb5, 0x2f, 0xfd };

  for (gsize i = 0; i < size && self->input + i < sizeof magic; i++) {
    if (input[i] != magic[self->input + i])
      return valise_refuse (error, "this is not a zstd stream", NULL);
  }
  return TRUE;
}

static gboolean
refuse_ratio (const ValiseZstdDecompressor *self, GError **error)
{
  g_autofree char *what =
      g_strdup_printf ("a zstd stream unpacks to more than %u times its size, the limit “ratio”; if you"
                       " trust its sender, “valise limit ratio NUMBER” raises it", self->max_ratio);

  return valise_refuse_too_large (error, what, NULL);
}

static gboolean
check_output (ValiseZstdDecompressor *self, GError **error)
{
  if (self->max_output > 0 && self->output > self->max_output)
    return valise_refuse_too_large (error, "a zstd stream unpacks to more than is accepted", NULL);
  if (self->max_ratio > 0 && self->output > RATIO_FREE && self->output / self->max_ratio > self->input)
    return refuse_ratio (self, error);
  return TRUE;
}

/* Behind the frame: only the end of the input may come. */
static GConverterResult
await_end (gsize input_size, GConverterFlags flags, GError **error)
{
  if (input_size > 0) {
    valise_refuse (error, "bytes come after the end of a zstd stream", NULL);
    return G_CONVERTER_ERROR;
  }
  return flags & G_CONVERTER_INPUT_AT_END ? G_CONVERTER_FINISHED : ask_for_more (error);
}

static GConverterResult
decompress (GConverter *converter, const void *input, gsize input_size, void *output, gsize output_size,
            GConverterFlags flags, gsize *bytes_read, gsize *bytes_written, GError **error)
{
  ValiseZstdDecompressor *self = VALISE_ZSTD_DECOMPRESSOR (converter);
  ZSTD_inBuffer in = { input, input_size, 0 };
  ZSTD_outBuffer out = { output, MIN (output_size, OUTPUT_STEP), 0 };
  gsize result;

  if (self->ended)
    return await_end (input_size, flags, error);
  if (!check_magic (self, input, input_size, error))
    return G_CONVERTER_ERROR;
  result = ZSTD_decompressStream (self->context, &out, &in);
  if (ZSTD_isError (result))
    return refuse_by_code (result, error);
  self->input += in.pos;
  self->output += out.pos;
  self->ended = result == 0;
  if (!check_output (self, error))
    return G_CONVERTER_ERROR;
  *bytes_read = in.pos;
  *bytes_written = out.pos;
  if (in.pos + out.pos > 0)
    return G_CONVERTER_CONVERTED;
  if (!(flags & G_CONVERTER_INPUT_AT_END))
    return ask_for_more (error);
  valise_refuse_damaged (error, "a zstd stream is cut off", NULL);
  return G_CONVERTER_ERROR;
}

static void
decompressor_reset (GConverter *converter)
{
  ValiseZstdDecompressor *self = VALISE_ZSTD_DECOMPRESSOR (converter);

  ZSTD_DCtx_reset (self->context, ZSTD_reset_session_only);
  self->input = self->output = 0;
  self->ended = FALSE;
}

static void
valise_zstd_decompressor_converter_init (GConverterIface *iface)
{
  iface->convert = decompress;
  iface->reset = decompressor_reset;
}

static void
valise_zstd_decompressor_finalize (GObject *object)
{
  ZSTD_freeDCtx (VALISE_ZSTD_DECOMPRESSOR (object)->context);
  G_OBJECT_CLASS (valise_zstd_decompressor_parent_class)->finalize (object);
}

static void
valise_zstd_decompressor_class_init (ValiseZstdDecompressorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = valise_zstd_decompressor_finalize;
}

static void
valise_zstd_decompressor_init (ValiseZstdDecompressor *self)
{
  self->context = ZSTD_createDCtx ();
  ZSTD_DCtx_setParameter (self->context, ZSTD_d_windowLogMax, VALISE_ZSTD_WINDOW_LOG_MAX);
}

ValiseZstdDecompressor *
valise_zstd_decompressor_new (guint64 max_output, guint max_ratio)
{
  ValiseZstdDecompressor *self = g_object_new (VALISE_TYPE_ZSTD_DECOMPRESSOR, NULL);

  self->max_output = max_output;
  self->max_ratio = max_ratio;
  return self;
}
