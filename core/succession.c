/* succession.c - which values of a record were replaced, by whom, with what right
 *
 * Values and the names in `after` make a graph: an edge leads from a value to
 * the value of the same field that an entry sets while naming it. Two
 * questions are asked of it.
 *
 * 1. May the later author replace it? He may replace his own, and what
 *    descends from his own; so for each author who needs it, one flood along
 *    the edges from his values marks what descends from them. Names count for
 *    descent whether or not that replacement was itself allowed: a colleague's
 *    correction stands beside the value as a proposal and still descends from
 *    it, so the author can accept it.
 * 2. Is it replaced? Honest entries never form a cycle, because nobody can
 *    name what is not written yet. Insiders can, by agreeing on commitments
 *    beforehand: within a cycle nothing is later than anything, so an edge
 *    inside a strongly connected component replaces nothing.
 *
 * Every step takes time in proportion to entries and names, so that a flood
 * of entries costs no more than its own length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/succession.h"

#include <stdlib.h>
#include <string.h>

/* Who wrote an entry: a number that is the same for every device of a member. */
typedef struct {
  guint writer;
  gboolean coordinator;
} Hand;

typedef struct {
  ValiseSuccession *out;
  GArray *hands;            /* Hand, one per entry */
  guint n_writers;
  GHashTable *by_commit;    /* ValiseHash → 1 + the first claim with it */
  GArray *twins;            /* guint: the next claim with the same commitment; a copied key makes some */
  GPtrArray *descends;      /* for each writer NULL, or a byte per claim */
} Work;

const ValiseEntry *
valise_succession_entry (const ValiseSuccession *succession, guint entry)
{
  return g_ptr_array_index (succession->entries, entry);
}

const ValiseClaim *
valise_succession_claim (const ValiseSuccession *succession, guint claim)
{
  return &g_array_index (succession->claims, ValiseClaim, claim);
}

static ValiseMention *
mention_at (const ValiseSuccession *succession, guint mention)
{
  return &g_array_index (succession->mentions, ValiseMention, mention);
}

static Hand *
hand_at (const Work *work, guint entry)
{
  return &g_array_index (work->hands, Hand, entry);
}

/* Entries */

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const ValiseEntry *x = *(const ValiseEntry *const *) a, *y = *(const ValiseEntry *const *) b;
  int order = valise_hash_compare (&x->leaf, &y->leaf);

  /* of two copies the one that says more comes first, and stays */
  return order != 0 ? order : (x->n_values < y->n_values) - (x->n_values > y->n_values);
}

static void
take_entries (Work *work, ValiseEntry *const *entries, guint n_entries)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (n_entries);

  for (guint i = 0; i < n_entries; i++)
    g_ptr_array_add (sorted, entries[i]);
  g_ptr_array_sort (sorted, compare_entries);
  for (guint i = 0; i < n_entries; i++) {
    const ValiseEntry *entry = sorted->pdata[i];
    const ValiseEntry *before = i > 0 ? sorted->pdata[i - 1] : NULL;

    if (before == NULL || !valise_hash_equal (&entry->leaf, &before->leaf))
      g_ptr_array_add (work->out->entries, (gpointer) entry);
  }
}

static void
find_writers (Work *work, ValiseAuthorLookup lookup, gpointer user)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < work->out->entries->len; i++) {
    const char *device = valise_succession_entry (work->out, i)->device;
    ValiseAuthor author = { 0 };
    Hand hand = { 0 };
    char *name;

    lookup (device, &author, user);
    hand.coordinator = author.coordinator;
    name = author.member != NULL ? g_strconcat ("member ", author.member, NULL)
                                 : g_strconcat ("device ", device, NULL);
    hand.writer = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, name));
    if (hand.writer == 0)
      hand.writer = ++work->n_writers;
    g_hash_table_replace (numbers, name, GUINT_TO_POINTER (hand.writer));
    hand.writer--;
    g_array_append_val (work->hands, hand);
  }
}

/* Claims */

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const ValiseClaim *x = a, *y = b;
  int order = strcmp (x->value->name, y->value->name);

  return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static void
collect_claims (Work *work)
{
  GArray *claims = work->out->claims;

  for (guint i = 0; i < work->out->entries->len; i++) {
    const ValiseEntry *entry = valise_succession_entry (work->out, i);

    for (guint j = 0; j < entry->n_values; j++) {
      ValiseClaim claim = { i, &entry->values[j], FALSE, FALSE, VALISE_NO_MENTION };

      if (!valise_entry_name_is_own (claim.value->name))
        g_array_append_val (claims, claim);
    }
  }
  g_array_sort (claims, compare_claims);
}

static guint
hash_of_commit (gconstpointer key)
{
  guint hash;

  memcpy (&hash, ((const ValiseHash *) key)->bytes, sizeof hash);
  return hash;
}

static gboolean
commits_equal (gconstpointer a, gconstpointer b)
{
  return valise_hash_equal (a, b);
}

