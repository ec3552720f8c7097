/* test-cli-terminal.c - what is asked on a terminal, and never shown on it
 *
 * A terminal of its own for each run: the program asks on /dev/tty, so it is
 * started in a session whose terminal that is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/asserts.h"
#include "tests/cli.h"

#define PATIENCE 60000 /* ms, for one question */

typedef struct {
  Cli *cli;
  pid_t process;
  int terminal;
  GString *screen; /* all that appeared */
  gsize seen;      /* of it by wait_for() */
} Session;

static Session *
session_new (Cli *cli, const char *const *words)
{
  Session *session = g_new0 (Session, 1);
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, program);
  for (; *words != NULL; words++)
    g_ptr_array_add (all, (char *) *words);
  g_ptr_array_add (all, NULL);
  session->cli = cli;
  session->screen = g_string_new (NULL);
  session->process = forkpty (&session->terminal, NULL, NULL, NULL);
  assert_true (session->process >= 0);
  if (session->process == 0) {
    execve (program, (char **) all->pdata, cli->environment);
    _exit (127);
  }
  return session;
}

/* FALSE at the end of what the program says. */
static gboolean
read_more (Session *session)
{
  struct pollfd waiting = { session->terminal, POLLIN, 0 };
  char buffer[4096];
  gssize got;

  if (poll (&waiting, 1, PATIENCE) <= 0)
    fail_msg ("the program is silent after:\n%s", session->screen->str);
  got = read (session->terminal, buffer, sizeof buffer);
  if (got > 0)
    g_string_append_len (session->screen, buffer, got);
  return got > 0;
}

static void
wait_for (Session *session, const char *text)
{
  const char *at;

  while ((at = strstr (session->screen->str + session->seen, text)) == NULL)
    if (!read_more (session))
      fail_msg ("“%s” was not asked, but:\n%s", text, session->screen->str);
  session->seen = (gsize) (at - session->screen->str) + strlen (text);
}

/* Types once the terminal no longer shows what is typed. */
static void
type_unseen (Session *session, const char *line)
{
  struct termios settings;

  do
    assert_int_equal (tcgetattr (session->terminal, &settings), 0);
  while (settings.c_lflag & ECHO);
  assert_int_equal (write (session->terminal, line, strlen (line)), strlen (line));
}

