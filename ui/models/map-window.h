/* map-window.h - what the map shows: the marks around the view, the records within it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/clusters.h"
#include "ui/models/record-list.h"
#include "ui/models/session.h"

typedef struct {
  ValiseSpotWindow view; /* what is on the screen */
  double zoom;
  const char *types;     /* names with blanks between them; NULL: all */
  gboolean told;         /* days are those when it was told, not seen */
  int from, to;          /* days, both within; a record without a day is not on the map */
} ValiseMapQuery;

typedef struct {
  GPtrArray *clusters;     /* of ValiseCluster; of half a screen more on each side, so that moving uncovers no blank */
  ValiseRecordList *list;  /* the records in view: actionable ones first, then the newest */
} ValiseMapWindow;

void valise_map_window_free (ValiseMapWindow *window);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseMapWindow, valise_map_window_free)

/* On the worker. */
void             valise_map_window_load_async (ValiseSession *session, const ValiseMapQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseMapWindow *valise_map_window_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* Does a window hold it? Also one across 180°. Pure. */
gboolean valise_spot_window_holds (const ValiseSpotWindow *window, ValiseDegrees at);

/* Half as large again on each side. Pure. */
ValiseSpotWindow valise_spot_window_widen (const ValiseSpotWindow *window);
