/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-instance.h"

G_BEGIN_DECLS

/* Pure functions for <closure> in templates; the first argument is always the object the
 * template belongs to. plug_closures_bind() makes them known to a class. */
void        plug_closures_bind            (GtkWidgetClass   *klass);

char       *plug_closure_window_state     (gpointer          object,
                                           gboolean          ready,
                                           gboolean          failed,
                                           guint             n_accounts);
char       *plug_closure_list_state       (gpointer          object,
                                           guint             n_instances,
                                           guint             n_shown,
                                           gboolean          folded);
char       *plug_closure_count_text       (gpointer          object,
                                           guint             n_instances,
                                           guint             n_shown);
char       *plug_closure_list_title       (gpointer          object,
                                           gboolean          selecting,
                                           guint             n_chosen);
char       *plug_closure_attention_text   (gpointer          object,
                                           guint             n_intents);
gboolean    plug_closure_is_positive      (gpointer          object,
                                           guint             number);
gboolean    plug_closure_not              (gpointer          object,
                                           gboolean          value);
gboolean    plug_closure_has_text         (gpointer          object,
                                           const char       *text);
char       *plug_closure_display_text     (gpointer          object,
                                           const char       *text);

G_END_DECLS
