/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance-list.h"
#include "plug-instance-page.h"
#include "plug-problem-bar.h"
#include "plug-window.h"

G_BEGIN_DECLS

/* PlugWindowPage:
 * The pages beside the list that are made when they are first needed. */
typedef enum {
  PLUG_WINDOW_PAGE_NEW_INSTANCE,
  PLUG_WINDOW_PAGE_ATTENTION,
  PLUG_WINDOW_PAGE_BULK,
  PLUG_WINDOW_PAGE_CHECK,
  PLUG_WINDOW_PAGE_DRIFT,
  PLUG_WINDOW_PAGE_HISTORY,
  PLUG_WINDOW_PAGE_REQUEST,
  PLUG_WINDOW_N_PAGES
} PlugWindowPage;

struct _PlugWindow {
  AdwApplicationWindow parent_instance;

  PlugInventory *inventory;
  PlugSandboxHost *sandbox_host;
  GCancellable *cancellable;
  gboolean failed;
  gboolean starting_sandbox;
  guint n_modals;
  GVariant *undo; /* (nullable): what win.recall is given */

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
  GtkWidget *made[PLUG_WINDOW_N_PAGES]; /* (nullable) */
};

void plug_window_show_page       (PlugWindow     *self,
                                  gpointer        page);
void plug_window_leave_page      (PlugWindow     *self);
/* Actions: win.add-account, win.accounts, win.paste-request. */
void plug_window_install_dialogs (GtkWidgetClass *widget_class);
/* Actions: win.export, win.import. */
void plug_window_install_house   (GtkWidgetClass *widget_class);
void plug_window_edit_account    (PlugWindow     *self,
                                  PlugAccount    *account);
void plug_window_add_page        (PlugWindow     *self,
                                  gpointer        page);
gpointer plug_window_ensure_page (PlugWindow     *self,
                                  PlugWindowPage  page);
/* Actions: win.sync, win.check-all, win.recall, win.undo, win.drift, win.history. What the list
 * asks for and what was done. */
void plug_window_install_verbs   (GtkWidgetClass *widget_class);
void plug_window_bind_verbs      (GtkWidgetClass *widget_class);
void plug_window_check           (PlugWindow     *self,
                                  GListModel     *instances);
void plug_window_show_history    (PlugWindow     *self,
                                  PlugInstance   *instance);
void plug_window_show_requests   (PlugWindow     *self,
                                  PlugInstance   *instance);
void plug_window_say_forgotten   (PlugWindow     *self,
                                  PlugInstance   *instance);

G_END_DECLS
