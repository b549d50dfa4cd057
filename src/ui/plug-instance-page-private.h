/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance-page.h"

#include <adwaita.h>

#include "plug-error-view.h"
#include "plug-health-row.h"
#include "plug-property-row.h"
#include "plug-token-row.h"

G_BEGIN_DECLS

struct _PlugInstancePage {
  GtkWidget parent_instance;
  GtkWidget *root;
  AdwWindowTitle *window_title;
  GtkWidget *check_button;
  GtkWidget *menu_button;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  PlugErrorView *error_view;
  PlugHealthRow *health_row;
  GtkWidget *differences_group;
  GPtrArray *difference_rows; /* borrowed from differences_group */
  guint differences_source;
  PlugTokenRow *token_row;
  PlugPropertyRow *id_row;
  PlugPropertyRow *connector_row;
  PlugPropertyRow *account_row;
  PlugPropertyRow *tags_row;
  PlugPropertyRow *created_row;
  AdwExpanderRow *configuration_row;
  GPtrArray *configuration_rows; /* borrowed from configuration_row */
  char *configuration;           /* what they were made of */
  PlugInventory *inventory;
  PlugInstance *instance;
  PlugCheck *check; /* of it, while it runs */
  gboolean folded;
};

/* plug-instance-page.c */
void plug_instance_page_say                 (PlugInstancePage *self,
                                             const char       *text);

/* plug-instance-copy.c: actions instance.copy-*. */
void plug_instance_page_install_copy        (GtkWidgetClass   *widget_class);
void plug_instance_page_update_copy         (PlugInstancePage *self);

/* plug-instance-verbs.c: what is done with the instance. */
void plug_instance_page_install_verbs       (GtkWidgetClass   *widget_class);
void plug_instance_page_update_verbs        (PlugInstancePage *self);
void plug_instance_page_drop_check          (PlugInstancePage *self);
void plug_instance_page_apply_remedy        (PlugInstancePage *self,
                                             PlugRemedy        remedy);
void plug_instance_page_keep                (PlugInstancePage *self);

/* plug-instance-dialogs.c: instance.edit and instance.reauthenticate. */
void plug_instance_page_install_dialogs     (GtkWidgetClass   *widget_class);
void plug_instance_page_update_dialogs      (PlugInstancePage *self);

/* plug-instance-differences.c: what differs from what was saved. */
void plug_instance_page_show_differences    (PlugInstancePage *self);

G_END_DECLS
