/* shortcuts.c - what costs time and decides nothing in a history is left out
 *
 * These take the place of the same functions in the libraries, in this program
 * alone: nothing is flushed (a crash is a copy of the files as they lie),
 * nothing is locked (each store has one process, and its parent which waits),
 * no thread is to be had for reading ahead and writing behind, secrets lie in
 * plain memory, and pages of the database are not encrypted. Of
 * scrypt, X25519 and Ed25519 there is only what fits together: another key
 * opens nothing and verifies nothing, but whoever wished could make one. No
 * history does: what breaks such things is for the modules' own tests, as are a
 * real disk, a real lock and SQLCipher (test-crash.c, test-store.c,
 * test-secret.c, test-canary.c, test-age.c, test-every-byte.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <malloc.h>
#include <sodium.h>
#include <sqlcipher/sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Flushing */

int
fsync (int fd)
{
  return 0;
}

int
fdatasync (int fd)
{
  return 0;
}

/* Locks */

int
flock (int fd, int operation)
{
  return 0;
}

static int
without_locks (int fd, int command, void *argument)
{
  switch (command) {
  case F_SETLK:
  case F_SETLKW:
    return 0;
  case F_GETLK:
    ((struct flock *) argument)->l_type = F_UNLCK;
    return 0;
  default:
    return (int) syscall (SYS_fcntl, fd, command, argument);
  }
}

/* By the names that libraries call, which are no names to the compiler. */
int fcntl_of_libraries (int fd, int command, ...) __asm__("fcntl");
int fcntl64_of_libraries (int fd, int command, ...) __asm__("fcntl64");

int
fcntl_of_libraries (int fd, int command, ...)
{
  va_list list;
  void *argument;

  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  return without_locks (fd, command, argument);
}

int
fcntl64_of_libraries (int fd, int command, ...)
{
  va_list list;
  void *argument;

  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  return without_locks (fd, command, argument);
}

/* Threads: who asks in this way does without (core/ahead.h, core/behind.h). */

GThread *
g_thread_try_new (const char *name, GThreadFunc function, gpointer data, GError **error)
{
  g_set_error_literal (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN, "none in a history");
  return NULL;
}

/* Guarded memory */

void *
sodium_malloc (const size_t size)
{
  return malloc (size);
}

void *
sodium_allocarray (size_t count, size_t size)
{
  return calloc (count, size);
}

void
sodium_free (void *memory)
{
  free (memory);
}

int
sodium_mlock (void *const memory, const size_t size)
{
  return 0;
}

int
sodium_munlock (void *const memory, const size_t size)
{
  return 0;
}

/* Pages */

int
sqlite3_key (sqlite3 *db, const void *key, int size)
{
  return 0;
}

int
sqlite3_rekey (sqlite3 *db, const void *key, int size)
{
  return 0;
}

/* Keys */

int
crypto_pwhash_scryptsalsa208sha256_ll (const uint8_t *passphrase, size_t passphrase_size,
                                       const uint8_t *salt, size_t salt_size, uint64_t n, uint32_t r,
                                       uint32_t p, uint8_t *out, size_t out_size)
{
  uint8_t key[crypto_generichash_KEYBYTES_MAX];

  crypto_generichash (key, sizeof key, passphrase, passphrase_size, NULL, 0);
  return crypto_generichash (out, out_size, salt, salt_size, key, sizeof key);
}

/* In place of points of a curve, numbers below 2^256: a × G, b × G, and a × b ×
 * G either way. */
static void
multiply (uint8_t product[32], const uint8_t a[32], const uint8_t b[32])
{
  uint64_t x[4], y[4], out[4] = { 0 };

  memcpy (x, a, sizeof x);
  memcpy (y, b, sizeof y);
  for (unsigned i = 0; i < 4; i++) {
    unsigned __int128 carry = 0;

    for (unsigned j = 0; i + j < 4; j++) {
      carry += (unsigned __int128) x[i] * y[j] + out[i + j];
      out[i + j] = (uint64_t) carry;
      carry >>= 64;
    }
  }
  memcpy (product, out, sizeof out);
}

int
crypto_scalarmult_curve25519 (unsigned char *shared, const unsigned char *secret, const unsigned char *theirs)
{
  uint8_t odd[32];

  memcpy (odd, secret, sizeof odd);
  odd[0] |= 1; /* so that no product is zero */
  multiply (shared, odd, theirs);
  return 0;
}

int
crypto_scalarmult_curve25519_base (unsigned char *ours, const unsigned char *secret)
{
  static const uint8_t base[32] = "an odd number, and a large one.";

  return crypto_scalarmult_curve25519 (ours, secret, base);
}

/* Signatures */

int
crypto_sign_seed_keypair (unsigned char *public_key, unsigned char *secret_key, const unsigned char *seed)
{
  crypto_generichash (public_key, 32, seed, 32, (const unsigned char *) "public key of a seed", 20);
  memcpy (secret_key, seed, 32);
  memcpy (secret_key + 32, public_key, 32);
  return 0;
}

int
crypto_sign_detached (unsigned char *signature, unsigned long long *size, const unsigned char *message,
                      unsigned long long message_size, const unsigned char *secret_key)
{
  return crypto_generichash (signature, 64, message, message_size, secret_key + 32, 32);
}

int
crypto_sign_verify_detached (const unsigned char *signature, const unsigned char *message,
                             unsigned long long message_size, const unsigned char *public_key)
{
  unsigned char expected[64];

  crypto_generichash (expected, sizeof expected, message, message_size, public_key, 32);
  return memcmp (expected, signature, sizeof expected) == 0 ? 0 : -1;
}
