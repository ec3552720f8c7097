/* record-deeds.c - members record, correct, withdraw and settle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/attach.h"
#include "core/error.h"
#include "core/log.h"
#include "core/sealed.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

#define LARGE_FILE (400 * 1024)

static guint
some_case_of (const Device *device)
{
  guint one = world_has_case (device, PANEL_CASE) ? WORLD_CASE_ONE : 0;
  guint other = world_has_case (device, PANEL_OTHER_CASE) ? WORLD_CASE_OTHER : 0;

  if (one != 0 && other != 0)
    return seeded_chance (50) ? one : other;
  return one | other;
}

static const char *
case_name (guint cases)
{
  return cases == WORLD_CASE_ONE ? PANEL_CASE : PANEL_OTHER_CASE;
}

static gboolean
may_record (const World *world, guint at)
{
  return at != WORLD_HEADQUARTERS && strcmp (world->devices[at].role, "custodian") != 0;
}

static Known *
remember (World *world, guint author, const char *type)
{
  Known *known = g_new0 (Known, 1);

  known->author = author;
  known->type = type;
  known->cases = some_case_of (&world->devices[author]);
  known->open = !seeded_chance (15);
  known->first = world->tokens->len; /* the next one */
  return known;
}

static const char *
class_of (const Known *known)
{
  return known->open ? "confidential" : "strictly-confidential";
}

/* Adding */

static void
added (World *world, Known *known, Token *token)
{
  g_ptr_array_add (world->records, known);
  world_token_written (world, token);
}

/* A record of this type that can be read here, or NULL. */
static Known *
some_record_of (World *world, guint at, const char *type)
{
  for (guint tries = 0; world->records->len > 0 && tries < 4; tries++) {
    Known *known = world->records->pdata[seeded_below (world->records->len)];
    g_autoptr (ValiseRecord) record = NULL;

    if (type != NULL && strcmp (known->type, type) != 0)
      continue;
    record = valise_record_load (world->devices[at].fixture->store, known->id, NULL);
    if (record != NULL && record->type != NULL && record->state->n_fields > 0 &&
        valise_state_find (record->state, ".case") != NULL)
      return known;
  }
  return NULL;
}

static void
add_sighting (World *world, guint at)
{
  Known *known = remember (world, at, "sighting");
  Token *token = world_new_token (world, at, known, "title");
  g_autofree char *text = world_token_text (world, token);
  const Known *interview = seeded_chance (60) ? some_record_of (world, at, "interview") : NULL;

  known->linked = interview;
  known->id = exchange_add (world->devices[at].fixture, "sighting", ".case", case_name (known->cases),
                            ".class", class_of (known), "title", text, "actionable",
                            seeded_chance (30) ? "yes" : "no",
                            interview != NULL ? "told-in" : NULL,
                            interview != NULL ? interview->id : NULL, NULL);
  added (world, known, token);
}

/* Headquarters may have ended the last one. */
static gboolean
has_custodians (const Token *name)
{
  return name->readers != NULL && name->readers[0] != NULL;
}

static void
add_interview (World *world, guint at)
{
  Known *known = remember (world, at, "interview");
  Token *token = world_new_token (world, at, known, "summary");
  Token *feared = world_new_token (world, at, known, "reprisal-note");
  Token *name = world_new_token (world, at, known, "source-name");
  g_autofree char *text = world_token_text (world, token), *fear = world_token_text (world, feared);
  g_autofree char *who = world_token_text (world, name);

  name->readers = valise_sealed_dup_custodians (world->devices[at].fixture->store);
  known->seals = has_custodians (name);
  known->consents = seeded_chance (40);
  feared->withheld = TRUE;
  name->sealed = TRUE;
  known->id = exchange_add (world->devices[at].fixture, "interview", ".case", case_name (known->cases),
                            ".class", class_of (known), "summary", text, "consent.mission",
                            known->consents ? "yes" : "no", "reprisal-note", fear,
                            known->seals ? "source-name" : NULL, who, NULL);
  world_token_written (world, feared);
  world_token_written (world, name);
  added (world, known, token);
}

static void
add_linked (World *world, guint at, gboolean item)
{
  const Known *linked = some_record_of (world, at, item ? "sighting" : NULL);
  Known *known = remember (world, at, item ? "item" : "note");
  Token *token = world_new_token (world, at, known, item ? "make" : "text");
  g_autofree char *text = world_token_text (world, token);

  if (item && linked == NULL)
    known->type = "note", token->field = "text", item = FALSE;
  known->linked = linked;
  known->id = exchange_add (world->devices[at].fixture, known->type, ".case", case_name (known->cases),
                            ".class", class_of (known), token->field, text,
                            linked == NULL ? NULL : item ? "parent" : "records",
                            linked != NULL ? linked->id : NULL, NULL);
  added (world, known, token);
}

guint
deed_add (World *world, guint at)
{
  guint kind = seeded_below (100);

  if (!may_record (world, at))
    return at;
  if (kind < 50)
    add_sighting (world, at);
  else if (kind < 75)
    add_interview (world, at);
  else
    add_linked (world, at, kind < 87);
  return at;
}

/* Changing */

static const char *
first_field (const Known *known)
{
  return strcmp (known->type, "sighting") == 0    ? "title"
         : strcmp (known->type, "interview") == 0 ? "summary"
         : strcmp (known->type, "item") == 0      ? "make"
                                                  : "text";
}

