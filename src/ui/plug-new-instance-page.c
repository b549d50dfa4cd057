/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugNewInstancePage: the form an instance is made with. */

#include "config.h"

#include "plug-new-instance-page-private.h"

#include "plug-catalogue.h"
#include "plug-compat.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PlugNewInstancePage, plug_new_instance_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugNewInstancePageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_CANCELLED,
  SIGNAL_CREATED,
  SIGNAL_IN_DOUBT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The form */

static void
show_connector (PlugNewInstancePage *self,
                PlugConnector       *connector)
{
  g_autofree char *name = plug_text_for_display (plug_connector_get_name (connector));

  g_set_object (&self->connector, connector);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->connector_row), name);
}

/* plug_new_instance_page_reset_form:
 * Nothing is filled in, nothing is said. */
void
plug_new_instance_page_reset_form (PlugNewInstancePage *self)
{
  g_auto (GStrv) tags = plug_inventory_dup_tags (self->inventory);

  plug_form_reset (self->fields);
  plug_form_set_suggestions (self->fields, (const char *const *) tags);
  plug_error_view_set_error (self->error_view, NULL);
}

/* What the tenant says may come when the user has gone on to something else. */
static void
state_changed_cb (PlugNewInstancePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean ready = plug_form_loader_is_ready (self->loader);

  gtk_widget_set_sensitive (self->create_button,
                            ready && self->creation == NULL && self->in_doubt == NULL);
  if (!ready)
    return;
  show_connector (self, plug_form_get_connector (self->fields));
  if (focus == NULL || focus == self->cancel_button)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The connector */

static void
hide_picker (PlugNewInstancePage *self)
{
  if (self->picker != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->picker), FALSE);
  gtk_widget_set_visible (self->root, TRUE);
}

static void
picker_cancelled_cb (PlugNewInstancePage *self)
{
  hide_picker (self);
  gtk_widget_grab_focus (self->change_button);
}

static void
connector_chosen_cb (PlugNewInstancePage *self,
                     PlugConnector       *connector)
{
  hide_picker (self);
  show_connector (self, connector);
  plug_error_view_set_error (self->error_view, NULL);
  plug_form_loader_start (self->loader, connector);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Not before it is wanted: it reads the whole catalogue. */
static void
add_picker (PlugNewInstancePage *self)
{
  self->picker = PLUG_CONNECTOR_PICKER (plug_connector_picker_new (self->inventory));
  g_object_bind_property (self, "folded", self->picker, "folded", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->picker, "cancelled", G_CALLBACK (picker_cancelled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "chosen", G_CALLBACK (connector_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->picker), GTK_WIDGET (self));
}

static void
change_clicked_cb (PlugNewInstancePage *self)
{
  if (self->picker == NULL)
    add_picker (self);
  plug_connector_picker_set_account (self->picker, self->account);
  gtk_widget_set_visible (self->root, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->picker), TRUE);
  plug_connector_picker_start (self->picker);
}

/* The account */

static char *
dup_account_words (PlugAccount *account)
{
  g_autofree char *region = plug_account_dup_region_name (account);
  g_autofree char *text = NULL;

  /* Translators: %s is a region, or a host */
  text = g_strdup_printf (_("Account · %s"), region);
  return plug_text_for_display (text);
}

static void
show_account (PlugNewInstancePage *self)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);
  guint n = g_list_model_get_n_items (accounts);
  g_autofree char *name = NULL;
  g_autofree char *region = NULL;

  name = self->account != NULL ? plug_text_for_display (plug_account_get_name (self->account))
                               : g_strdup (_("No Account"));
  region = self->account != NULL ? dup_account_words (self->account)
                                 : g_strdup (_("Add an account first"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->account_row), name);
  adw_action_row_set_subtitle (self->account_row, region);
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), n < 2);
  gtk_widget_set_visible (GTK_WIDGET (self->account_combo), n >= 2);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (account == self->account)
        adw_combo_row_set_selected (self->account_combo, i);
    }
}

static void
set_account (PlugNewInstancePage *self,
             PlugAccount         *account)
{
  g_autoptr (PlugAccount) first = NULL;

  if (account == NULL)
    account = first = g_list_model_get_item (plug_inventory_list_accounts (self->inventory), 0);
  g_set_object (&self->account, account);
  show_account (self);
  plug_form_loader_set_account (self->loader, account);
}

static void
account_selected_cb (PlugNewInstancePage *self)
{
  PlugAccount *account = adw_combo_row_get_selected_item (self->account_combo);

  if (account != NULL && g_set_object (&self->account, account))
    plug_form_loader_set_account (self->loader, account);
}

static void
accounts_changed_cb (PlugNewInstancePage *self)
{
  const char *id = self->account != NULL ? plug_account_get_id (self->account) : "";

  set_account (self, plug_inventory_find_account (self->inventory, id));
}

static char *
account_name_cb (PlugAccount *account,
                 gpointer     user_data)
{
  return plug_text_for_display (plug_account_get_name (account));
}

