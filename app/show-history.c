/* show-history.c - a record's history: who, when, what, and who holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/doubt.h"
#include "app/history.h"
#include "app/print.h"
#include "app/receipts.h"
#include "app/show.h"
#include "core/sealed.h"
#include "sync/reseal.h"

/* "made", "changed", "withdrew", "restored", of what does not count "wrote":
 * codes for programs. */
static const char *
action_of (const ValiseHistoryItem *item, gboolean first)
{
  const ValiseValue *withdrawn = valise_entry_find (item->entry, ".withdrawn");

  if (item->aside != NULL)
    return "wrote";
  if (withdrawn != NULL)
    return strcmp (withdrawn->value, "true") == 0 ? "withdrew" : "restored";
  return first ? "made" : "changed";
}

static const char *
action_in_words (const char *action)
{
  if (strcmp (action, "made") == 0)
    return _ ("made it");
  if (strcmp (action, "wrote") == 0)
    return _ ("wrote to it");
  if (strcmp (action, "withdrew") == 0)
    return _ ("withdrew it");
  return strcmp (action, "restored") == 0 ? _ ("took the withdrawal back") : _ ("changed it");
}

static const ValiseField *
field_of (const ValiseShow *show, const char *name)
{
  return show->record->type != NULL ? valise_type_field (show->record->type, name) : NULL;
}

static gboolean
is_shown (const ValiseValue *value)
{
  return strcmp (value->name, ".why") == 0 ||
         (!valise_entry_name_is_own (value->name) && strcmp (value->name, ".withdrawn") != 0);
}

static const char *
label_of (const ValiseShow *show, const char *name)
{
  const ValiseField *field = field_of (show, name);

  if (field != NULL)
    return _ (field->label);
  if (strcmp (name, ".case") == 0)
    return _ ("Case");
  if (strcmp (name, ".class") == 0)
    return _ ("Classification");
  return strcmp (name, ".reason") == 0 || strcmp (name, ".why") == 0 ? _ ("Reason") : name;
}

static void
say_values (const ValiseShow *show, const ValiseEntry *entry)
{
  guint hidden = entry->n_commits - entry->n_values;

  for (guint i = 0; i < entry->n_values; i++) {
    const ValiseValue *value = &entry->values[i];
    g_autofree char *lines = valise_show_long_text (field_of (show, value->name), value->value);
    g_autofree char *text =
        valise_show_value (show, field_of (show, value->name), value->name, value->value);

    if (is_shown (value) && lines != NULL)
      valise_say_labelled_lines (4, label_of (show, value->name), lines);
    else if (is_shown (value))
      valise_say_labelled (4, label_of (show, value->name), text);
  }
  if (hidden > 0)
    valise_say (ngettext ("    and %u value that is not disclosed here",
                          "    and %u values that are not disclosed here", hidden),
                hidden);
}

/* By whose word an entry is held, and which sealed values are. */
typedef struct {
  ValiseStore *store;
  GPtrArray *receipts;
  GHashTable *sealed; /* reseal.h */
} Holding;

