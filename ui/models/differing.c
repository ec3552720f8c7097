/* differing.c - which characters of two texts differ
 *
 * The longest common subsequence of their pieces; what is outside it differs.
 * Texts with too many pieces are only trimmed of what they begin and end with
 * alike.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/differing.h"

#include <string.h>

#define SHORT 64          /* characters: above, words are compared */
#define MOST_PIECES 1500  /* of each text: a table of two million cells */

typedef struct {
  guint first, end;
} Piece;

static gboolean
is_mark (gunichar letter)
{
  return g_unichar_ismark (letter);
}

/* One character with the marks on it, or a word, or the blanks between two. */
static const char *
end_of_piece (const char *at, gboolean words)
{
  gboolean blank = g_unichar_isspace (g_utf8_get_char (at));

  do
    at = g_utf8_next_char (at);
  while (*at != '\0' && (is_mark (g_utf8_get_char (at)) ||
                         (words && g_unichar_isspace (g_utf8_get_char (at)) == blank)));
  return at;
}

static GArray *
take_apart (const char *text, gboolean words)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  for (const char *at = text; *at != '\0';) {
    const char *end = end_of_piece (at, words);
    Piece piece = { (guint) (at - text), (guint) (end - text) };

    g_array_append_val (pieces, piece);
    at = end;
  }
  return pieces;
}

typedef struct {
  const char *a, *b;
  const Piece *in_a, *in_b;
  guint n_a, n_b;
} Pair;

static gboolean
same (const Pair *pair, guint i, guint j)
{
  const Piece *a = &pair->in_a[i], *b = &pair->in_b[j];

  return a->end - a->first == b->end - b->first &&
         memcmp (pair->a + a->first, pair->b + b->first, a->end - a->first) == 0;
}

static void
trim (Pair *pair, guint *skipped)
{
  while (pair->n_a > 0 && pair->n_b > 0 && same (pair, 0, 0)) {
    pair->in_a++;
    pair->in_b++;
    pair->n_a--;
    pair->n_b--;
    (*skipped)++;
  }
  while (pair->n_a > 0 && pair->n_b > 0 && same (pair, pair->n_a - 1, pair->n_b - 1)) {
    pair->n_a--;
    pair->n_b--;
  }
}

/* cell (i, j): how much is common of what follows piece i and piece j. */
static guint16 *
measure (const Pair *pair)
{
  gsize width = pair->n_b + 1;
  guint16 *common = g_new0 (guint16, (pair->n_a + 1) * width);

  for (guint i = pair->n_a; i-- > 0;)
    for (guint j = pair->n_b; j-- > 0;)
      common[i * width + j] = same (pair, i, j)
                                  ? (guint16) (common[(i + 1) * width + j + 1] + 1)
                                  : MAX (common[(i + 1) * width + j], common[i * width + j + 1]);
  return common;
}

static void
add (GArray *found, const Piece *piece)
{
  ValiseDiffering *last = found->len > 0 ? &g_array_index (found, ValiseDiffering, found->len - 1) : NULL;
  ValiseDiffering one = { piece->first, piece->end };

  if (last != NULL && last->end == piece->first)
    last->end = piece->end;
  else
    g_array_append_val (found, one);
}

static void
walk (const Pair *pair, const guint16 *common, GArray *found)
{
  gsize width = pair->n_b + 1;
  guint i = 0, j = 0;

  while (i < pair->n_a) {
    if (j < pair->n_b && same (pair, i, j)) {
      i++;
      j++;
    } else if (j < pair->n_b && common[i * width + j + 1] > common[(i + 1) * width + j]) {
      j++;
    } else {
      add (found, &pair->in_a[i++]);
    }
  }
}

GArray *
valise_differing (const char *text, const char *other, gboolean by_word)
{
  gboolean words = by_word || g_utf8_strlen (text, -1) > SHORT || g_utf8_strlen (other, -1) > SHORT;
  g_autoptr (GArray) a = take_apart (text, words), b = take_apart (other, words);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (ValiseDiffering));
  Pair pair = { text, other, (const Piece *) (void *) a->data, (const Piece *) (void *) b->data, a->len, b->len };
  g_autofree guint16 *common = NULL;
  guint skipped = 0;

  trim (&pair, &skipped);
  if (pair.n_a <= MOST_PIECES && pair.n_b <= MOST_PIECES) {
    common = measure (&pair);
    walk (&pair, common, found);
    return found;
  }
  for (guint i = 0; i < pair.n_a; i++)
    add (found, &pair.in_a[i]);
  return found;
}

guint
valise_differing_place (const char *text, const char *other)
{
  g_autoptr (GArray) a = take_apart (text, FALSE), b = take_apart (other, FALSE);
  Pair pair = { text, other, (const Piece *) (void *) a->data, (const Piece *) (void *) b->data, a->len, b->len };
  guint skipped = 0;

  trim (&pair, &skipped);
  return pair.n_a == 1 && pair.n_b == 1 ? skipped + 1 : 0;
}
