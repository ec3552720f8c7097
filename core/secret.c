/* secret.c - guarded memory, by libsodium
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/secret.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/error.h"

#define LINE_MAX_SIZE 1024

struct _ValiseSecret {
  gsize size;
  guint8 *data; /* size + 1 bytes of guarded memory; the last is NUL */
};

void
valise_secret_start (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    struct rlimit none = { 0, 0 };

    if (sodium_init () < 0)
      g_error ("libsodium does not start");
    setrlimit (RLIMIT_CORE, &none);
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
    g_once_init_leave (&once, 1);
  }
}

ValiseSecret *
valise_secret_new (gsize size)
{
  ValiseSecret *secret = g_new0 (ValiseSecret, 1);

  valise_secret_start ();
  secret->size = size;
  secret->data = sodium_malloc (size + 1);
  if (secret->data == NULL)
    g_error ("no guarded memory left for %" G_GSIZE_FORMAT " bytes", size);
  memset (secret->data, 0, size + 1);
  return secret;
}

ValiseSecret *
valise_secret_new_random (gsize size)
{
  ValiseSecret *secret = valise_secret_new (size);

  randombytes_buf (secret->data, size);
  return secret;
}

ValiseSecret *
valise_secret_new_copy (gconstpointer data, gsize size)
{
  ValiseSecret *secret = valise_secret_new (size);

  if (size > 0)
    memcpy (secret->data, data, size);
  return secret;
}

ValiseSecret *
valise_secret_dup (const ValiseSecret *secret)
{
  return valise_secret_new_copy (secret->data, secret->size);
}

ValiseSecret *
valise_secret_new_take_bytes (gpointer data, gsize size)
{
  ValiseSecret *secret = valise_secret_new_copy (data, size);

  sodium_memzero (data, size);
  return secret;
}

void
valise_secret_free (ValiseSecret *secret)
{
  if (secret == NULL)
    return;
  sodium_free (secret->data); /* wipes first */
  g_free (secret);
}

guint8 *
valise_secret_data (ValiseSecret *secret)
{
  return secret->data;
}

const guint8 *
valise_secret_peek (const ValiseSecret *secret)
{
  return secret->data;
}

gsize
valise_secret_size (const ValiseSecret *secret)
{
  return secret->size;
}

const char *
valise_secret_text (const ValiseSecret *secret)
{
  return (const char *) secret->data;
}

void
valise_secret_truncate (ValiseSecret *secret, gsize size)
{
  g_return_if_fail (size <= secret->size);
  sodium_memzero (secret->data + size, secret->size - size + 1);
  secret->size = size;
}

gboolean
valise_secret_equal (const ValiseSecret *a, const ValiseSecret *b)
{
  return a->size == b->size && sodium_memcmp (a->data, b->data, a->size) == 0;
}

ValiseSecret *
valise_secret_read_line (int fd, GError **error)
{
  g_autoptr (ValiseSecret) line = valise_secret_new (LINE_MAX_SIZE);
  gsize size = 0;
  char *end = NULL;

  while (size < LINE_MAX_SIZE && end == NULL) {
    gssize got = read (fd, line->data + size, LINE_MAX_SIZE - size);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      valise_error_errno (error, errno, _ ("reading a passphrase"));
      return NULL;
    }
    if (got == 0)
      break;
    end = memchr (line->data + size, '\n', (gsize) got);
    size += (gsize) got;
  }
  if (end == NULL && size == LINE_MAX_SIZE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("the passphrase is longer than %d bytes; use a shorter one"), LINE_MAX_SIZE);
    return NULL;
  }
  if (end != NULL)
    size = (gsize) ((guint8 *) end - line->data);
  if (size > 0 && line->data[size - 1] == '\r')
    size--;
  if (size == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the passphrase is empty; give at least one character"));
    return NULL;
  }
  valise_secret_truncate (line, size);
  return g_steal_pointer (&line);
}

/* Far deeper than SQLCipher and the JSON readers go. */
#define STACK_SIZE (256 * 1024)

/* What was copied last stands in the vector registers, and whoever saves them
 * (the loader does) puts it on the stack. zero_call_used_regs leaves the upper
 * sixteen, which the C library copies with, as they are. */
static void
clear_registers (void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx"))
    __asm__ volatile ("vzeroall" ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                      "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
  if (__builtin_cpu_supports ("avx512f"))
    __asm__ volatile (".irp n, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n"
                      "vpxorq %zmm\\n, %zmm\\n, %zmm\\n\n"
                      ".endr");
#endif
}

__attribute__ ((noinline)) void
valise_secret_wipe_stack (void)
{
  char below[STACK_SIZE];

  clear_registers ();
  explicit_bzero (below, sizeof below);
}
