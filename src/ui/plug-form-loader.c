/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFormLoader: a form, as soon as it is known what the connector asks for. */

#include "config.h"

#include "plug-form-loader.h"

#include "plug-error-view.h"

struct _PlugFormLoader {
  GtkWidget parent_instance;
  GtkStack *stack;
  GtkSpinner *spinner;
  PlugErrorView *error_view;
  GtkWidget *retry_button;
  PlugForm *form;
  PlugInventory *inventory;
  PlugAccount *account;     /* (nullable) */
  PlugConnector *connector; /* as it was chosen, not as the tenant describes it */
  PlugDraft *draft;         /* (nullable): what the form is to show */
  PlugInstance *instance;   /* (nullable): what it is to be a copy of */
  GCancellable *loading;    /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PlugFormLoader, plug_form_loader, GTK_TYPE_WIDGET)

enum {
  SIGNAL_STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_state (PlugFormLoader *self,
            const char     *state)
{
  gtk_stack_set_visible_child_name (self->stack, state);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (state, "loading"));
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

static void
stop_loading (PlugFormLoader *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

/* @connector: as it is known now. */
static void
fill_form (PlugFormLoader *self,
           PlugConnector  *connector)
{
  g_autoptr (PlugDraft) draft = NULL;

  if (self->instance != NULL)
    draft = plug_draft_new_from_instance (self->instance, connector);
  else if (self->draft != NULL && plug_draft_get_connector (self->draft) == connector)
    draft = g_object_ref (self->draft);
  else if (self->draft != NULL)
    draft = plug_draft_new_for (self->draft, connector);
  plug_form_set_connector (self->form, connector);
  if (draft != NULL)
    plug_form_load (self->form, draft);
  g_clear_object (&self->draft);
  g_clear_object (&self->instance);
  show_state (self, "form");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PlugFormLoader) self = user_data;
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (GError) error = NULL;

  connector = plug_inventory_load_connector_finish (PLUG_INVENTORY (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (connector != NULL)
    {
      fill_form (self, connector);
      return;
    }
  plug_error_view_set_error (self->error_view, error);
  show_state (self, "failed");
  gtk_widget_grab_focus (self->retry_button);
}

static void
load (PlugFormLoader *self)
{
  stop_loading (self);
  if (plug_connector_is_described (self->connector) || self->account == NULL)
    {
      fill_form (self, self->connector);
      return;
    }
  self->loading = g_cancellable_new ();
  show_state (self, "loading");
  plug_inventory_load_connector_async (self->inventory, self->account, self->connector,
                                       self->loading, loaded_cb, g_object_ref (self));
}

static void
retry_clicked_cb (PlugFormLoader *self)
{
  load (self);
}

static void
by_hand_clicked_cb (PlugFormLoader *self)
{
  fill_form (self, self->connector);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static gboolean
plug_form_loader_grab_focus (GtkWidget *widget)
{
  PlugFormLoader *self = PLUG_FORM_LOADER (widget);

  return plug_form_loader_is_ready (self) && gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
plug_form_loader_dispose (GObject *object)
{
  PlugFormLoader *self = PLUG_FORM_LOADER (object);

  stop_loading (self);
  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_clear_object (&self->connector);
  g_clear_object (&self->draft);
  g_clear_object (&self->instance);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_FORM_LOADER);
  G_OBJECT_CLASS (plug_form_loader_parent_class)->dispose (object);
}

static void
plug_form_loader_class_init (PlugFormLoaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_form_loader_dispose;
  widget_class->grab_focus = plug_form_loader_grab_focus;
  signals[SIGNAL_STATE_CHANGED] = g_signal_new ("state-changed", PLUG_TYPE_FORM_LOADER,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  g_type_ensure (PLUG_TYPE_FORM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-form-loader.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugFormLoader, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugFormLoader, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugFormLoader, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugFormLoader, retry_button);
  gtk_widget_class_bind_template_child (widget_class, PlugFormLoader, form);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, by_hand_clicked_cb);
}

static void
plug_form_loader_init (PlugFormLoader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_form_loader_new:
 * Returns: (transfer floating): a loader; it needs an inventory */
GtkWidget *
plug_form_loader_new (void)
{
  return g_object_new (PLUG_TYPE_FORM_LOADER, NULL);
}

/* plug_form_loader_get_form:
 * Returns: (transfer none): the form, ready or not */
PlugForm *
plug_form_loader_get_form (PlugFormLoader *self)
{
  g_return_val_if_fail (PLUG_IS_FORM_LOADER (self), NULL);

  return self->form;
}

/* plug_form_loader_is_ready:
 * Returns: whether the form is what is seen, and asks for what was chosen */
gboolean
plug_form_loader_is_ready (PlugFormLoader *self)
{
  g_return_val_if_fail (PLUG_IS_FORM_LOADER (self), FALSE);

  return self->connector != NULL &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "form") == 0;
}

/* plug_form_loader_set_inventory:
 * @inventory: what asks the tenant */
void
plug_form_loader_set_inventory (PlugFormLoader *self,
                                PlugInventory  *inventory)
{
  g_return_if_fail (PLUG_IS_FORM_LOADER (self));
  g_return_if_fail (PLUG_IS_INVENTORY (inventory));

  g_set_object (&self->inventory, inventory);
}

/* plug_form_loader_set_account:
 * @account: (nullable): whose tenant the instance will be on
 *
 * Another tenant may describe the connector otherwise: it is asked anew, and what was filled in
 * stays. */
void
plug_form_loader_set_account (PlugFormLoader *self,
                              PlugAccount    *account)
{
  g_return_if_fail (PLUG_IS_FORM_LOADER (self));
  g_return_if_fail (account == NULL || PLUG_IS_ACCOUNT (account));

  if (!g_set_object (&self->account, account))
    return;
  plug_form_set_base_url (self->form, account != NULL ? plug_account_get_base_url (account) : "");
  if (self->connector == NULL || plug_connector_is_described (self->connector))
    return;
  if (plug_form_loader_is_ready (self) && plug_form_is_changed (self->form))
    {
      g_clear_object (&self->draft);
      self->draft = plug_form_create_draft (self->form);
    }
  load (self);
}

/* plug_form_loader_start:
 * @connector: what is to be connected
 *
 * The form, as it was filled in so far when it is for the same connector. */
void
plug_form_loader_start (PlugFormLoader *self,
                        PlugConnector  *connector)
{
  g_return_if_fail (PLUG_IS_FORM_LOADER (self));
  g_return_if_fail (PLUG_IS_CONNECTOR (connector));

  g_set_object (&self->connector, connector);
  g_clear_object (&self->draft);
  g_clear_object (&self->instance);
  load (self);
}

/* plug_form_loader_start_draft:
 * @draft: what the form is to show; an import, for one */
void
plug_form_loader_start_draft (PlugFormLoader *self,
                              PlugDraft      *draft)
{
  g_return_if_fail (PLUG_IS_FORM_LOADER (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  g_set_object (&self->connector, plug_draft_get_connector (draft));
  g_set_object (&self->draft, draft);
  g_clear_object (&self->instance);
  load (self);
}

/* plug_form_loader_start_copy:
 * @connector: what @instance is of
 * @instance: what the form is to be filled from, but for its secrets */
void
plug_form_loader_start_copy (PlugFormLoader *self,
                             PlugConnector  *connector,
                             PlugInstance   *instance)
{
  g_return_if_fail (PLUG_IS_FORM_LOADER (self));
  g_return_if_fail (PLUG_IS_CONNECTOR (connector) && PLUG_IS_INSTANCE (instance));

  g_set_object (&self->connector, connector);
  g_clear_object (&self->draft);
  g_set_object (&self->instance, instance);
  load (self);
}
