/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRegionRow: the pick list of regions. */

#include "config.h"

#include "plug-region-row.h"

#include "plug-region.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _PlugRegionRow {
  AdwComboRow parent_instance;

  gboolean showing;
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

static void
selected_cb (PlugRegionRow *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
open_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  adw_action_row_activate (ADW_ACTION_ROW (widget));
}

static void
region_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const PlugRegion *region = plug_region_find_by_id (action_name + strlen ("region."));

  adw_combo_row_set_selected (ADW_COMBO_ROW (widget), position_of (region));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gsize n_regions;
  const PlugRegion *regions = plug_region_list (&n_regions);

  for (gsize i = 0; i < n_regions; i++)
    {
      g_autofree char *name = g_strconcat ("region.", regions[i].id, NULL);

      gtk_widget_class_install_action (widget_class, g_intern_string (name), NULL,
                                       region_activated);
    }
  gtk_widget_class_install_action (widget_class, "region.other", NULL, region_activated);
  /* The last one installed is the first one offered. */
  gtk_widget_class_install_action (widget_class, "region.open", NULL, open_activated);
}

static void
plug_region_row_class_init (PlugRegionRowClass *klass)
{
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PLUG_TYPE_REGION_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
plug_region_row_init (PlugRegionRow *self)
{
  g_autoptr (GListModel) model = create_model ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Region"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), model);
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

  self->showing = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self),
                              position_of (plug_region_find_by_url (base_url)));
  self->showing = FALSE;
}
