/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRegionRow: the pick list of regions. */

#include "config.h"

#include "plug-region-row.h"

#include "plug-region.h"

#include <glib/gi18n-lib.h>

struct _PlugRegionRow {
  AdwComboRow parent_instance;

  guint shown;
};

G_DEFINE_FINAL_TYPE (PlugRegionRow, plug_region_row, ADW_TYPE_COMBO_ROW)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GListModel *
create_model (void)
{
  gsize n_regions;
  const PlugRegion *regions = plug_region_list (&n_regions);
  GtkStringList *model = gtk_string_list_new (NULL);

  for (gsize i = 0; i < n_regions; i++)
    gtk_string_list_append (model, _(regions[i].name));
  gtk_string_list_append (model, C_("region", "Other"));
  return G_LIST_MODEL (model);
}

static guint
position_of (const PlugRegion *region)
{
  gsize n_regions;
  const PlugRegion *regions = plug_region_list (&n_regions);

  return region != NULL ? (guint) (region - regions) : (guint) n_regions;
}

/* A notification may come late, when what it tells is known already. */
static void
selected_cb (PlugRegionRow *self)
{
  guint position = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (position == self->shown)
    return;
  self->shown = position;
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

/* The popup */

static void
item_clicked_cb (GtkWidget   *button,
                 GtkListItem *item)
{
  GtkWidget *popover = gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER);
  GtkWidget *row = gtk_widget_get_ancestor (button, PLUG_TYPE_REGION_ROW);

  gtk_popover_popdown (GTK_POPOVER (popover));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), gtk_list_item_get_position (item));
}

static void
item_setup_cb (PlugRegionRow *self,
               GtkListItem   *item)
{
  GtkWidget *button = gtk_button_new_with_label ("");

  gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "choice");
  g_signal_connect (button, "clicked", G_CALLBACK (item_clicked_cb), item);
  gtk_list_item_set_child (item, button);
}

static void
item_bound_cb (PlugRegionRow *self,
               GtkListItem   *item)
{
  GtkStringObject *name = gtk_list_item_get_item (item);

  gtk_button_set_label (GTK_BUTTON (gtk_list_item_get_child (item)),
                        gtk_string_object_get_string (name));
}

static GtkListItemFactory *
create_factory (PlugRegionRow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (item_setup_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (item_bound_cb), self,
                           G_CONNECT_SWAPPED);
  return factory;
}

static void
open_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  adw_action_row_activate (ADW_ACTION_ROW (widget));
}

static void
plug_region_row_class_init (PlugRegionRowClass *klass)
{
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PLUG_TYPE_REGION_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "region.open", NULL,
                                   open_activated);
}

static void
plug_region_row_init (PlugRegionRow *self)
{
  g_autoptr (GListModel) model = create_model ();
  g_autoptr (GtkListItemFactory) factory = create_factory (self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Region"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), model);
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (self), factory);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/* plug_region_row_new:
 * Returns: (transfer floating): a row with the first region chosen */
GtkWidget *
plug_region_row_new (void)
{
  return g_object_new (PLUG_TYPE_REGION_ROW, NULL);
}

/* plug_region_row_dup_base_url:
 * Returns: (transfer full) (nullable): the region's normal base URL, NULL for Other */
char *
plug_region_row_dup_base_url (PlugRegionRow *self)
{
  gsize n_regions;
  const PlugRegion *regions = plug_region_list (&n_regions);
  guint position;

  g_return_val_if_fail (PLUG_IS_REGION_ROW (self), NULL);

  position = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return position < n_regions ? plug_region_dup_base_url (&regions[position]) : NULL;
}

/* plug_region_row_show_url:
 * @base_url: (nullable): a normal base URL
 *
 * Shows the region it is of, or Other, without "chosen". */
void
plug_region_row_show_url (PlugRegionRow *self,
                          const char    *base_url)
{
  g_return_if_fail (PLUG_IS_REGION_ROW (self));

  self->shown = position_of (plug_region_find_by_url (base_url));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), self->shown);
}