guint
deed_edit (World *world, guint at)
{
  Known *known = may_record (world, at) ? some_record_of (world, at, NULL) : NULL;
  Token *token = NULL;
  g_autofree char *text = NULL;

  if (known == NULL)
    return deed_add (world, at);
  token = world_new_token (world, at, known, first_field (known));
  text = world_token_text (world, token);
  exchange_edit (world->devices[at].fixture, known->id, token->field, text);
  world_token_written (world, token);
  known->corrected |= world_may_correct (world, at, known);
  return at;
}

guint
deed_withdraw (World *world, guint at)
{
  Known *known = may_record (world, at) ? some_record_of (world, at, NULL) : NULL;
  ValiseStore *store = world->devices[at].fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecord) record = known != NULL ? valise_record_load (store, known->id, NULL) : NULL;

  if (record == NULL)
    return at;
  world_may_be_judged (world, at, known);
  if (record->state->withdrawn)
    valise_record_restore (store, known->id, &error);
  else
    valise_record_withdraw (store, known->id, "recorded twice", &error);
  law (error == NULL || error->domain == VALISE_ERROR, "withdrawing: %s", error->message);
  return at;
}

/* The value that is kept stands in two entries from then on; and what was
 * only proposed, or was weaker than what stood beside it, stands alone. */
static void
note_settled (World *world, guint at, Known *known, const char *name)
{
  gboolean entitled = world_may_correct (world, at, known);

  world_may_be_judged (world, at, known);
  known->corrected |= entitled;
  known->open |= entitled && strcmp (name, ".class") == 0;
  known->consents |= entitled && strcmp (name, "consent.mission") == 0;
  if (entitled && strcmp (name, ".case") == 0)
    known->cases = WORLD_CASE_ONE | WORLD_CASE_OTHER;
  for (guint i = 0; i < world->tokens->len; i++) {
    Token *token = world->tokens->pdata[i];

    token->elsewhere |= token->known == known;
  }
}

guint
deed_settle (World *world, guint at)
{
  Known *known = may_record (world, at) ? some_record_of (world, at, NULL) : NULL;
  ValiseStore *store = world->devices[at].fixture->store;
  g_autoptr (ValiseRecord) record = known != NULL ? valise_record_load (store, known->id, NULL) : NULL;

  for (guint i = 0; record != NULL && i < record->state->n_fields; i++)
    if (record->state->fields[i].conflict) {
      g_autoptr (GError) error = NULL;

      valise_record_settle (store, known->id, record->state->fields[i].name, 1, NULL, &error);
      law (error == NULL || error->domain == VALISE_ERROR, "settling: %s", error->message);
      note_settled (world, at, known, record->state->fields[i].name);
      return at;
    }
  return deed_edit (world, at);
}

/* Who may see it */

static void
change_class (World *world, guint at, Known *known, gboolean entitled)
{
  gboolean open = seeded_chance (30);

  exchange_edit (world->devices[at].fixture, known->id, ".class",
                 open ? "confidential" : "strictly-confidential");
  known->open |= open && entitled;
}

static void
change_case (World *world, guint at, Known *known, gboolean entitled)
{
  guint to = some_case_of (&world->devices[at]);

  exchange_edit (world->devices[at].fixture, known->id, ".case", case_name (to));
  if (entitled)
    known->cases |= to;
}

static void
change_consent (World *world, guint at, Known *known, gboolean entitled)
{
  gboolean yes = seeded_chance (30);

  exchange_edit (world->devices[at].fixture, known->id, "consent.mission", yes ? "yes" : "no");
  known->consents |= yes && entitled;
}

guint
deed_reclassify (World *world, guint at)
{
  Known *known = may_record (world, at) ? some_record_of (world, at, NULL) : NULL;
  gboolean entitled = known != NULL && world_may_correct (world, at, known);

  if (known == NULL)
    return at;
  known->moved = TRUE;
  world_may_be_judged (world, at, known);
  if (strcmp (known->type, "interview") == 0 && seeded_chance (60))
    change_consent (world, at, known, entitled);
  else if (seeded_chance (60))
    change_class (world, at, known, entitled);
  else
    change_case (world, at, known, entitled);
  return at;
}

/* Files */

static char *
write_something (World *world, gsize size)
{
  char *path = world_new_folder (world, "file");
  g_autofree guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i += sizeof (guint32)) {
    guint32 four = seeded_below (G_MAXUINT32);

    memcpy (bytes + i, &four, sizeof four);
  }
  assert_true (g_file_set_contents (path, (const char *) bytes, (gssize) size, NULL));
  return path;
}

guint
deed_attach (World *world, guint at)
{
  Known *known = may_record (world, at) ? some_record_of (world, at, NULL) : NULL;
  ValiseStore *store = world->devices[at].fixture->store;
  g_autofree char *path = NULL, *json = NULL, *list = NULL;
  g_autoptr (ValiseAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;
  ValiseAssignment field = { "files", NULL };
  Token *token;

  if (known == NULL || strcmp (known->type, "item") == 0)
    return deed_add (world, at);
  path = write_something (world, seeded_chance (25) ? LARGE_FILE : 512);
  valise_attach (store, path, &attachment, &error);
  assert_no_error (error);
  json = valise_attachment_to_json (attachment);
  list = g_strdup_printf ("[%s]", json);
  field.value = list;
  valise_record_edit (store, known->id, &field, 1, &error);
  assert_no_error (error);
  token = world_new_token (world, at, known, "files");
  token->is_file = TRUE;
  token->file = attachment->sha256;
  world_token_written (world, token);
  return at;
}
