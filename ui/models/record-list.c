/* record-list.c - a list of records, windowed over the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/record-list.h"

#define PAGE 100      /* rows fetched at a time: two screens, some milliseconds */
#define MOST_PAGES 40 /* kept; the one used longest ago goes first */

struct _ValiseRecordSlot {
  GObject parent;

  ValiseRecordItem *item;
};

enum {
  SLOT_PROP_ITEM = 1,
  N_SLOT_PROPERTIES,
};

static GParamSpec *slot_properties[N_SLOT_PROPERTIES];

G_DEFINE_FINAL_TYPE (ValiseRecordSlot, valise_record_slot, G_TYPE_OBJECT)

static void
slot_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_object (value, VALISE_RECORD_SLOT (object)->item);
}

static void
slot_dispose (GObject *object)
{
  g_clear_object (&VALISE_RECORD_SLOT (object)->item);
  G_OBJECT_CLASS (valise_record_slot_parent_class)->dispose (object);
}

static void
valise_record_slot_class_init (ValiseRecordSlotClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = slot_get_property;
  G_OBJECT_CLASS (klass)->dispose = slot_dispose;
  slot_properties[SLOT_PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, VALISE_TYPE_RECORD_ITEM,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_SLOT_PROPERTIES, slot_properties);
}

static void
valise_record_slot_init (ValiseRecordSlot *self)
{
}

ValiseRecordItem *
valise_record_slot_get (ValiseRecordSlot *self)
{
  return self->item;
}

/* The list */

typedef struct {
  guint number;
  ValiseRecordSlot *slots[PAGE]; /* NULL beyond the end */
} Page;

struct _ValiseRecordList {
  GObject parent;

  ValiseSession *session;
  GArray *order;              /* of gint64 */
  GQueue pages;               /* of Page, the one used last first */
  GHashTable *by_number;      /* number → GList link in pages */
  GCancellable *cancellable;
};

static GType
get_item_type (GListModel *model)
{
  return VALISE_TYPE_RECORD_SLOT;
}

static guint
get_n_items (GListModel *model)
{
  return VALISE_RECORD_LIST (model)->order->len;
}

static void
page_free (gpointer data)
{
  Page *page = data;

  for (guint i = 0; i < PAGE; i++)
    g_clear_object (&page->slots[i]);
  g_free (page);
}

/* Fetching a page */

typedef struct {
  guint n;
  gint64 numbers[PAGE];
} Wanted;

static ValiseRecordItem *
fetch_one (ValiseStore *store, ValiseStandings *standings, gint64 number, GError **error)
{
  g_autoptr (ValiseListRow) row = valise_listing_row (store, number, error);
  g_autoptr (ValiseRecord) record = row != NULL ? valise_record_load (store, row->record, error) : NULL;

  return record != NULL ? valise_record_item_new (store, standings, record, row->incomplete) : NULL;
}

static gpointer
fetch (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (ValiseStandings) standings = valise_standings_load (store, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (wanted->n, NULL);

  if (standings == NULL)
    return NULL;
  /* A record that cannot be read leaves its row empty, not the list. */
  for (guint i = 0; i < wanted->n && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (items, fetch_one (store, standings, wanted->numbers[i], NULL));
  return g_steal_pointer (&items);
}

static void
items_free (gpointer data)
{
  GPtrArray *items = data;

  for (guint i = 0; i < items->len; i++)
    if (items->pdata[i] != NULL)
      g_object_unref (items->pdata[i]);
  g_ptr_array_unref (items);
}

/* The page may be gone by now: then its slots are, or live on in a view. */
static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GPtrArray) slots = user;
  GPtrArray *items = valise_session_run_finish (VALISE_SESSION (source), result, NULL);

  if (items == NULL)
    return;
  for (guint i = 0; i < MIN (items->len, slots->len); i++) {
    ValiseRecordSlot *slot = slots->pdata[i];

    g_set_object (&slot->item, items->pdata[i]);
    g_object_notify_by_pspec (G_OBJECT (slot), slot_properties[SLOT_PROP_ITEM]);
  }
  items_free (items);
}