static void
holding_clear (Holding *holding)
{
  g_clear_pointer (&holding->receipts, g_ptr_array_unref);
  g_clear_pointer (&holding->sealed, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Holding, holding_clear)

static gboolean
load_holding (ValiseStore *store, Holding *holding, GError **error)
{
  holding->store = store;
  holding->receipts = valise_receipts_load (store, error);
  holding->sealed = holding->receipts != NULL ? valise_reseal_held (store, error) : NULL;
  return holding->sealed != NULL;
}

/* Does an own entry hold a sealed value that no custodian of today reads, or
 * that headquarters has not got? */
static gboolean
lacks_sealed (const Holding *holding, const ValiseEntry *entry)
{
  ValiseHash handle;

  for (guint i = 0; strcmp (entry->device, valise_store_get_device (holding->store)) == 0 && i < entry->n_values; i++)
    if (valise_sealed_parse_handle (entry->values[i].value, &handle) &&
        !g_hash_table_contains (holding->sealed, &handle))
      return TRUE;
  return FALSE;
}

static void
say_held (const Holding *holding, const ValiseEntry *entry)
{
  gboolean partly = FALSE;
  const ValiseReceiptSeen *receipt =
      valise_receipts_find (holding->receipts, entry->device, entry->index, &partly);
  g_autofree char *time = receipt != NULL ? valise_show_time (receipt->time) : NULL;

  if (receipt == NULL)
    valise_say ("    %s", _ ("not yet held by headquarters, as far as this store knows"));
  else if (partly)
    valise_say (_ ("    held in part by headquarters: receipt %.8s of %s"), receipt->record, time);
  else if (lacks_sealed (holding, entry))
    valise_say (_ ("    held by headquarters, but not what is sealed, which no custodian of today can read there: receipt %.8s of %s"), receipt->record, time);
  else
    valise_say (_ ("    held by headquarters: receipt %.8s of %s"), receipt->record, time);
}

static void
say_doubts (ValiseClocks *clocks, const ValiseEntry *entry)
{
  g_auto (GStrv) words = NULL;
  ValiseClockFinding finding;

  valise_clocks_judge (clocks, entry, &finding);
  words = valise_doubt_words (&finding);
  for (guint i = 0; words[i] != NULL; i++)
    valise_say (_ ("    its time is in doubt: %s"), words[i]);
}

/* What does not count is not shown: who, when and why must do. */
static void
say_entry (const ValiseShow *show, const ValiseHistoryItem *item, gboolean first)
{
  const ValiseEntry *entry = item->entry;
  g_autofree char *author = valise_show_author (show->store, entry->device), *safe = valise_safe (author);
  g_autofree char *stamp = valise_entry_dup_text (entry, ".time"), *time = valise_show_time (stamp);
  g_autofree char *safe_time = valise_safe (time), *why = valise_safe (item->aside);

  valise_say (_ ("  %s  %s %s  (entry %" G_GUINT64_FORMAT " of log %.8s)"), safe_time, safe,
              action_in_words (action_of (item, first)), entry->index, entry->device);
  if (item->aside != NULL)
    valise_say (why[0] != '\0' ? _ ("    SET ASIDE, it does not count: %s") : _ ("    SET ASIDE, it does not count%s"), why);
  else
    say_values (show, entry);
}

gboolean
valise_show_history_as_text (const ValiseShow *show, GError **error)
{
  g_auto (Holding) holding = { 0 };
  g_autoptr (ValiseHistory) history = load_holding (show->store, &holding, error)
                                          ? valise_history_load (show->store, show->record, error)
                                          : NULL;
  g_autoptr (ValiseClocks) clocks = history != NULL ? valise_clocks_new (show->store, error) : NULL;
  gboolean first = TRUE;

  if (clocks == NULL)
    return FALSE;
  valise_say ("\n%s", _ ("History"));
  for (guint i = 0; i < history->items->len; i++) {
    const ValiseHistoryItem *item = &g_array_index (history->items, ValiseHistoryItem, i);

    say_entry (show, item, first);
    say_doubts (clocks, item->entry);
    say_held (&holding, item->entry);
    first &= item->aside != NULL;
  }
  return TRUE;
}

static void
put_values (const ValiseShow *show, const ValiseHistoryItem *from, yyjson_mut_doc *doc,
            yyjson_mut_val *item)
{
  yyjson_mut_val *fields = valise_out_object (doc, item, "fields");
  const ValiseEntry *entry = from->entry;

  for (guint i = 0; from->aside == NULL && i < entry->n_values; i++) {
    const ValiseValue *value = &entry->values[i];
    yyjson_mut_val *object = valise_out_object (doc, fields, value->name);
    g_autofree char *text =
        valise_show_value (show, field_of (show, value->name), value->name, value->value);

    valise_out_value (doc, object, "value", value->value);
    valise_out_text (doc, object, "text", text);
  }
}

static void
put_held (const Holding *holding, const ValiseEntry *entry, yyjson_mut_doc *doc,
          yyjson_mut_val *item)
{
  gboolean partly = FALSE;
  const ValiseReceiptSeen *receipt =
      valise_receipts_find (holding->receipts, entry->device, entry->index, &partly);
  yyjson_mut_val *held;

  if (receipt == NULL) {
    valise_out_value (doc, item, "held", NULL);
    return;
  }
  held = valise_out_object (doc, item, "held");
  valise_out_text (doc, held, "receipt", receipt->record);
  valise_out_text (doc, held, "time", receipt->time);
  valise_out_flag (doc, held, "in_part", partly || lacks_sealed (holding, entry));
}

static void
put_entry (const ValiseShow *show, const ValiseHistoryItem *from, gboolean first,
           yyjson_mut_doc *doc, yyjson_mut_val *item)
{
  const ValiseEntry *entry = from->entry;
  g_autofree char *author = valise_show_author (show->store, entry->device);
  g_autofree char *time = valise_entry_dup_text (entry, ".time");
  g_autofree char *leaf = valise_hex_encode (entry->leaf.bytes, VALISE_HASH_SIZE);

  valise_out_text (doc, item, "time", time);
  valise_out_text (doc, item, "by", author);
  valise_out_text (doc, item, "device", entry->device);
  valise_out_number (doc, item, "index", entry->index);
  valise_out_text (doc, item, "leaf", leaf);
  valise_out_text (doc, item, "action", action_of (from, first));
  valise_out_text (doc, item, "set_aside", from->aside);
  valise_out_number (doc, item, "replaces", entry->n_after);
  valise_out_number (doc, item, "undisclosed", entry->n_commits - entry->n_values);
  put_values (show, from, doc, item);
}

gboolean
valise_show_history_as_json (const ValiseShow *show, yyjson_mut_doc *doc, GError **error)
{
  g_auto (Holding) holding = { 0 };
  g_autoptr (ValiseHistory) history = load_holding (show->store, &holding, error)
                                          ? valise_history_load (show->store, show->record, error)
                                          : NULL;
  g_autoptr (ValiseClocks) clocks = history != NULL ? valise_clocks_new (show->store, error) : NULL;
  yyjson_mut_val *list;
  gboolean first = TRUE;

  if (clocks == NULL)
    return FALSE;
  list = valise_out_list (doc, valise_out_root (doc), "history");
  for (guint i = 0; i < history->items->len; i++) {
    const ValiseHistoryItem *from = &g_array_index (history->items, ValiseHistoryItem, i);
    yyjson_mut_val *item = valise_out_item (doc, list);
    ValiseClockFinding finding;

    put_entry (show, from, first, doc, item);
    valise_clocks_judge (clocks, from->entry, &finding);
    valise_doubt_put (&finding, doc, item);
    put_held (&holding, from->entry, doc, item);
    first &= from->aside != NULL;
  }
  return TRUE;
}
