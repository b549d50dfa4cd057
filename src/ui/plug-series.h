/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-verb.h"

G_BEGIN_DECLS

/* One verb done to several instances, a few at a time. It goes on whether or not anybody watches.
 * Properties, read-only and notified: "n-done", "n-total", "finished". */
#define PLUG_TYPE_SERIES (plug_series_get_type ())
G_DECLARE_FINAL_TYPE (PlugSeries, plug_series, PLUG, SERIES, GObject)

PlugSeries   *plug_series_run          (PlugInventory *inventory,
                                        PlugVerb      *verb,
                                        GListModel    *instances);
PlugVerb     *plug_series_get_verb     (PlugSeries    *self);
guint         plug_series_get_n_done   (PlugSeries    *self);
guint         plug_series_get_n_total  (PlugSeries    *self);
guint         plug_series_get_n_failed (PlugSeries    *self);
/* The first that went wrong. */
const GError *plug_series_get_error    (PlugSeries    *self);
gboolean      plug_series_is_finished  (PlugSeries    *self);
/* Those it was done to: a GListModel of PlugInstance. */
GListModel   *plug_series_list_done    (PlugSeries    *self);
/* What runs is brought to its end; nothing more is begun. */
void          plug_series_stop         (PlugSeries    *self);

G_END_DECLS
