/* cli.h - the real program, run on a temporary store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/json.h"

typedef struct {
  char *root;   /* temporary folder, removed with everything in it */
  char *store;  /* ROOT/store */
  char **environment;
  int code;     /* of the last run: how it ended, */
  char *out;    /* what it answered, */
  char *err;    /* and complained */
  gboolean may_be_killed; /* then `code` is -1; else that fails the test */
} Cli;

/* A folder with passphrase files; no store yet. */
Cli  *cli_new (void);

/* And a store, of the cheapest work factor. */
Cli  *cli_new_store (const char *member, const char *role);
void  cli_free (Cli *cli);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cli, cli_free)

/* Runs valise with these words, NULL at the end. */
void  cli_run (Cli *cli, const char *first, ...) G_GNUC_NULL_TERMINATED;
void  cli_runv (Cli *cli, const char *const *words);

/* Any other program, on the same folder and environment. */
void  cli_tool (Cli *cli, const char *first, ...) G_GNUC_NULL_TERMINATED;
void  cli_toolv (Cli *cli, const char *const *words);

/* The same as cli_run, and it must end with 0; its answer without the last
 * line's end (transfer full). */
char *cli_answer (Cli *cli, const char *first, ...) G_GNUC_NULL_TERMINATED;

/* And with --json: the parsed answer (transfer full). */
yyjson_doc *cli_json (Cli *cli, const char *first, ...) G_GNUC_NULL_TERMINATED;

/* The last run ended with `code` and one sentence on stderr that holds `part`. */
void  cli_assert_failed (const Cli *cli, int code, const char *part);

/* Nothing in it moves a terminal's cursor or turns its text. */
gboolean cli_is_safe (const char *text);

/* From now on on the store ROOT/NAME; cli_make() makes it too. */
void  cli_use (Cli *cli, const char *name);
void  cli_make (Cli *cli, const char *name, const char *member, const char *role);

/* At headquarters' store "hq": enrols the member of store NAME for a case, who
 * joins. */
void  cli_enrol (Cli *cli, const char *name, const char *case_id);

/* Packs in store `from` for MEMBER and takes in at store `to`, which is in use
 * afterwards. */
void  cli_send (Cli *cli, const char *from, const char *to, const char *member);

/* A member of an object in a JSON answer, as text; NULL: null or not there. */
char *cli_json_text (Cli *cli, const char *member, const char *first, ...) G_GNUC_NULL_TERMINATED;

void  cli_set_variable (Cli *cli, const char *name, const char *value);
char *cli_write (Cli *cli, const char *name, const char *text);  /* ROOT/NAME (transfer full) */
char *cli_path (const Cli *cli, const char *name);               /* ROOT/NAME (transfer full) */

/* status --json and the names in files/: what must not change (transfer full). */
char *cli_snapshot (Cli *cli);
