/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDriftPage: in what keyring, tenants and what was saved differ. */

#include "config.h"

#include "plug-drift-page.h"

#include "plug-compat.h"
#include "plug-drift.h"
#include "plug-remedy.h"
#include "plug-table-page.h"
#include "plug-text.h"
#include "plug-verb.h"

#include <glib/gi18n-lib.h>

struct _PlugDriftPage {
  GtkWidget parent_instance;

  PlugTablePage *page;
  GtkWidget *again_button;
  PlugInventory *inventory;
  GListStore *drifts;
  GCancellable *cancellable; /* of what runs; NULL when nothing does */
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugDriftPage, plug_drift_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugDriftPageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_SHOW_INSTANCE,
  SIGNAL_FORGOTTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the table shows */

static void
fill_instance (gpointer       item,
               gboolean       narrow,
               PlugTableCell *cell)
{
  PlugInstance *instance = plug_drift_get_instance (item);
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));
  g_autofree char *account = plug_text_for_display (plug_instance_get_account_name (instance));
  g_autofree char *sentence = narrow ? plug_drift_dup_sentence (item) : NULL;

  plug_table_cell_set (cell, NULL, name, narrow ? sentence : account);
}

static void
fill_difference (gpointer       item,
                 gboolean       narrow,
                 PlugTableCell *cell)
{
  g_autofree char *sentence = plug_drift_dup_sentence (item);
  g_autofree char *shown = plug_text_for_display (sentence);
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;
  g_autofree char *caption = NULL;

  if (plug_drift_get_old (item) != NULL && plug_drift_get_new (item) != NULL)
    {
      old_text = plug_text_for_display (plug_drift_get_old (item));
      new_text = plug_text_for_display (plug_drift_get_new (item));
      /* Translators: what was saved, and what the tenant has */
      caption = g_strdup_printf (_("“%s” → “%s”"), old_text, new_text);
    }
  plug_table_cell_set (cell, NULL, shown, caption);
}

static const char *
get_verb (gpointer item)
{
  return plug_remedy_get_verb (plug_drift_get_remedy (item));
}

static gboolean
matches (gpointer    item,
         const char *needle_folded)
{
  return plug_instance_matches (plug_drift_get_instance (item), needle_folded);
}

static gboolean
is_of (gpointer item,
       guint    choice)
{
  PlugDriftKind kind = plug_drift_get_kind (item);

  switch (choice)
    {
    case 1:
      return kind == PLUG_DRIFT_GONE;
    case 2:
      return kind == PLUG_DRIFT_UNKNOWN_HERE;
    case 3:
      return kind == PLUG_DRIFT_TOKEN_MISSING || kind == PLUG_DRIFT_TOKEN_CHANGED;
    default:
      return kind >= PLUG_DRIFT_RENAMED;
    }
}

/* Comparing */

static void
update (PlugDriftPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->drifts));
  g_autofree char *summary = NULL;

  if (n > 0)
    summary = g_strdup_printf (ngettext ("%u difference", "%u differences", n), n);
  plug_table_page_set_summary (self->page, summary);
  gtk_widget_set_sensitive (self->again_button, self->cancellable == NULL);
  plug_table_page_set_progress (self->page,
                                self->cancellable != NULL
                                  ? _("Comparing with the tenants…") : NULL, -1);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PlugDriftPage) self = user_data;
  g_autoptr (GListModel) drifts = NULL;
  g_autoptr (GError) error = NULL;

  drifts = plug_inventory_find_drift_finish (PLUG_INVENTORY (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->page == NULL)
    return;
  g_list_store_remove_all (self->drifts);
  for (guint i = 0; drifts != NULL && i < g_list_model_get_n_items (drifts); i++)
    {
      g_autoptr (PlugDrift) drift = g_list_model_get_item (drifts, i);

      g_list_store_append (self->drifts, drift);
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_table_page_set_error (self->page, error);
  update (self);
}

static void
cancelled_cb (PlugDriftPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* Settling */

typedef struct {
  PlugDriftPage *self;
  PlugDrift *drift;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->self);
  g_object_unref (run->drift);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* What settles one difference settles every one of the instance with the same remedy. */
static void
drop_settled (PlugDriftPage *self,
              PlugDrift     *settled)
{
  GListModel *model = G_LIST_MODEL (self->drifts);

  for (guint i = g_list_model_get_n_items (model); i-- > 0;)
    {
      g_autoptr (PlugDrift) drift = g_list_model_get_item (model, i);

      if (plug_drift_get_instance (drift) == plug_drift_get_instance (settled)
          && plug_drift_get_remedy (drift) == plug_drift_get_remedy (settled))
        g_list_store_remove (self->drifts, i);
    }
  update (self);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  PlugDriftPage *self = run->self;
  g_autoptr (GError) error = NULL;
  gboolean done = plug_verb_run_finish (PLUG_VERB (source), result, &error);

  if (self->page == NULL)
    return;
  plug_table_page_set_error (self->page, error);
  if (!done)
    return;
  drop_settled (self, run->drift);
  if (plug_verb_get_kind (PLUG_VERB (source)) == PLUG_VERB_FORGET)
    g_signal_emit (self, signals[SIGNAL_FORGOTTEN], 0, plug_drift_get_instance (run->drift));
}

static void
action_cb (PlugDriftPage *self,
           PlugDrift     *drift)
{
  g_autoptr (PlugVerb) verb = plug_verb_new_remedy (plug_drift_get_remedy (drift));
  Run *run;

  if (verb == NULL)
    return;
  run = g_new0 (Run, 1);
  run->self = g_object_ref (self);
  run->drift = g_object_ref (drift);
  plug_verb_run_async (verb, self->inventory, plug_drift_get_instance (drift), NULL, settled_cb,
                       run);
}

static void
activated_cb (PlugDriftPage *self,
              PlugDrift     *drift)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, plug_drift_get_instance (drift));
}

