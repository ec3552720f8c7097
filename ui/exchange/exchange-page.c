/* exchange-page.c - one place for what travels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/exchange-page.h"

#include "ui/exchange/ledger-view.h"
#include "ui/exchange/send-view.h"
#include "ui/exchange/take-in-view.h"

struct _ValiseExchangePage {
  AdwBin parent;

  GtkStack *views;
  ValiseSendView *send;
  ValiseTakeInView *take_in;
  ValiseLedgerView *ledger;
};

G_DEFINE_FINAL_TYPE (ValiseExchangePage, valise_exchange_page, ADW_TYPE_BIN)

static void
dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_EXCHANGE_PAGE);
  G_OBJECT_CLASS (valise_exchange_page_parent_class)->dispose (object);
}

static void
valise_exchange_page_class_init (ValiseExchangePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/exchange/exchange-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseExchangePage, views);
}

static void
valise_exchange_page_init (ValiseExchangePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
valise_exchange_page_new (ValiseSession *session)
{
  ValiseExchangePage *self = g_object_new (VALISE_TYPE_EXCHANGE_PAGE, NULL);

  self->send = VALISE_SEND_VIEW (valise_send_view_new (session));
  gtk_stack_add_named (self->views, GTK_WIDGET (self->send), "send");
  self->take_in = VALISE_TAKE_IN_VIEW (valise_take_in_view_new (session));
  gtk_stack_add_named (self->views, GTK_WIDGET (self->take_in), "take-in");
  self->ledger = VALISE_LEDGER_VIEW (valise_ledger_view_new (session));
  gtk_stack_add_named (self->views, GTK_WIDGET (self->ledger), "ledger");
  return GTK_WIDGET (self);
}

void
valise_exchange_page_send (ValiseExchangePage *self)
{
  gtk_stack_set_visible_child_name (self->views, "send");
}

void
valise_exchange_page_look (ValiseExchangePage *self, const char *const *paths)
{
  gtk_stack_set_visible_child_name (self->views, "take-in");
  valise_take_in_view_look (self->take_in, paths);
}

void
valise_exchange_page_refresh (ValiseExchangePage *self)
{
  valise_send_view_refresh (self->send);
  valise_take_in_view_refresh (self->take_in);
  valise_ledger_view_refresh (self->ledger);
}
