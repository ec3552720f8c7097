/* send-facts.c - a plan of the packer, in the words and numbers of the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/send-facts.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_TITLES 8 /* that a reason names */

static void
cell_free (gpointer data)
{
  ValiseSendCell *cell = data;

  g_free (cell->text);
  g_free (cell->why);
  g_strfreev (cell->reasons);
  g_free (cell);
}

static void
row_free (gpointer data)
{
  ValiseSendRow *row = data;

  g_free (row->label);
  g_ptr_array_unref (row->cells);
  g_free (row);
}

static void
column_free (gpointer data)
{
  ValiseSendColumn *column = data;

  g_free (column->title);
  g_free (column->subtitle);
  g_strfreev (column->devices);
  g_free (column);
}

static void
waiting_free (gpointer data)
{
  ValiseSendWaiting *waiting = data;

  g_free (waiting->title);
  g_free (waiting->subtitle);
  g_free (waiting);
}

void
valise_send_facts_free (ValiseSendFacts *facts)
{
  if (facts == NULL)
    return;
  g_ptr_array_unref (facts->columns);
  g_ptr_array_unref (facts->rows);
  g_ptr_array_unref (facts->waiting);
  g_free (facts);
}

/* Columns */

static const char *
word_for_role (ValiseRole role)
{
  static const struct {
    ValiseRole role;
    const char *word;
  } words[] = {
    { VALISE_ROLE_HEADQUARTERS, N_ ("registry") }, { VALISE_ROLE_COORDINATOR, N_ ("coordinator") },
    { VALISE_ROLE_EXPERT, N_ ("expert") },                       { VALISE_ROLE_ANALYST, N_ ("analyst") },
    { VALISE_ROLE_JMAC, N_ ("mission") },                        { VALISE_ROLE_CUSTODIAN, N_ ("custodian") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].role == role)
      return _ (words[i].word);
  return "";
}

static const char *
word_for_several (ValiseRole role)
{
  static const struct {
    ValiseRole role;
    const char *word;
  } words[] = {
    { VALISE_ROLE_COORDINATOR, N_ ("Coordinators") }, { VALISE_ROLE_EXPERT, N_ ("Experts") },
    { VALISE_ROLE_ANALYST, N_ ("Analysts") },         { VALISE_ROLE_JMAC, N_ ("The mission") },
    { VALISE_ROLE_CUSTODIAN, N_ ("Custodians") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].role == role)
      return _ (words[i].word);
  return _ ("Headquarters");
}

static ValiseRole
role_of (const ValisePlanGroup *group)
{
  return ((const ValiseMember *) group->members->pdata[0])->role;
}

static ValiseSendColumn *
column_of (const ValisePlanGroup *group)
{
  const ValiseMember *first = group->members->pdata[0];
  ValiseSendColumn *column = g_new0 (ValiseSendColumn, 1);
  g_autoptr (GStrvBuilder) devices = g_strv_builder_new ();
  guint n = group->members->len;

  column->chosen = group->chosen;
  column->waits = group->waits;
  column->title = g_strdup (n == 1 ? first->member : word_for_several (first->role));
  column->subtitle = n == 1 ? g_strdup (word_for_role (first->role))
                            : g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  for (guint i = 0; i < n; i++)
    g_strv_builder_add (devices, ((const ValiseMember *) group->members->pdata[i])->device);
  column->devices = g_strv_builder_end (devices);
  return column;
}

/* Rows: which records a row is about, and what counts as seeing one */

typedef struct {
  const char *label;         /* NULL: the type's plural */
  const ValiseType *type;    /* NULL: any, or one that is not known here when `strange` */
  gboolean strange;
  gboolean (*is_about) (const ValisePlanRecord *record); /* NULL: by type alone */
  gboolean (*sees) (const ValisePlanRecord *record, const ValisePlanView *view);
} RowKind;

static gboolean
sees_it (const ValisePlanRecord *record, const ValisePlanView *view)
{
  return view->level == VALISE_DISCLOSE_ALL || (view->level == VALISE_DISCLOSE_SOME && view->shows);
}

static gboolean
sees_original (const ValisePlanRecord *record, const ValisePlanView *view)
{
  return view->original;
}

static gboolean
sees_places (const ValisePlanRecord *record, const ValisePlanView *view)
{
  return view->places;
}

static gboolean
has_original (const ValisePlanRecord *record)
{
  return record->has_original;
}

