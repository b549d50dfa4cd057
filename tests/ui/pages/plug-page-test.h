/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-inventory.h"
#include "plug-sandbox.h"
#include "plug-test.h"

G_BEGIN_DECLS

/* A tenant, an account of it in a real keyring and an inventory, and a window for a page. */
typedef struct {
  char *folder;
  PlugSandbox *sandbox;
  PlugInventory *inventory;
  PlugAccount *account; /* borrowed */
  GtkWidget *window;
} PlugPageTest;

void          plug_page_test_set_up         (PlugPageTest *test,
                                             const void   *data);
void          plug_page_test_tear_down      (PlugPageTest *test,
                                             const void   *data);
void          plug_page_test_show           (PlugPageTest *test,
                                             GtkWidget    *page);
void          plug_page_test_close          (PlugPageTest *test);
PlugInstance *plug_page_test_save_instance  (PlugPageTest *test,
                                             const char   *name,
                                             const char   *token);
PlugIntent   *plug_page_test_add_intent     (PlugPageTest *test,
                                             const char   *name,
                                             PlugIntentState state);
char         *plug_page_test_install_browser (PlugPageTest *test);
void          plug_page_test_lock_keyring   (PlugPageTest *test);

/* The nth widget of a type below (or at) a widget, NULL when there is none. */
gpointer      plug_page_test_find           (gpointer      root,
                                             GType         type,
                                             guint         nth);
gpointer      plug_page_test_find_row       (gpointer      root,
                                             const char   *title);
/* The visible button of that label, tooltip or icon name. */
GtkWidget    *plug_page_test_find_button    (gpointer      root,
                                             const char   *what);
gboolean      plug_page_test_shows          (gpointer      root,
                                             const char   *text);
void          plug_page_test_wait_for       (gpointer      root,
                                             const char   *text);
GtkWidget    *plug_page_test_wait_for_dialog (void);
void          plug_page_test_press          (gpointer      root,
                                             const char   *what);
void          plug_page_test_type           (gpointer      root,
                                             const char   *title,
                                             const char   *text);
const char   *plug_page_test_read           (gpointer      root,
                                             const char   *title);
char         *plug_page_test_dup_clipboard  (PlugPageTest *test);
void          plug_page_test_spin           (void);

G_END_DECLS
