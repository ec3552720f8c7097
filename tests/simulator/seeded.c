/* seeded.c - all that is random in one history, from its seed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/seeded.h"

#include <sodium.h>
#include <string.h>

/* Two streams of ChaCha20: one for the program, one for the simulator. */
typedef struct {
  guint8 key[crypto_stream_chacha20_KEYBYTES];
  guint64 drawn; /* becomes the nonce */
} Stream;

static Stream program, choices;

static void
stream_start (Stream *stream, guint64 seed, guint8 purpose)
{
  memset (stream, 0, sizeof *stream);
  memcpy (stream->key, &seed, sizeof seed);
  stream->key[sizeof seed] = purpose;
}

static void
stream_draw (Stream *stream, void *out, gsize size)
{
  guint8 nonce[crypto_stream_chacha20_NONCEBYTES] = { 0 };

  stream->drawn++;
  memcpy (nonce, &stream->drawn, MIN (sizeof nonce, sizeof stream->drawn));
  crypto_stream_chacha20 (out, size, nonce, stream->key);
}

static const char *
implementation_name (void)
{
  return "seeded";
}

static void
draw_bytes (void *const out, const size_t size)
{
  stream_draw (&program, out, size);
}

static uint32_t
draw_number (void)
{
  uint32_t number;

  stream_draw (&program, &number, sizeof number);
  return number;
}

void
seeded_install (void)
{
  static randombytes_implementation implementation = {
    .implementation_name = implementation_name,
    .random = draw_number,
    .buf = draw_bytes,
  };

  randombytes_set_implementation (&implementation);
}

void
seeded_start (guint64 seed)
{
  stream_start (&program, seed, 'p');
  stream_start (&choices, seed, 'c');
}

guint
seeded_below (guint limit)
{
  guint64 number;

  stream_draw (&choices, &number, sizeof number);
  return (guint) (number % limit);
}

gboolean
seeded_chance (guint percent)
{
  return seeded_below (100) < percent;
}