static gboolean
is_interview_with_place (const ValisePlanRecord *record)
{
  return record->has_places && record->type != NULL && record->type->audience == VALISE_AUDIENCE_INTERVIEW;
}

static gboolean
has_sealed (const ValisePlanRecord *record)
{
  return record->has_sealed;
}

static gboolean
is_of_row (const RowKind *kind, const ValisePlanRecord *record)
{
  if (kind->is_about != NULL)
    return kind->is_about (record);
  return kind->strange ? record->type == NULL : record->type == kind->type;
}

static const ValisePlanView *
view_at (const ValisePlanGroup *group, guint at)
{
  return &g_array_index (group->views, ValisePlanView, at);
}

/* Reasons, each once, with what it is about */

typedef struct {
  const char *reason;
  guint n;
  GString *titles;
} Reason;

static void
reason_clear (gpointer data)
{
  g_string_free (((Reason *) data)->titles, TRUE);
}

static void
add_reason (GArray *reasons, const char *text, const ValisePlanRecord *record)
{
  Reason *found = NULL;

  for (guint i = 0; i < reasons->len && found == NULL; i++)
    if (strcmp (g_array_index (reasons, Reason, i).reason, text) == 0)
      found = &g_array_index (reasons, Reason, i);
  if (found == NULL) {
    Reason new = { text, 0, g_string_new (NULL) };

    g_array_append_val (reasons, new);
    found = &g_array_index (reasons, Reason, reasons->len - 1);
  }
  if (found->n++ < MOST_TITLES) {
    const char *title = record->title[0] != '\0' ? record->title : record->type != NULL ? _ (record->type->label) : _ ("Not known here");

    g_string_append_printf (found->titles, "%s\u2068%s\u2069", found->titles->len > 0 ? " · " : "", title);
  }
}

static char **
write_reasons (const GArray *reasons)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  for (guint i = 0; i < reasons->len; i++) {
    const Reason *one = &g_array_index (reasons, Reason, i);

    /* Translators: how many, why, and what they are called */
    g_strv_builder_take (out, g_strdup_printf (_ ("%u: %s (%s%s)"), one->n, _ (one->reason), one->titles->str, one->n > MOST_TITLES ? " …" : ""));
  }
  return g_strv_builder_end (out);
}

static char **
reasons_of (const ValisePlan *plan, const ValisePlanGroup *group, const RowKind *kind)
{
  g_autoptr (GArray) reasons = g_array_new (FALSE, FALSE, sizeof (Reason));

  g_array_set_clear_func (reasons, reason_clear);
  for (guint i = 0; i < plan->records->len; i++) {
    const ValisePlanRecord *record = plan->records->pdata[i];
    const ValisePlanView *view = view_at (group, i);

    if (is_of_row (kind, record) && view->reason != NULL && !kind->sees (record, view))
      add_reason (reasons, view->reason, record);
  }
  return write_reasons (reasons);
}

/* Cells */

static void
count (const ValisePlan *plan, const ValisePlanGroup *group, const RowKind *kind, guint *all, guint *seen)
{
  *all = *seen = 0;
  for (guint i = 0; i < plan->records->len; i++) {
    const ValisePlanRecord *record = plan->records->pdata[i];

    if (!is_of_row (kind, record))
      continue;
    (*all)++;
    *seen += kind->sees (record, view_at (group, i));
  }
}

static char *
why_of (const ValisePlanGroup *group, const char *label, const char *text)
{
  const ValiseMember *first = group->members->pdata[0];
  const char *who = group->members->len == 1 ? first->member : word_for_several (first->role);

  /* Translators: a name, "1 of 6", and what it is about: "Interviews" */
  return g_strdup_printf (_ ("Why \u2068%s\u2069 sees %s: %s"), who, text, label);
}

/* `none`: what one says where nothing of it is seen. */
static ValiseSendCell *
cell_of (const ValisePlan *plan, const ValisePlanGroup *group, const RowKind *kind, const char *label, const char *none)
{
  ValiseSendCell *cell = g_new0 (ValiseSendCell, 1);
  guint all, seen;

  count (plan, group, kind, &all, &seen);
  cell->sees = seen == all ? VALISE_SEES_ALL : seen > 0 ? VALISE_SEES_SOME : VALISE_SEES_NONE;
  cell->text = seen > 0 ? g_strdup_printf (_ ("%u of %u"), seen, all) : g_strdup (none);
  cell->why = why_of (group, label, cell->text);
  cell->reasons = reasons_of (plan, group, kind);
  return cell;
}

