/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-instance.h"

G_BEGIN_DECLS

/* What is looked at; any number of them at once. */
typedef enum {
  PLUG_FILTER_ACCOUNT,   /* an account's id */
  PLUG_FILTER_CONNECTOR, /* a connector's key */
  PLUG_FILTER_HUB,
  PLUG_FILTER_TAG,
  PLUG_FILTER_STATE,     /* plug_state_get_nick() */
} PlugFilterPart;

#define PLUG_FILTER_N_PARTS (PLUG_FILTER_STATE + 1)

/* Which instances are listed: those that have what is searched for and every value that is set. */
#define PLUG_TYPE_INSTANCE_FILTER (plug_instance_filter_get_type ())
G_DECLARE_FINAL_TYPE (PlugInstanceFilter, plug_instance_filter, PLUG, INSTANCE_FILTER, GtkFilter)

PlugInstanceFilter *plug_instance_filter_new       (void);
void                plug_instance_filter_set_text  (PlugInstanceFilter *self,
                                                    const char         *text);
const char         *plug_instance_filter_get_value (PlugInstanceFilter *self,
                                                    PlugFilterPart      part);
void                plug_instance_filter_set_value (PlugInstanceFilter *self,
                                                    PlugFilterPart      part,
                                                    const char         *value);
guint               plug_instance_filter_count     (PlugInstanceFilter *self);
void                plug_instance_filter_reset     (PlugInstanceFilter *self);

G_END_DECLS
