/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How long the main loop is away, seen by a timer and by a widget's frame clock. What the whole
 * computer was away for, and what the thread waited for a processor that others had, is not the
 * program's: it is taken off. */
typedef struct _PlugGapMeter PlugGapMeter;

PlugGapMeter *plug_gap_meter_start     (GtkWidget    *widget);
void          plug_gap_meter_free      (PlugGapMeter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugGapMeter, plug_gap_meter_free)

guint         plug_gap_meter_stop      (PlugGapMeter *self,
                                        const char   *what);

G_END_DECLS