static ValiseSendRow *
new_row (ValiseSendFacts *facts, const char *label)
{
  ValiseSendRow *row = g_new0 (ValiseSendRow, 1);

  row->label = g_strdup (label);
  row->cells = g_ptr_array_new_with_free_func (cell_free);
  g_ptr_array_add (facts->rows, row);
  return row;
}

static void
add_row (ValiseSendFacts *facts, const ValisePlan *plan, const RowKind *kind, const char *none)
{
  const char *label = kind->label != NULL ? _ (kind->label) : _ (kind->type->plural);
  ValiseSendRow *row = new_row (facts, label);

  for (guint i = 0; i < plan->groups->len; i++)
    g_ptr_array_add (row->cells, cell_of (plan, plan->groups->pdata[i], kind, label, none));
}

/* Who gets the age files, and can open them? A custodian; headquarters carries
 * them and cannot. */
static ValiseSendCell *
sealed_cell (const ValisePlan *plan, const ValisePlanGroup *group, const char *label)
{
  ValiseSendCell *cell = g_new0 (ValiseSendCell, 1);
  guint all = 0, sealed = 0, shown = 0;

  for (guint i = 0; i < plan->records->len; i++) {
    const ValisePlanRecord *record = plan->records->pdata[i];

    if (!record->has_sealed)
      continue;
    all++;
    sealed += view_at (group, i)->sealed;
    shown += sees_it (record, view_at (group, i));
  }
  if (role_of (group) == VALISE_ROLE_CUSTODIAN && sealed > 0) {
    cell->sees = sealed == all ? VALISE_SEES_ALL : VALISE_SEES_SOME;
    cell->text = g_strdup_printf (_ ("%u of %u"), sealed, all);
  } else {
    cell->sees = shown > 0 ? VALISE_SEES_SEALED : VALISE_SEES_NONE;
    cell->text = g_strdup (shown > 0 ? _ ("sealed") : _ ("none"));
  }
  cell->why = why_of (group, label, cell->text);
  cell->reasons = g_new0 (char *, 2);
  cell->reasons[0] = g_strdup (_ ("What identifies a source is encrypted once more, and only custodians of sources can open it."));
  return cell;
}

