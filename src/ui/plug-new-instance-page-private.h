/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-new-instance-page.h"

#include <adwaita.h>

#include "plug-connector-picker.h"
#include "plug-error-view.h"
#include "plug-form-loader.h"
#include "plug-oauth.h"

G_BEGIN_DECLS

struct _PlugNewInstancePage {
  GtkWidget parent_instance;
  GtkWidget *root;
  GtkWidget *cancel_button;
  GtkWidget *create_button;
  GtkRevealer *progress;
  GtkSpinner *spinner;
  GtkLabel *phase_label;
  GtkScrolledWindow *scroller;
  GtkWidget *form;
  PlugErrorView *error_view;
  AdwActionRow *connector_row;
  GtkWidget *change_button;
  AdwActionRow *account_row;
  AdwComboRow *account_combo;
  PlugConnectorPicker *picker; /* NULL until wanted; in the place of all the rest while seen */
  PlugFormLoader *loader;
  PlugForm *fields; /* the loader's */
  PlugInventory *inventory;
  PlugConnector *connector;
  PlugAccount *account; /* NULL while there is none */
  PlugCreation *creation;
  PlugOAuth *oauth;
  PlugDraft *authorized_draft; /* what a browser is asked for */
  PlugAccount *authorized_account;
  PlugDraft *asked_draft; /* what waits for an answer to “Create a Second One?” */
  PlugInstance *asked_instance; /* what waits for an answer to “Replace What Is Filled In?” */
  PlugIntent *in_doubt; /* what the form was last sent as and nobody knows the end of */
  gboolean folded;
  gboolean loading;
};

/* plug-new-instance-page.c */
void plug_new_instance_page_reset_form      (PlugNewInstancePage *self);

/* plug-new-instance-steps.c */
void plug_new_instance_page_show_running    (PlugNewInstancePage *self,
                                             gboolean             running);
void plug_new_instance_page_forget_creation (PlugNewInstancePage *self);
void plug_new_instance_page_submit          (PlugNewInstancePage *self);
void plug_new_instance_page_cancel          (PlugNewInstancePage *self);

G_END_DECLS
