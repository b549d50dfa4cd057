/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-attention-page.h"
#include "plug-bulk-page.h"
#include "plug-check-page.h"
#include "plug-drift-page.h"
#include "plug-history-page.h"
#include "plug-instance-list.h"
#include "plug-instance-page.h"
#include "plug-new-instance-page.h"
#include "plug-problem-bar.h"
#include "plug-window.h"

G_BEGIN_DECLS

struct _PlugWindow {
  AdwApplicationWindow parent_instance;

  PlugInventory *inventory;
  PlugSandboxHost *sandbox_host;
  GCancellable *cancellable;
  gboolean failed;
  gboolean starting_sandbox;
  guint n_modals;

  GtkNoSelection *accounts;
  GtkNoSelection *intents;
  GtkNoSelection *instances;

  AdwToastOverlay *toasts;
  GtkWidget *everything;
  AdwStatusPage *failed_page;
  GtkStack *sandbox_stack;
  GtkSpinner *sandbox_spinner;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar;
  PlugInstanceList *list;
  GtkStack *pages;
  GtkWidget *first_page;
  PlugProblemBar *problem_bar;

  PlugInstancePage *instance_page;
  PlugNewInstancePage *new_instance_page;
  PlugAttentionPage *attention_page;
  PlugBulkPage *bulk_page;
  PlugCheckPage *check_page;
  PlugDriftPage *drift_page;
  PlugHistoryPage *history_page;
};

void plug_window_show_page       (PlugWindow     *self,
                                  gpointer        page);
/* Actions: win.add-account, win.accounts, win.paste-request. */
void plug_window_install_dialogs (GtkWidgetClass *widget_class);
/* Actions: win.export, win.import. */
void plug_window_install_house   (GtkWidgetClass *widget_class);
void plug_window_present_modal   (PlugWindow     *self,
                                  GtkWindow      *dialog);
void plug_window_edit_account    (PlugWindow     *self,
                                  PlugAccount    *account);
/* The pages on what is with instances; see also plug_window_show_page(). */
void plug_window_add_page        (PlugWindow     *self,
                                  gpointer        page);
void plug_window_add_reports     (PlugWindow     *self);
/* Actions: win.sync, win.check-all, win.recall, win.drift, win.history. What the list asks for
 * and what was done. */
void plug_window_install_verbs   (GtkWidgetClass *widget_class);
void plug_window_bind_verbs      (GtkWidgetClass *widget_class);
void plug_window_check           (PlugWindow     *self,
                                  GListModel     *instances);
void plug_window_show_history    (PlugWindow     *self,
                                  PlugInstance   *instance);
void plug_window_say_forgotten   (PlugWindow     *self,
                                  PlugInstance   *instance);

G_END_DECLS