static gboolean
is_any (const ValisePlan *plan, gboolean (*is_about) (const ValisePlanRecord *record))
{
  for (guint i = 0; i < plan->records->len; i++)
    if (is_about (plan->records->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
add_type_rows (ValiseSendFacts *facts, const ValisePlan *plan)
{
  const ValiseType *const *types = valise_type_all ();
  gboolean strange = FALSE;

  for (; *types != NULL; types++) {
    RowKind kind = { .type = *types, .sees = sees_it };

    for (guint i = 0; i < plan->records->len; i++)
      if (((const ValisePlanRecord *) plan->records->pdata[i])->type == *types) {
        add_row (facts, plan, &kind, _ ("none"));
        break;
      }
  }
  for (guint i = 0; i < plan->records->len; i++)
    strange |= ((const ValisePlanRecord *) plan->records->pdata[i])->type == NULL;
  if (strange)
    add_row (facts, plan, &(RowKind){ .label = N_ ("Of a type not known here"), .strange = TRUE, .sees = sees_it }, _ ("none"));
}

static void
add_rows (ValiseSendFacts *facts, const ValisePlan *plan)
{
  static const RowKind originals = { .label = N_ ("Photo originals"), .is_about = has_original, .sees = sees_original };
  static const RowKind places = { .label = N_ ("Interview places"), .is_about = is_interview_with_place, .sees = sees_places };

  add_type_rows (facts, plan);
  if (is_any (plan, has_original))
    add_row (facts, plan, &originals, _ ("none"));
  if (is_any (plan, is_interview_with_place))
    add_row (facts, plan, &places, _ ("withheld"));
  if (is_any (plan, has_sealed)) {
    ValiseSendRow *row = new_row (facts, _ ("Source identity"));

    for (guint i = 0; i < plan->groups->len; i++)
      g_ptr_array_add (row->cells, sealed_cell (plan, plan->groups->pdata[i], row->label));
  }
}

/* What waits */

static void
add_waiting (ValiseSendFacts *facts, const ValisePlanSum *sum, const char *icon, const char *title, char *subtitle)
{
  ValiseSendWaiting *waiting;

  facts->bytes += sum->bytes;
  if (sum->count == 0) {
    g_free (subtitle);
    return;
  }
  waiting = g_new0 (ValiseSendWaiting, 1);
  waiting->icon = icon;
  waiting->title = g_strdup (title);
  waiting->subtitle = subtitle;
  waiting->bytes = sum->bytes;
  g_ptr_array_add (facts->waiting, waiting);
}

/* "3 records, Mwari Ridge and more": what can be acted on is called by its name. */
static char *
name_actionable (const ValisePlan *plan)
{
  guint n = (guint) plan->actionable.count;
  const char *title = NULL;

  for (guint i = 0; i < plan->records->len && title == NULL; i++) {
    const ValisePlanRecord *record = plan->records->pdata[i];

    title = record->actionable && record->title[0] != '\0' ? record->title : NULL;
  }
  return title != NULL ? g_strdup_printf (ngettext ("%u record · \u2068%s\u2069", "%u records · \u2068%s\u2069", n), n, title)
                       : g_strdup_printf (ngettext ("%u record", "%u records", n), n);
}

static void
add_all_waiting (ValiseSendFacts *facts, const ValisePlan *plan)
{
  guint others = (guint) plan->others.count, previews = (guint) plan->previews.count, originals = (guint) plan->originals.count;

  add_waiting (facts, &plan->actionable, "alarm-symbolic", _ ("Actionable, and what it needs"), name_actionable (plan));
  add_waiting (facts, &plan->others, "view-list-symbolic", _ ("Other records"),
               g_strdup_printf (ngettext ("%'u record", "%'u records", others), others));
  add_waiting (facts, &plan->previews, "view-grid-symbolic", _ ("Photo previews"),
               g_strdup_printf (ngettext ("%'u small picture", "%'u small pictures", previews), previews));
  add_waiting (facts, &plan->originals, "camera-photo-symbolic", _ ("Photos and other files"),
               g_strdup_printf (ngettext ("%'u file", "%'u files", originals), originals));
  add_waiting (facts, &plan->notes, "mail-send-symbolic", _ ("Receipts, and who looked at what"),
               g_strdup_printf (ngettext ("%'u note of the program", "%'u notes of the program", (gulong) plan->notes.count), (guint) plan->notes.count));
}

static void
add_group (ValiseSendFacts *facts, const ValisePlanGroup *group)
{
  g_ptr_array_add (facts->columns, column_of (group));
  if (!group->chosen || !group->waits)
    return;
  facts->waits = TRUE;
  facts->bundles++;
  facts->parts += group->parts;
  facts->size += group->size;
  facts->too_small |= group->parts == 0;
  facts->highest_class = MAX (facts->highest_class, group->highest_class);
}

ValiseSendFacts *
valise_send_facts_new (const ValisePlan *plan)
{
  ValiseSendFacts *facts = g_new0 (ValiseSendFacts, 1);

  facts->columns = g_ptr_array_new_with_free_func (column_free);
  facts->rows = g_ptr_array_new_with_free_func (row_free);
  facts->waiting = g_ptr_array_new_with_free_func (waiting_free);
  facts->records = plan->records->len;
  for (guint i = 0; i < plan->groups->len; i++)
    add_group (facts, plan->groups->pdata[i]);
  add_rows (facts, plan);
  add_all_waiting (facts, plan);
  return facts;
}

/* Sentences */

char *
valise_send_facts_again (const ValiseSendFacts *facts)
{
  if (facts->again == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%'u of these was sent before and no receipt came. It goes again, in case the bundle was lost.",
                                    "%'u of these were sent before and no receipt came. They go again, in case the bundle was lost.", facts->again), facts->again);
}

char *
valise_send_facts_parts (const ValiseSendFacts *facts)
{
  guint n = facts->parts;

  if (facts->too_small)
    return g_strdup (_ ("Too small: not even one record with all its entries fits into a part. Choose larger parts."));
  if (!facts->waits)
    return g_strdup (_ ("Nothing waits for those chosen."));
  if (n == facts->bundles)
    return g_strdup_printf (ngettext ("%u file. It carries everything.", "%u files, one for each group. Each carries everything.", n), n);
  return g_strdup_printf (ngettext ("%u part.", "%u parts. The first carry records and previews, the later ones originals. A lost part costs only that part.", n), n);
}

char *
valise_send_facts_sum (const ValiseSendFacts *facts)
{
  g_autofree char *size = g_format_size (facts->size);

  if (!facts->waits)
    return g_strdup (_ ("Nothing waits"));
  return g_strdup_printf (ngettext ("%u file, %s", "%u files, %s", facts->parts), facts->parts, size);
}