/* The class */

static void
plug_new_instance_page_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  PlugNewInstancePage *self = PLUG_NEW_INSTANCE_PAGE (object);

  switch ((PlugNewInstancePageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_new_instance_page_set_property (GObject      *object,
                                     guint         property_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  PlugNewInstancePage *self = PLUG_NEW_INSTANCE_PAGE (object);

  switch ((PlugNewInstancePageProperty) property_id)
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
plug_new_instance_page_dispose (GObject *object)
{
  PlugNewInstancePage *self = PLUG_NEW_INSTANCE_PAGE (object);

  plug_new_instance_page_forget_creation (self);
  g_clear_object (&self->asked_draft);
  g_clear_object (&self->authorized_draft);
  g_clear_object (&self->authorized_account);
  g_clear_object (&self->oauth);
  g_clear_object (&self->asked_instance);
  g_clear_object (&self->in_doubt);
  g_clear_object (&self->connector);
  g_clear_object (&self->account);
  g_clear_object (&self->inventory);
  g_clear_pointer ((GtkWidget **) &self->picker, gtk_widget_unparent);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_NEW_INSTANCE_PAGE);
  G_OBJECT_CLASS (plug_new_instance_page_parent_class)->dispose (object);
}

static gboolean
plug_new_instance_page_grab_focus (GtkWidget *widget)
{
  PlugNewInstancePage *self = PLUG_NEW_INSTANCE_PAGE (widget);

  return gtk_widget_grab_focus (plug_form_loader_is_ready (self->loader)
                                  ? GTK_WIDGET (self->fields) : self->cancel_button);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-new-instance-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, root);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, create_button);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, progress);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, phase_label);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, form);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, connector_row);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, change_button);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, account_row);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, account_combo);
  gtk_widget_class_bind_template_child (widget_class, PlugNewInstancePage, loader);
  gtk_widget_class_bind_template_callback (widget_class, account_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_name_cb);
  gtk_widget_class_bind_template_callback_full (
    widget_class, "cancel_clicked_cb", G_CALLBACK (plug_new_instance_page_cancel));
  gtk_widget_class_bind_template_callback (widget_class, change_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_changed_cb);
  gtk_widget_class_bind_template_callback_full (
    widget_class, "submit", G_CALLBACK (plug_new_instance_page_submit));
}

