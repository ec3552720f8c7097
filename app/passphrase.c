/* passphrase.c - where a passphrase comes from: a file, or the terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/error.h"

#define TTY "/dev/tty"

static const struct {
  const char *option, *variable;
  const char *ask, *ask_new, *ask_again;
} kinds[] = {
  [VALISE_PASSPHRASE_STORE] = { "passphrase-file", "VALISE_PASSPHRASE_FILE", N_ ("Passphrase: "),
                                N_ ("New passphrase: "), N_ ("The same again: ") },
  [VALISE_PASSPHRASE_VAULT] = { "vault-passphrase-file", "VALISE_VAULT_PASSPHRASE_FILE",
                                N_ ("Passphrase of the vault: "),
                                N_ ("New passphrase for the vault, another than the store's: "),
                                N_ ("The same again: ") },
  [VALISE_PASSPHRASE_FIRST] = { "first-passphrase-file", "VALISE_FIRST_PASSPHRASE_FILE",
                                N_ ("Passphrase of the first person's recovery identity: "),
                                N_ ("The first person chooses a passphrase: "),
                                N_ ("The same again: ") },
  [VALISE_PASSPHRASE_SECOND] = { "second-passphrase-file", "VALISE_SECOND_PASSPHRASE_FILE",
                                 N_ ("Passphrase of the second person's recovery identity: "),
                                 N_ ("The second person chooses a passphrase: "),
                                 N_ ("The same again: ") },
  [VALISE_PASSPHRASE_NEXT] = { "new-passphrase-file", "VALISE_NEW_PASSPHRASE_FILE",
                               N_ ("New passphrase: "), N_ ("New passphrase: "),
                               N_ ("The same again: ") },
};

static const char *
find_file (const ValiseArguments *given, ValisePassphraseKind kind)
{
  const char *path = valise_arguments_get (given, kinds[kind].option);

  if (path == NULL)
    path = g_getenv (kinds[kind].variable);
  return path != NULL && path[0] != '\0' ? path : NULL;
}

gboolean
valise_passphrase_is_asked (const ValiseArguments *given, ValisePassphraseKind kind)
{
  return find_file (given, kind) == NULL;
}

static ValiseSecret *
read_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  ValiseSecret *secret;

  if (fd < 0) {
    valise_error_errno (error, errno, _ ("opening the passphrase file %s"), path);
    return NULL;
  }
  secret = valise_secret_read_line (fd, error);
  close (fd);
  if (secret == NULL)
    g_prefix_error (error, _ ("the passphrase file %s: "), path);
  return secret;
}

/* The terminal */

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static volatile sig_atomic_t terminal = -1;
static struct termios shown;

static void
show_again (int number)
{
  if (terminal >= 0)
    tcsetattr (terminal, TCSANOW, &shown);
  signal (number, SIG_DFL);
  raise (number);
}

/* Ends what is typed being shown; FALSE where that cannot be had. */
static gboolean
hide (int fd, struct sigaction before[G_N_ELEMENTS (signals)])
{
  struct sigaction action = { .sa_handler = show_again };
  struct termios hidden;

  if (tcgetattr (fd, &shown) != 0)
    return FALSE;
  terminal = fd;
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, &before[i]);
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK);
  hidden.c_lflag |= ICANON | ECHONL;
  return tcsetattr (fd, TCSAFLUSH, &hidden) == 0;
}

static void
unhide (int fd, const struct sigaction before[G_N_ELEMENTS (signals)])
{
  tcsetattr (fd, TCSAFLUSH, &shown);
  terminal = -1;
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &before[i], NULL);
}

static ValiseSecret *
ask (int fd, const char *question, GError **error)
{
  struct sigaction before[G_N_ELEMENTS (signals)];
  ValiseSecret *secret = NULL;

  if (write (fd, question, strlen (question)) < 0 || !hide (fd, before)) {
    valise_error_errno (error, errno, _ ("asking for the passphrase"));
    return NULL;
  }
  secret = valise_secret_read_line (fd, error);
  unhide (fd, before);
  return secret;
}

static int
open_terminal (ValisePassphraseKind kind, GError **error)
{
  int fd = open (TTY, O_RDWR | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                 _ ("there is no terminal to ask for the passphrase on; give --%s FILE or set %s"),
                 kinds[kind].option, kinds[kind].variable);
  return fd;
}

ValiseSecret *
valise_passphrase_get (const ValiseArguments *given, ValisePassphraseKind kind, GError **error)
{
  const char *path = find_file (given, kind);
  ValiseSecret *secret;
  int fd;

  if (path != NULL)
    return read_file (path, error);
  fd = open_terminal (kind, error);
  if (fd < 0)
    return NULL;
  secret = ask (fd, _ (kinds[kind].ask), error);
  close (fd);
  return secret;
}

static ValiseSecret *
ask_twice (int fd, ValisePassphraseKind kind, GError **error)
{
  g_autoptr (ValiseSecret) first = ask (fd, _ (kinds[kind].ask_new), error), second = NULL;

  if (first == NULL)
    return NULL;
  second = ask (fd, _ (kinds[kind].ask_again), error);
  if (second == NULL)
    return NULL;
  if (valise_secret_size (first) != valise_secret_size (second) ||
      !valise_secret_equal (first, second)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the two passphrases differ; nothing was changed, begin again"));
    return NULL;
  }
  return g_steal_pointer (&first);
}

ValiseSecret *
valise_passphrase_get_new (const ValiseArguments *given, ValisePassphraseKind kind, GError **error)
{
  const char *path = find_file (given, kind);
  ValiseSecret *secret;
  int fd;

  if (path != NULL)
    return read_file (path, error);
  fd = open_terminal (kind, error);
  if (fd < 0)
    return NULL;
  secret = ask_twice (fd, kind, error);
  close (fd);
  return secret;
}
