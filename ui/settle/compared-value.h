/* compared-value.h - a value beside another: what differs is underlined and boxed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "core/type.h"

/* A label (transfer floating). `others`: texts that it is compared with, NULL
 * at the end. Its accessible description says what differs. */
GtkWidget *valise_compared_value_new (const ValiseField *field, const char *text, const char *const *others);
