/* fuzz-zstd.c - whatever bytes come, unpacking them ends in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/zstd.h"

#define MAX_OUTPUT (4 * 1024 * 1024)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (ValiseZstdDecompressor) decompressor = valise_zstd_decompressor_new (MAX_OUTPUT, 1000);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (decompressor));
  g_autoptr (GError) error = NULL;
  guint8 buffer[5000];
  gsize sum = 0;
  gssize got;

  while ((got = g_input_stream_read (stream, buffer, sizeof buffer, NULL, &error)) > 0)
    sum += (gsize) got;
  g_assert ((got < 0) == (error != NULL) && sum <= MAX_OUTPUT);
  return 0;
}