static void
plug_new_instance_page_class_init (PlugNewInstancePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_new_instance_page_get_property;
  object_class->set_property = plug_new_instance_page_set_property;
  object_class->dispose = plug_new_instance_page_dispose;
  widget_class->grab_focus = plug_new_instance_page_grab_focus;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", PLUG_TYPE_NEW_INSTANCE_PAGE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            0);
  signals[SIGNAL_CREATED] = g_signal_new ("created", PLUG_TYPE_NEW_INSTANCE_PAGE,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          PLUG_TYPE_INSTANCE);
  signals[SIGNAL_IN_DOUBT] = g_signal_new ("in-doubt", PLUG_TYPE_NEW_INSTANCE_PAGE,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           PLUG_TYPE_INTENT);
  g_type_ensure (PLUG_TYPE_ACCOUNT);
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  g_type_ensure (PLUG_TYPE_FORM_LOADER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
plug_new_instance_page_init (PlugNewInstancePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_compat_set_label (self->change_button, _("Change Connector"));
  self->fields = plug_form_loader_get_form (self->loader);
  g_signal_connect_object (self->fields, "submitted",
                           G_CALLBACK (plug_new_instance_page_submit), self, G_CONNECT_SWAPPED);
}

/* plug_new_instance_page_new:
 * @inventory: where the instance will be made
 *
 * Returns: (transfer floating): a page; plug_new_instance_page_start() gives it a form */
GtkWidget *
plug_new_instance_page_new (PlugInventory *inventory)
{
  PlugNewInstancePage *self;
  GListModel *accounts;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_NEW_INSTANCE_PAGE, NULL);
  accounts = plug_inventory_list_accounts (inventory);
  self->inventory = g_object_ref (inventory);
  self->oauth = plug_oauth_new (inventory);
  plug_form_set_oauth (self->fields, self->oauth);
  plug_form_loader_set_inventory (self->loader, inventory);
  adw_combo_row_set_model (self->account_combo, accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  set_account (self, NULL);
  return GTK_WIDGET (self);
}

/* Everything as it was before anything was filled in. */
static void
begin (PlugNewInstancePage *self,
       PlugConnector       *connector,
       PlugAccount         *account)
{
  g_clear_object (&self->in_doubt);
  hide_picker (self);
  show_connector (self, connector);
  plug_new_instance_page_reset_form (self);
  set_account (self, account);
  plug_new_instance_page_show_running (self, FALSE);
}

/* plug_new_instance_page_start:
 * @connector: what is to be connected
 * @account: (nullable): the account to begin with; NULL is the first one
 *
 * An empty form. While an instance is being made, the form stays with it. */
void
plug_new_instance_page_start (PlugNewInstancePage *self,
                              PlugConnector       *connector,
                              PlugAccount         *account)
{
  g_return_if_fail (PLUG_IS_NEW_INSTANCE_PAGE (self));
  g_return_if_fail (PLUG_IS_CONNECTOR (connector));

  if (self->creation != NULL)
    return;
  begin (self, connector, account);
  plug_form_loader_start (self->loader, connector);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* plug_new_instance_page_start_with_draft:
 * @draft: what the form is to show: an import, for one
 * @account: (nullable): the account to begin with; NULL is the first one
 *
 * What is not changed is sent as @draft has it, type and all. */
void
plug_new_instance_page_start_with_draft (PlugNewInstancePage *self,
                                         PlugDraft           *draft,
                                         PlugAccount         *account)
{
  g_return_if_fail (PLUG_IS_NEW_INSTANCE_PAGE (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  if (self->creation != NULL)
    return;
  begin (self, plug_draft_get_connector (draft), account);
  plug_form_loader_start_draft (self->loader, draft);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* What the catalogue knows of a connector, or its key alone. */
static PlugConnector *
find_connector (const char *key,
                const char *name)
{
  PlugConnector *connector = plug_catalogue_find (key);

  if (connector != NULL)
    return g_object_ref (connector);
  return plug_connector_new (key, *name != '\0' ? name : key, NULL, NULL);
}

static void
begin_copy (PlugNewInstancePage *self,
            PlugInstance        *instance)
{
  g_autoptr (PlugConnector) connector =
    find_connector (plug_instance_get_connector_key (instance),
                    plug_instance_get_connector_name (instance));

  begin (self, connector,
         plug_inventory_find_account (self->inventory, plug_instance_get_account_id (instance)));
  plug_form_loader_start_copy (self->loader, connector, instance);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
replacing_confirmed_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (PlugNewInstancePage) self = user_data;
  g_autoptr (PlugInstance) instance = g_steal_pointer (&self->asked_instance);

  if (plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL) && self->creation == NULL)
    begin_copy (self, instance);
}

/* plug_new_instance_page_start_copy:
 * @instance: one that is there
 *
 * The form with all of @instance but its secrets, for another one on the same account. What is
 * filled in already is not lost unasked. */
void
plug_new_instance_page_start_copy (PlugNewInstancePage *self,
                                   PlugInstance        *instance)
{
  g_return_if_fail (PLUG_IS_NEW_INSTANCE_PAGE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  if (self->creation != NULL || self->asked_instance != NULL)
    return;
  if (!plug_new_instance_page_is_dirty (self))
    {
      begin_copy (self, instance);
      return;
    }
  self->asked_instance = g_object_ref (instance);
  plug_compat_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             _("Replace What Is Filled In?"),
                             _("This form is filled in and was not sent. The duplicate would"
                               " take its place."),
                             _("Replace"), TRUE, NULL, replacing_confirmed_cb,
                             g_object_ref (self));
}

/* plug_new_instance_page_start_again:
 * @intent: one that was looked for and is not there
 *
 * The form with what is known of @intent: name, tags and account; all but the secrets if it was
 * filled in here last. Sending it makes a new intent. */
void
plug_new_instance_page_start_again (PlugNewInstancePage *self,
                                    PlugIntent          *intent)
{
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (PlugDraft) draft = NULL;

  g_return_if_fail (PLUG_IS_NEW_INSTANCE_PAGE (self));
  g_return_if_fail (PLUG_IS_INTENT (intent));

  if (self->creation != NULL)
    return;
  if (self->in_doubt == intent)
    {
      g_clear_object (&self->in_doubt);
      plug_error_view_set_error (self->error_view, NULL);
      plug_new_instance_page_show_running (self, FALSE);
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return;
    }
  connector = find_connector (plug_intent_get_connector_key (intent), "");
  draft = plug_draft_new (connector);
  plug_draft_set_name (draft, plug_intent_get_name (intent));
  plug_draft_set_tags (draft, plug_intent_get_tags (intent));
  plug_new_instance_page_start_with_draft (
    self, draft,
    plug_inventory_find_account (self->inventory, plug_intent_get_account_id (intent)));
}

/* plug_new_instance_page_is_dirty:
 * Returns: whether something is filled in that leaving the page would lose */
gboolean
plug_new_instance_page_is_dirty (PlugNewInstancePage *self)
{
  g_return_val_if_fail (PLUG_IS_NEW_INSTANCE_PAGE (self), FALSE);

  return self->creation == NULL && self->in_doubt == NULL && plug_form_is_changed (self->fields);
}

/* plug_new_instance_page_is_creating:
 * Returns: whether an instance is being made and the page waits for it */
gboolean
plug_new_instance_page_is_creating (PlugNewInstancePage *self)
{
  g_return_val_if_fail (PLUG_IS_NEW_INSTANCE_PAGE (self), FALSE);

  return self->creation != NULL;
}