static void
index_commits (Work *work)
{
  for (guint i = 0; i < work->out->claims->len; i++) {
    const ValiseHash *commit = &valise_succession_claim (work->out, i)->value->commit;
    guint first = GPOINTER_TO_UINT (g_hash_table_lookup (work->by_commit, commit));
    guint twin = first == 0 ? VALISE_NO_CLAIM : first - 1;

    g_array_append_val (work->twins, twin);
    g_hash_table_insert (work->by_commit, (gpointer) commit, GUINT_TO_POINTER (i + 1));
  }
}

static guint
find_claim (const Work *work, guint entry, const char *name)
{
  ValiseValue value = { .name = (char *) name };
  ValiseClaim key = { .entry = entry, .value = &value };
  guint at;

  return g_array_binary_search (work->out->claims, &key, compare_claims, &at) ? at
                                                                              : VALISE_NO_CLAIM;
}

/* Mentions */

static gboolean
is_later (const ValiseEntry *entry, const ValiseEntry *than)
{
  if (entry == than)
    return FALSE;
  return strcmp (entry->device, than->device) != 0 || than->index < entry->index;
}

static void
add_mention (Work *work, guint by, guint claim_at)
{
  ValiseSuccession *out = work->out;
  ValiseClaim *claim = &g_array_index (out->claims, ValiseClaim, claim_at);
  ValiseMention mention = { .by = by, .next = claim->first_mention };

  if (!is_later (valise_succession_entry (out, by), valise_succession_entry (out, claim->entry)))
    return;
  mention.claim = find_claim (work, by, claim->value->name);
  claim->first_mention = out->mentions->len;
  g_array_append_val (out->mentions, mention);
}

static void
collect_mentions (Work *work)
{
  for (guint i = 0; i < work->out->entries->len; i++) {
    const ValiseEntry *entry = valise_succession_entry (work->out, i);

    for (guint j = 0; j < entry->n_after; j++) {
      guint claim =
          GPOINTER_TO_UINT (g_hash_table_lookup (work->by_commit, &entry->after[j]));

      for (claim--; claim != VALISE_NO_CLAIM; claim = g_array_index (work->twins, guint, claim))
        add_mention (work, i, claim);
    }
  }
}

/* Rights */

static const guint8 *
flood_from (Work *work, guint writer)
{
  const ValiseSuccession *out = work->out;
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  guint8 *reached = g_malloc0 (out->claims->len);

  for (guint i = 0; i < out->claims->len; i++)
    if (hand_at (work, valise_succession_claim (out, i)->entry)->writer == writer) {
      reached[i] = TRUE;
      g_array_append_val (waiting, i);
    }
  while (waiting->len > 0) {
    guint at = g_array_index (waiting, guint, waiting->len - 1);
    guint mention = valise_succession_claim (out, at)->first_mention;

    g_array_set_size (waiting, waiting->len - 1);
    for (; mention != VALISE_NO_MENTION; mention = mention_at (out, mention)->next) {
      guint child = mention_at (out, mention)->claim;

      if (child != VALISE_NO_CLAIM && !reached[child]) {
        reached[child] = TRUE;
        g_array_append_val (waiting, child);
      }
    }
  }
  work->descends->pdata[writer] = reached;
  return reached;
}

static gboolean
may_replace (Work *work, guint by, guint claim)
{
  const Hand *hand = hand_at (work, by);
  const guint8 *reached;

  if (hand->coordinator)
    return TRUE;
  if (hand->writer == hand_at (work, valise_succession_claim (work->out, claim)->entry)->writer)
    return TRUE;
  reached = work->descends->pdata[hand->writer];
  if (reached == NULL)
    reached = flood_from (work, hand->writer);
  return reached[claim];
}

static void
judge_mentions (Work *work)
{
  for (guint i = 0; i < work->out->claims->len; i++) {
    guint mention = valise_succession_claim (work->out, i)->first_mention;

    for (; mention != VALISE_NO_MENTION; mention = mention_at (work->out, mention)->next) {
      ValiseMention *at = mention_at (work->out, mention);

      at->allowed = may_replace (work, at->by, i);
    }
  }
}

/* Cycles: Tarjan's strongly connected components, with a stack of our own */

typedef struct {
  guint order, low;         /* order 0: not visited */
  guint component;          /* 0: not yet known */
  guint mention;            /* where the walk over its edges stands */
} Visit;

typedef struct {
  const ValiseSuccession *graph;
  Visit *visits;
  GArray *path, *open;
  guint n_visited, n_components;
} Walk;

static void
enter (Walk *walk, guint claim)
{
  Visit *visit = &walk->visits[claim];

  visit->order = visit->low = ++walk->n_visited;
  visit->mention = valise_succession_claim (walk->graph, claim)->first_mention;
  g_array_append_val (walk->path, claim);
  g_array_append_val (walk->open, claim);
}

