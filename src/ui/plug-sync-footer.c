/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSyncFooter: how many instances there are, how old that is, and what makes it new. */

#include "config.h"

#include "plug-sync-footer.h"

#include "plug-compat.h"
#include "plug-date.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

/* "2 min ago" is true for about so long. */
#define REFRESH_SECONDS 20

struct _PlugSyncFooter {
  GtkWidget parent_instance;

  GtkWidget *root;
  GtkLabel *label;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *problem_button;
  GtkLabel *problem_label;

  PlugInventory *inventory;
  GListModel *accounts;
  GPtrArray *watched; /* PlugAccount */
  char *count;
  guint source;
};

G_DEFINE_FINAL_TYPE (PlugSyncFooter, plug_sync_footer, GTK_TYPE_WIDGET)

typedef enum {
  PROP_COUNT = 1,
} PlugSyncFooterProperty;

static GParamSpec *properties[PROP_COUNT + 1];

/* Since when all of them are known to be so; 0 when one was never asked. */
static gint64
find_oldest (PlugSyncFooter *self)
{
  gint64 oldest = G_MAXINT64;

  for (guint i = 0; i < self->watched->len; i++)
    oldest = MIN (oldest, plug_account_get_synced (g_ptr_array_index (self->watched, i)));
  return oldest != G_MAXINT64 ? oldest : 0;
}

static char *
dup_problems (PlugSyncFooter *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->watched->len; i++)
    {
      PlugAccount *account = g_ptr_array_index (self->watched, i);
      const char *problem = plug_account_get_sync_problem (account);
      g_autofree char *name = NULL;

      if (problem == NULL)
        continue;
      name = plug_text_for_display (plug_account_get_name (account));
      if (text->len > 0)
        g_string_append (text, "\n\n");
      /* Translators: an account's name and why it could not be synced */
      g_string_append_printf (text, _("%s: %s"), name, problem);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static char *
dup_text (PlugSyncFooter *self,
          const char     *problems)
{
  gint64 oldest = find_oldest (self);
  g_autofree char *ago = NULL;

  if (plug_inventory_is_syncing (self->inventory))
    /* Translators: %s is "412 instances" */
    return g_strdup_printf (_("%s · syncing…"), self->count);
  if (problems != NULL)
    /* Translators: %s is "412 instances" */
    return g_strdup_printf (_("%s · sync failed"), self->count);
  if (oldest == 0)
    return g_strdup (self->count);
  ago = plug_date_dup_ago (oldest, g_get_real_time ());
  /* Translators: "412 instances" and "2 minutes ago" */
  return g_strdup_printf (_("%s · synced %s"), self->count, ago);
}

static void
update (PlugSyncFooter *self)
{
  g_autofree char *problems = NULL;
  g_autofree char *text = NULL;
  gboolean syncing;

  if (self->inventory == NULL || self->label == NULL)
    return;
  syncing = plug_inventory_is_syncing (self->inventory);
  problems = dup_problems (self);
  text = dup_text (self, problems);
  gtk_label_set_text (self->label, text);
  gtk_label_set_text (self->problem_label, problems != NULL ? problems : "");
  gtk_widget_set_visible (self->problem_button, problems != NULL && !syncing);
  gtk_stack_set_visible_child_name (self->stack, syncing ? "syncing" : "still");
  gtk_spinner_set_spinning (self->spinner, syncing);
}

static void
forget_accounts (PlugSyncFooter *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
accounts_changed_cb (PlugSyncFooter *self)
{
  forget_accounts (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      PlugAccount *account = g_list_model_get_item (self->accounts, i);

      g_signal_connect_swapped (account, "notify", G_CALLBACK (update), self);
      g_ptr_array_add (self->watched, account);
    }
  update (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
plug_sync_footer_map (GtkWidget *widget)
{
  PlugSyncFooter *self = PLUG_SYNC_FOOTER (widget);

  GTK_WIDGET_CLASS (plug_sync_footer_parent_class)->map (widget);
  update (self);
  self->source = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
}

static void
plug_sync_footer_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&PLUG_SYNC_FOOTER (widget)->source, g_source_remove);
  GTK_WIDGET_CLASS (plug_sync_footer_parent_class)->unmap (widget);
}

static void
plug_sync_footer_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PlugSyncFooter *self = PLUG_SYNC_FOOTER (object);

  switch ((PlugSyncFooterProperty) property_id)
    {
    case PROP_COUNT:
      g_value_set_string (value, self->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_sync_footer_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PlugSyncFooter *self = PLUG_SYNC_FOOTER (object);

  switch ((PlugSyncFooterProperty) property_id)
    {
    case PROP_COUNT:
      if (g_strcmp0 (self->count, g_value_get_string (value)) == 0)
        break;
      g_free (self->count);
      self->count = g_value_dup_string (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_sync_footer_dispose (GObject *object)
{
  PlugSyncFooter *self = PLUG_SYNC_FOOTER (object);

  forget_accounts (self);
  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  if (self->inventory != NULL)
    g_signal_handlers_disconnect_by_data (self->inventory, self);
  g_clear_object (&self->accounts);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_SYNC_FOOTER);
  G_OBJECT_CLASS (plug_sync_footer_parent_class)->dispose (object);
}

static void
plug_sync_footer_finalize (GObject *object)
{
  PlugSyncFooter *self = PLUG_SYNC_FOOTER (object);

  g_ptr_array_unref (self->watched);
  g_free (self->count);
  G_OBJECT_CLASS (plug_sync_footer_parent_class)->finalize (object);
}

static void
plug_sync_footer_class_init (PlugSyncFooterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_sync_footer_get_property;
  object_class->set_property = plug_sync_footer_set_property;
  object_class->dispose = plug_sync_footer_dispose;
  object_class->finalize = plug_sync_footer_finalize;
  widget_class->map = plug_sync_footer_map;
  widget_class->unmap = plug_sync_footer_unmap;
  properties[PROP_COUNT] =
    g_param_spec_string ("count", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-sync-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugSyncFooter, root);
  gtk_widget_class_bind_template_child (widget_class, PlugSyncFooter, label);
  gtk_widget_class_bind_template_child (widget_class, PlugSyncFooter, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugSyncFooter, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugSyncFooter, problem_button);
  gtk_widget_class_bind_template_child (widget_class, PlugSyncFooter, problem_label);
}

static void
plug_sync_footer_init (PlugSyncFooter *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->count = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_compat_set_label (self->problem_button, _("What Kept the Sync from Ending"));
}

/* plug_sync_footer_set_inventory:
 * @inventory: what is synced; to be set once */
void
plug_sync_footer_set_inventory (PlugSyncFooter *self,
                                PlugInventory  *inventory)
{
  g_return_if_fail (PLUG_IS_SYNC_FOOTER (self));
  g_return_if_fail (self->inventory == NULL);

  self->inventory = g_object_ref (inventory);
  self->accounts = g_object_ref (plug_inventory_list_accounts (inventory));
  g_signal_connect_swapped (inventory, "notify::syncing", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->accounts, "items-changed", G_CALLBACK (accounts_changed_cb),
                            self);
  accounts_changed_cb (self);
}
