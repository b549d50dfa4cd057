/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages PlugWindow shows beside the list: each is made when it is first needed. */

#include "config.h"

#include "plug-window-private.h"

#include "plug-attention-page.h"
#include "plug-bulk-page.h"
#include "plug-check-page.h"
#include "plug-drift-page.h"
#include "plug-history-page.h"
#include "plug-new-instance-page.h"
#include "plug-request-page.h"

#include <glib/gi18n-lib.h>

/* What a page asks of the window */

static void
instance_created_cb (PlugWindow   *self,
                     PlugInstance *instance)
{
  plug_window_show_toast (self, _("Instance created"));
  plug_window_show_instance (self, instance);
}

static void
in_doubt_cb (PlugWindow *self)
{
  plug_window_show_page (self, plug_window_ensure_page (self, PLUG_WINDOW_PAGE_ATTENTION));
}

static void
create_again_cb (PlugWindow *self,
                 PlugIntent *intent)
{
  PlugNewInstancePage *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_NEW_INSTANCE);

  if (!plug_new_instance_page_is_creating (page))
    plug_new_instance_page_start_again (page, intent);
  plug_window_show_page (self, page);
}

static void
connect_page (PlugWindow *self,
              gpointer    page,
              const char *detailed_signal,
              GCallback   callback)
{
  g_signal_connect_object (page, detailed_signal, callback, self, G_CONNECT_SWAPPED);
}

static void
connect_new_instance (PlugWindow *self,
                      gpointer    page)
{
  connect_page (self, page, "cancelled", G_CALLBACK (plug_window_leave_page));
  connect_page (self, page, "created", G_CALLBACK (instance_created_cb));
  connect_page (self, page, "in-doubt", G_CALLBACK (in_doubt_cb));
}

static void
connect_attention (PlugWindow *self,
                   gpointer    page)
{
  connect_page (self, page, "show-instance", G_CALLBACK (plug_window_show_instance));
  connect_page (self, page, "create-again", G_CALLBACK (create_again_cb));
}

static void
connect_check (PlugWindow *self,
               gpointer    page)
{
  connect_page (self, page, "show-instance", G_CALLBACK (plug_window_show_instance));
  connect_page (self, page, "forgotten", G_CALLBACK (plug_window_say_forgotten));
  connect_page (self, page, "edit-account", G_CALLBACK (plug_window_edit_account));
}

static void
connect_drift (PlugWindow *self,
               gpointer    page)
{
  connect_page (self, page, "show-instance", G_CALLBACK (plug_window_show_instance));
  connect_page (self, page, "forgotten", G_CALLBACK (plug_window_say_forgotten));
}

static void
connect_history (PlugWindow *self,
                 gpointer    page)
{
  connect_page (self, page, "show-instance", G_CALLBACK (plug_window_show_instance));
}

static void
connect_request (PlugWindow *self,
                 gpointer    page)
{
  connect_page (self, page, "show-instance", G_CALLBACK (plug_window_show_instance));
}

/* The pages, in the order of PlugWindowPage. A new one is a line here and one there. */
static const struct {
  GtkWidget *(*create) (PlugInventory *inventory);
  void (*connect) (PlugWindow *self, gpointer page); /* NULL: it asks for nothing */
} pages[PLUG_WINDOW_N_PAGES] = {
  [PLUG_WINDOW_PAGE_NEW_INSTANCE] = { plug_new_instance_page_new, connect_new_instance },
  [PLUG_WINDOW_PAGE_ATTENTION] = { plug_attention_page_new, connect_attention },
  [PLUG_WINDOW_PAGE_BULK] = { plug_bulk_page_new, NULL },
  [PLUG_WINDOW_PAGE_CHECK] = { plug_check_page_new, connect_check },
  [PLUG_WINDOW_PAGE_DRIFT] = { plug_drift_page_new, connect_drift },
  [PLUG_WINDOW_PAGE_HISTORY] = { plug_history_page_new, connect_history },
  [PLUG_WINDOW_PAGE_REQUEST] = { plug_request_page_new, connect_request },
};

/* plug_window_add_page:
 * Private to PlugWindow.
 * @page: (transfer floating): one more beside the list; it has a property "folded" */
void
plug_window_add_page (PlugWindow *self,
                      gpointer    page)
{
  gtk_stack_add_child (self->pages, GTK_WIDGET (page));
  g_object_bind_property (self->leaflet, "folded", page, "folded", G_BINDING_SYNC_CREATE);
}

/* plug_window_ensure_page:
 * Private to PlugWindow.
 * Returns: (transfer none): the page, which is made when it is asked for the first time */
gpointer
plug_window_ensure_page (PlugWindow    *self,
                         PlugWindowPage page)
{
  if (self->made[page] == NULL)
    {
      self->made[page] = pages[page].create (self->inventory);
      if (pages[page].connect != NULL)
        pages[page].connect (self, self->made[page]);
      plug_window_add_page (self, self->made[page]);
    }
  return self->made[page];
}

/* plug_window_show_requests:
 * Private to PlugWindow.
 * @instance: which is to be asked */
void
plug_window_show_requests (PlugWindow   *self,
                           PlugInstance *instance)
{
  PlugRequestPage *page = plug_window_ensure_page (self, PLUG_WINDOW_PAGE_REQUEST);

  plug_request_page_start (page, instance);
  plug_window_show_page (self, page);
}