static void
leave (Walk *walk, guint claim)
{
  Visit *visit = &walk->visits[claim];
  guint member = VALISE_NO_CLAIM;

  g_array_set_size (walk->path, walk->path->len - 1);
  if (walk->path->len > 0) {
    Visit *before = &walk->visits[g_array_index (walk->path, guint, walk->path->len - 1)];

    before->low = MIN (before->low, visit->low);
  }
  if (visit->low != visit->order)
    return;
  walk->n_components++;
  while (member != claim) {
    member = g_array_index (walk->open, guint, walk->open->len - 1);
    g_array_set_size (walk->open, walk->open->len - 1);
    walk->visits[member].component = walk->n_components;
  }
}

static void
step (Walk *walk)
{
  guint claim = g_array_index (walk->path, guint, walk->path->len - 1);
  Visit *visit = &walk->visits[claim];
  const ValiseMention *mention;

  if (visit->mention == VALISE_NO_MENTION) {
    leave (walk, claim);
    return;
  }
  mention = mention_at (walk->graph, visit->mention);
  visit->mention = mention->next;
  if (!mention->allowed || mention->claim == VALISE_NO_CLAIM)
    return;
  if (walk->visits[mention->claim].order == 0)
    enter (walk, mention->claim);
  else if (walk->visits[mention->claim].component == 0)
    visit->low = MIN (visit->low, walk->visits[mention->claim].order);
}

/* The component of each claim (transfer full). */
static Visit *
find_components (const ValiseSuccession *graph)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk walk = { .graph = graph, .path = path, .open = open };

  walk.visits = g_new0 (Visit, graph->claims->len);
  for (guint i = 0; i < graph->claims->len; i++) {
    if (walk.visits[i].order == 0)
      enter (&walk, i);
    while (path->len > 0)
      step (&walk);
  }
  return walk.visits;
}

/* Verdict */

gboolean
valise_entry_withdraws (const ValiseEntry *entry)
{
  const ValiseValue *value = valise_entry_find (entry, ".withdrawn");

  return value != NULL && strcmp (value->value, "true") == 0;
}

/* Could a value that is closed here be the replacement? Withdrawing names
 * every value and replaces none; its one closed value is the reason, which
 * stays behind for some. */
static gboolean
may_hide_a_change (const ValiseEntry *entry)
{
  if (valise_entry_is_complete (entry))
    return FALSE;
  return !valise_entry_withdraws (entry) || entry->n_commits - entry->n_values > 1 ||
         valise_entry_find (entry, ".reason") != NULL;
}

static void
judge_claims (Work *work)
{
  g_autofree Visit *visits = find_components (work->out);

  for (guint i = 0; i < work->out->claims->len; i++) {
    ValiseClaim *claim = &g_array_index (work->out->claims, ValiseClaim, i);
    guint mention = claim->first_mention;

    for (; mention != VALISE_NO_MENTION; mention = mention_at (work->out, mention)->next) {
      const ValiseMention *at = mention_at (work->out, mention);

      if (!at->allowed)
        continue;
      if (at->claim != VALISE_NO_CLAIM)
        claim->replaced |= visits[at->claim].component != visits[i].component;
      else
        claim->changed_since |= may_hide_a_change (valise_succession_entry (work->out, at->by));
    }
  }
}

gboolean
valise_succession_is_named_by (const ValiseSuccession *succession, guint claim, guint entry)
{
  guint mention = valise_succession_claim (succession, claim)->first_mention;

  for (; mention != VALISE_NO_MENTION; mention = mention_at (succession, mention)->next)
    if (mention_at (succession, mention)->by == entry && mention_at (succession, mention)->allowed)
      return TRUE;
  return FALSE;
}

ValiseSuccession *
valise_succession_new (ValiseEntry *const *entries, guint n_entries, ValiseAuthorLookup lookup,
                       gpointer user)
{
  ValiseSuccession *out = g_new0 (ValiseSuccession, 1);
  g_autoptr (GArray) hands = g_array_new (FALSE, FALSE, sizeof (Hand));
  g_autoptr (GArray) twins = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) by_commit = g_hash_table_new (hash_of_commit, commits_equal);
  g_autoptr (GPtrArray) descends = g_ptr_array_new_with_free_func (g_free);
  Work work = { .out = out, .hands = hands, .by_commit = by_commit, .twins = twins,
                .descends = descends };

  out->entries = g_ptr_array_new ();
  out->claims = g_array_new (FALSE, FALSE, sizeof (ValiseClaim));
  out->mentions = g_array_new (FALSE, FALSE, sizeof (ValiseMention));
  take_entries (&work, entries, n_entries);
  collect_claims (&work);
  if (out->entries->len < 2) /* an entry alone replaces nothing */
    return out;
  find_writers (&work, lookup, user);
  g_ptr_array_set_size (descends, (gint) work.n_writers);
  index_commits (&work);
  collect_mentions (&work);
  judge_mentions (&work);
  judge_claims (&work);
  return out;
}

void
valise_succession_free (ValiseSuccession *succession)
{
  g_ptr_array_unref (succession->entries);
  g_array_unref (succession->claims);
  g_array_unref (succession->mentions);
  g_free (succession);
}