static void
start_fetch (ValiseRecordList *self, const Page *page)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = fetch,
    .free_data = g_free,
    .free_result = items_free,
  };
  GPtrArray *slots = g_ptr_array_new_with_free_func (g_object_unref);
  Wanted *wanted = g_new0 (Wanted, 1);
  guint first = page->number * PAGE;

  for (guint i = 0; i < PAGE && page->slots[i] != NULL; i++) {
    wanted->numbers[wanted->n++] = g_array_index (self->order, gint64, first + i);
    g_ptr_array_add (slots, g_object_ref (page->slots[i]));
  }
  valise_session_run_async (self->session, &job, wanted, self->cancellable, on_fetched, slots);
}

static Page *
make_page (ValiseRecordList *self, guint number)
{
  Page *page = g_new0 (Page, 1);

  page->number = number;
  for (guint i = 0; i < PAGE && number * PAGE + i < self->order->len; i++)
    page->slots[i] = g_object_new (VALISE_TYPE_RECORD_SLOT, NULL);
  if (self->pages.length >= MOST_PAGES) {
    Page *oldest = g_queue_pop_tail (&self->pages);

    g_hash_table_remove (self->by_number, GUINT_TO_POINTER (oldest->number));
    page_free (oldest);
  }
  g_queue_push_head (&self->pages, page);
  g_hash_table_insert (self->by_number, GUINT_TO_POINTER (number), self->pages.head);
  start_fetch (self, page);
  return page;
}

static Page *
get_page (ValiseRecordList *self, guint number)
{
  GList *link = g_hash_table_lookup (self->by_number, GUINT_TO_POINTER (number));

  if (link == NULL)
    return make_page (self, number);
  g_queue_unlink (&self->pages, link);
  g_queue_push_head_link (&self->pages, link);
  return link->data;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ValiseRecordList *self = VALISE_RECORD_LIST (model);

  if (position >= self->order->len)
    return NULL;
  return g_object_ref (get_page (self, position / PAGE)->slots[position % PAGE]);
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ValiseRecordList, valise_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
dispose (GObject *object)
{
  ValiseRecordList *self = VALISE_RECORD_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (valise_record_list_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseRecordList *self = VALISE_RECORD_LIST (object);

  g_queue_clear_full (&self->pages, page_free);
  g_hash_table_unref (self->by_number);
  g_object_unref (self->cancellable);
  g_array_unref (self->order);
  G_OBJECT_CLASS (valise_record_list_parent_class)->finalize (object);
}

static void
valise_record_list_class_init (ValiseRecordListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_record_list_init (ValiseRecordList *self)
{
  g_queue_init (&self->pages);
  self->by_number = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
}

/* The order */

typedef struct {
  char *types, *words;
  gboolean incomplete, conflicts;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->types);
  g_free (query->words);
  g_free (query);
}

static gpointer
read_order (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  ValiseListing listing = { query->types, query->words, query->incomplete, query->conflicts };

  return valise_listing_order (store, &listing, 0, error);
}

void
valise_record_list_load_async (ValiseSession *session, const ValiseListing *listing,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = read_order,
    .free_data = query_free,
    .free_result = (GDestroyNotify) g_array_unref,
  };
  Query *query = g_new0 (Query, 1);

  query->types = g_strdup (listing->types);
  query->words = g_strdup (listing->words);
  query->incomplete = listing->incomplete;
  query->conflicts = listing->conflicts;
  valise_session_run_async (session, &job, query, cancellable, callback, user);
}

ValiseRecordList *
valise_record_list_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  GArray *order = valise_session_run_finish (session, result, error);

  return order != NULL ? valise_record_list_new (session, order) : NULL;
}

ValiseRecordList *
valise_record_list_new (ValiseSession *session, GArray *order)
{
  ValiseRecordList *self = g_object_new (VALISE_TYPE_RECORD_LIST, NULL);

  self->session = g_object_ref (session);
  self->order = order;
  return self;
}

gboolean
valise_record_list_find (ValiseRecordList *self, gint64 number, guint *position)
{
  for (guint i = 0; i < self->order->len; i++)
    if (g_array_index (self->order, gint64, i) == number) {
      *position = i;
      return TRUE;
    }
  return FALSE;
}