/* How it ended; -1: by a signal. */
static int
finish (Session *session)
{
  int status = 0;

  while (read_more (session))
    ;
  assert_int_equal (waitpid (session->process, &status, 0), session->process);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
session_free (Session *session)
{
  close (session->terminal);
  g_string_free (session->screen, TRUE);
  g_free (session);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_free)

static void
assert_screen (const Session *session, const char *part, gboolean there)
{
  if ((strstr (session->screen->str, part) != NULL) != there)
    fail_msg ("“%s” %s on the terminal:\n%s", part, there ? "is not" : "is", session->screen->str);
}

static Cli *
new_asking (gboolean with_store)
{
  Cli *cli = with_store ? cli_new_store ("A. Diallo", "expert") : cli_new ();

  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", NULL);
  cli_set_variable (cli, "VALISE_VAULT_PASSPHRASE_FILE", NULL);
  return cli;
}

static void
a_new_passphrase_is_asked_for_twice_and_not_shown (void **state)
{
  g_autoptr (Cli) cli = new_asking (FALSE);
  const char *const words[] = { "init", "--name", "A. Diallo", "--role", "expert", "--work-factor", "10", NULL };
  g_autoptr (Session) session = session_new (cli, words);

  wait_for (session, "New passphrase: ");
  type_unseen (session, "heron-lantern\n");
  wait_for (session, "The same again: ");
  type_unseen (session, "heron-lantern\n");
  assert_int_equal (finish (session), 0);
  assert_screen (session, "Made the store", TRUE);
  assert_screen (session, "heron-lantern", FALSE);
}

static void
two_that_differ_make_no_store (void **state)
{
  g_autoptr (Cli) cli = new_asking (FALSE);
  const char *const words[] = { "init", "--name", "A. Diallo", "--role", "expert", "--work-factor", "10", NULL };
  g_autoptr (Session) session = session_new (cli, words);

  wait_for (session, "New passphrase: ");
  type_unseen (session, "heron-lantern\n");
  wait_for (session, "The same again: ");
  type_unseen (session, "heron-lamp\n");
  assert_int_equal (finish (session), 1);
  assert_screen (session, "differ", TRUE);
  assert_false (g_file_test (cli->store, G_FILE_TEST_EXISTS));
}

static void
a_wrong_passphrase_is_asked_for_again (void **state)
{
  g_autoptr (Cli) cli = new_asking (TRUE);
  const char *const words[] = { "status", NULL };
  g_autoptr (Session) session = session_new (cli, words);

  wait_for (session, "Passphrase: ");
  type_unseen (session, "not these words\n");
  wait_for (session, "the passphrase is wrong");
  wait_for (session, "Passphrase: ");
  type_unseen (session, "the quiet river at night\n");
  assert_int_equal (finish (session), 0);
  assert_screen (session, "A. Diallo (expert)", TRUE);
  assert_screen (session, "quiet river", FALSE);
}

static void
three_wrong_ones_end_it (void **state)
{
  g_autoptr (Cli) cli = new_asking (TRUE);
  const char *const words[] = { "status", NULL };
  g_autoptr (Session) session = session_new (cli, words);

  for (guint i = 0; i < 3; i++) {
    wait_for (session, "Passphrase: ");
    type_unseen (session, "not these words\n");
    wait_for (session, "the passphrase is wrong");
  }
  assert_int_equal (finish (session), 1);
}

/* Interrupted at the question, the terminal shows again what is typed. */
static void
an_interrupted_question_leaves_the_terminal_as_it_was (void **state)
{
  g_autoptr (Cli) cli = new_asking (TRUE);
  const char *const words[] = { "status", NULL };
  g_autoptr (Session) session = session_new (cli, words);
  struct termios settings;

  wait_for (session, "Passphrase: ");
  type_unseen (session, "\003"); /* Ctrl-C */
  assert_int_equal (finish (session), -1);
  assert_int_equal (tcgetattr (session->terminal, &settings), 0);
  assert_true (settings.c_lflag & ECHO);
}

static void
the_first_sealed_field_makes_the_vault (void **state)
{
  g_autoptr (Cli) cli = new_asking (TRUE);
  const char *const words[] = { "add", "interview", "codename=HERON", "source-name=J. Doe", NULL };
  g_autoptr (Session) session = session_new (cli, words);

  wait_for (session, "Passphrase: ");
  type_unseen (session, "the quiet river at night\n");
  wait_for (session, "New passphrase for the vault");
  type_unseen (session, "copper-ladder\n");
  wait_for (session, "The same again: ");
  type_unseen (session, "copper-ladder\n");
  assert_int_equal (finish (session), 0);
  assert_screen (session, "The vault was made", TRUE);
  assert_screen (session, "copper-ladder", FALSE);
}

static void
a_fingerprint_left_out_is_asked_for (void **state)
{
  g_autoptr (Cli) cli = cli_new ();
  const char *const words[] = { "enrol", "a.request", "--case", "drc-1533", NULL };
  g_autoptr (Session) session = NULL;
  g_autofree char *said = NULL, *fingerprint = NULL, *line = NULL, *path = cli_path (cli, "a.request");
  const char *full[] = { "enrol", path, "--case", "drc-1533", NULL };

  cli_make (cli, "a", "A. Diallo", "expert");
  said = cli_answer (cli, "request", "-o", words[1], NULL);
  fingerprint = cli_json_text (cli, "fingerprint", "status", NULL);
  cli_make (cli, "hq", "HQ", "headquarters");
  g_free (said);
  said = cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL);
  session = session_new (cli, full);
  wait_for (session, "fingerprint, 40 digits");
  line = g_strconcat (fingerprint, "\n", NULL);
  assert_int_equal (write (session->terminal, line, strlen (line)), strlen (line));
  assert_int_equal (finish (session), 0);
  assert_screen (session, "Enrolled A. Diallo", TRUE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_new_passphrase_is_asked_for_twice_and_not_shown),
    cmocka_unit_test (two_that_differ_make_no_store),
    cmocka_unit_test (a_wrong_passphrase_is_asked_for_again),
    cmocka_unit_test (three_wrong_ones_end_it),
    cmocka_unit_test (an_interrupted_question_leaves_the_terminal_as_it_was),
    cmocka_unit_test (the_first_sealed_field_makes_the_vault),
    cmocka_unit_test (a_fingerprint_left_out_is_asked_for),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