/* The class */

static void
plug_drift_page_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((PlugDriftPageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, PLUG_DRIFT_PAGE (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_drift_page_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PlugDriftPage *self = PLUG_DRIFT_PAGE (object);

  switch ((PlugDriftPageProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_drift_page_dispose (GObject *object)
{
  PlugDriftPage *self = PLUG_DRIFT_PAGE (object);

  cancelled_cb (self);
  g_clear_object (&self->inventory);
  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->page));
  self->page = NULL;
  G_OBJECT_CLASS (plug_drift_page_parent_class)->dispose (object);
}

static void
plug_drift_page_finalize (GObject *object)
{
  PlugDriftPage *self = PLUG_DRIFT_PAGE (object);

  g_clear_object (&self->cancellable);
  g_object_unref (self->drifts);
  G_OBJECT_CLASS (plug_drift_page_parent_class)->finalize (object);
}

static void
plug_drift_page_class_init (PlugDriftPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_drift_page_get_property;
  object_class->set_property = plug_drift_page_set_property;
  object_class->dispose = plug_drift_page_dispose;
  object_class->finalize = plug_drift_page_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_SHOW_INSTANCE] = g_signal_new ("show-instance", PLUG_TYPE_DRIFT_PAGE,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  signals[SIGNAL_FORGOTTEN] = g_signal_new ("forgotten", PLUG_TYPE_DRIFT_PAGE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
create_again_button (PlugDriftPage *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  gtk_widget_set_tooltip_text (button, _("Compare Again"));
  plug_compat_set_label (button, _("Compare Again"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (plug_drift_page_start), self);
  return button;
}

static void
plug_drift_page_init (PlugDriftPage *self)
{
  const char *const choices[] = {
    C_("differences", "All"), C_("differences", "Gone"), C_("differences", "Made Elsewhere"),
    C_("differences", "Tokens"), C_("differences", "Changed"), NULL
  };
  PlugTableView *table;

  self->drifts = g_list_store_new (PLUG_TYPE_DRIFT);
  self->page = PLUG_TABLE_PAGE (plug_table_page_new (_("Differences")));
  self->again_button = create_again_button (self);
  plug_table_page_add_button (self->page, self->again_button);
  table = plug_table_page_get_table (self->page);
  plug_table_view_add_column (table, _("Instance"), PLUG_COLUMN_EXPAND, fill_instance);
  plug_table_view_add_column (table, _("Difference"), PLUG_COLUMN_EXPAND | PLUG_COLUMN_WIDE,
                              fill_difference);
  plug_table_view_add_action (table, _("Remedy"), get_verb);
  plug_table_page_set_filter (self->page, matches, choices, is_of);
  plug_table_page_set_empty (self->page, "object-select-symbolic", _("No Differences"),
                             _("Keyring, tenants and what was saved say the same."));
  g_object_bind_property (self, "folded", self->page, "folded", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (table, "action", G_CALLBACK (action_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "cancelled", G_CALLBACK (cancelled_cb), self,
                           G_CONNECT_SWAPPED);
  plug_table_page_set_model (self->page, G_LIST_MODEL (self->drifts));
  gtk_widget_set_parent (GTK_WIDGET (self->page), GTK_WIDGET (self));
}

/* plug_drift_page_new:
 * @inventory: whose instances are compared
 *
 * Returns: (transfer floating): a page with nothing on it yet */
GtkWidget *
plug_drift_page_new (PlugInventory *inventory)
{
  PlugDriftPage *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_DRIFT_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  return GTK_WIDGET (self);
}

/* plug_drift_page_start:
 * Syncs, compares and shows what differs. */
void
plug_drift_page_start (PlugDriftPage *self)
{
  g_return_if_fail (PLUG_IS_DRIFT_PAGE (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  plug_table_page_set_error (self->page, NULL);
  update (self);
  plug_inventory_find_drift_async (self->inventory, NULL, self->cancellable, found_cb,
                                   g_object_ref (self));
}
