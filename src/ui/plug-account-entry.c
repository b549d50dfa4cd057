/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountEntry: an account in the list of accounts, and how it is marked. */

#include "config.h"

#include "plug-account-entry.h"

#include "plug-account-dot.h"
#include "plug-compat.h"
#include "plug-date.h"
#include "plug-region.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugAccountEntry {
  AdwExpanderRow parent_instance;

  GtkWidget *dot;
  GtkWidget *production_label;
  GtkWidget *edit_button;
  GtkWidget *remove_button;
  AdwComboRow *color_row;
  GtkSwitch *production_switch;
  GtkWidget *reset_row;

  PlugInventory *inventory;
  PlugAccount *account;
  guint n_marking;  /* choices on their way to the database: until then they stand as chosen */
  gboolean showing; /* what is set is no choice of the user's */
};

G_DEFINE_FINAL_TYPE (PlugAccountEntry, plug_account_entry, ADW_TYPE_EXPANDER_ROW)

enum {
  SIGNAL_EDIT,
  SIGNAL_REMOVE,
  SIGNAL_RESET,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_place (PlugAccount *account)
{
  g_autofree char *region = plug_account_dup_region_name (account);
  g_autofree char *organization = NULL;
  g_autofree char *host = NULL;

  if (plug_account_is_sandbox (account))
    return g_strdup (_("A pretend tenant on this computer"));
  host = plug_base_url_dup_host (plug_account_get_base_url (account));
  if (plug_account_get_organization (account) == NULL
      || *plug_account_get_organization (account) == '\0')
    return g_strdup (region != NULL ? region : host);
  organization = plug_text_for_display (plug_account_get_organization (account));
  /* Translators: an organization's name and a region */
  return g_strdup_printf (_("%s · %s"), organization, region != NULL ? region : host);
}

static char *
dup_subtitle (PlugAccount *account)
{
  g_autofree char *place = dup_place (account);
  g_autofree char *ago = NULL;

  if (plug_account_get_entered (account) == 0 || plug_account_is_sandbox (account))
    return g_steal_pointer (&place);
  ago = plug_date_dup_ago (plug_account_get_entered (account), g_get_real_time ());
  /* Translators: where an account is, and "2 days ago" or a date */
  return g_strdup_printf (_("%s\nOrganization secret entered %s"), place, ago);
}

static guint
find_color (const char *color)
{
  const char *const *colors = plug_account_dot_get_colors ();

  for (guint i = 0; color != NULL && colors[i] != NULL; i++)
    {
      if (g_str_equal (colors[i], color))
        return i + 1;
    }
  return 0;
}

static void
show_account (PlugAccountEntry *self)
{
  g_autofree char *name = plug_text_for_display (plug_account_get_name (self->account));
  g_autofree char *subtitle = dup_subtitle (self->account);
  g_autofree char *edit = g_strdup_printf (_("Edit “%s”"), name);
  g_autofree char *removal = g_strdup_printf (_("Remove “%s”"), name);
  gboolean sandbox = plug_account_is_sandbox (self->account);

  self->showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_tooltip_text (self->edit_button, edit);
  plug_compat_set_label (self->edit_button, edit);
  gtk_widget_set_tooltip_text (self->remove_button, removal);
  plug_compat_set_label (self->remove_button, removal);
  /* The sandbox is not to be edited: its address and secrets are its program's. */
  gtk_widget_set_visible (self->edit_button, !sandbox);
  gtk_widget_set_visible (self->reset_row, !sandbox);
  gtk_widget_set_visible (self->production_label, plug_account_is_production (self->account));
  if (self->n_marking == 0)
    {
      adw_combo_row_set_selected (self->color_row,
                                  find_color (plug_account_get_color (self->account)));
      gtk_switch_set_active (self->production_switch, plug_account_is_production (self->account));
    }
  self->showing = FALSE;
}

static void
marked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugAccountEntry) self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_marking--;
  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  if (self->account != NULL)
    show_account (self);
}

static void
mark_changed_cb (PlugAccountEntry *self)
{
  guint color;

  if (self->showing || self->account == NULL)
    return;
  color = adw_combo_row_get_selected (self->color_row);
  if (color == GTK_INVALID_LIST_POSITION)
    return;
  self->n_marking++;
  plug_inventory_mark_account_async (self->inventory, self->account,
                                     color > 0 ? plug_account_dot_get_colors ()[color - 1] : NULL,
                                     gtk_switch_get_active (self->production_switch), NULL,
                                     marked_cb, g_object_ref (self));
}

static void
edit_clicked_cb (PlugAccountEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0);
}

static void
remove_clicked_cb (PlugAccountEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
reset_activated_cb (PlugAccountEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

static void
plug_account_entry_dispose (GObject *object)
{
  PlugAccountEntry *self = PLUG_ACCOUNT_ENTRY (object);

  self->showing = TRUE;
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  g_clear_object (&self->inventory);
  G_OBJECT_CLASS (plug_account_entry_parent_class)->dispose (object);
}

static void
plug_account_entry_class_init (PlugAccountEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_account_entry_dispose;
  signals[SIGNAL_EDIT] = g_signal_new ("edit", PLUG_TYPE_ACCOUNT_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", PLUG_TYPE_ACCOUNT_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESET] = g_signal_new ("reset", PLUG_TYPE_ACCOUNT_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", PLUG_TYPE_ACCOUNT_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (PLUG_TYPE_ACCOUNT_DOT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-account-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, dot);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, production_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, edit_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, remove_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, color_row);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, production_switch);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountEntry, reset_row);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_changed_cb);
}

static void
plug_account_entry_init (PlugAccountEntry *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *colors = plug_account_dot_get_colors ();

  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (names, plug_account_dot_get_name (NULL));
  for (guint i = 0; colors[i] != NULL; i++)
    gtk_string_list_append (names, plug_account_dot_get_name (colors[i]));
  adw_combo_row_set_model (self->color_row, G_LIST_MODEL (names));
}

/* plug_account_entry_new:
 * Returns: (transfer floating): a row that follows @account */
GtkWidget *
plug_account_entry_new (PlugInventory *inventory,
                        PlugAccount   *account)
{
  PlugAccountEntry *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);

  self = g_object_new (PLUG_TYPE_ACCOUNT_ENTRY, NULL);
  self->inventory = g_object_ref (inventory);
  self->account = g_object_ref (account);
  plug_account_dot_set_account (PLUG_ACCOUNT_DOT (self->dot), account);
  g_signal_connect_swapped (account, "notify", G_CALLBACK (show_account), self);
  show_account (self);
  return GTK_WIDGET (self);
}

/* plug_account_entry_get_account:
 * Returns: (transfer none): whose row it is */
PlugAccount *
plug_account_entry_get_account (PlugAccountEntry *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT_ENTRY (self), NULL);

  return self->account;
}
