/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountDialog: an account to be added, or one to be changed. */

#include "config.h"

#include "plug-account-dialog.h"

#include "plug-authorization.h"
#include "plug-error-view.h"
#include "plug-field-row.h"
#include "plug-region-row.h"
#include "plug-region.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What comes in one go is pasted; shorter is typed. */
#define PASTE_LENGTH 8

/* What is being verified or saved, taken from the entries when it began. */
typedef struct {
  char *name;
  char *base_url;
  PlugSecret *user_secret;         /* (nullable): the saved one stays */
  PlugSecret *organization_secret; /* (nullable): likewise */
} Entered;

enum {
  ROW_NAME,
  ROW_URL,
  ROW_USER,
  ROW_ORGANIZATION,
  N_ROWS
};

struct _PlugAccountDialog {
  AdwWindow parent_instance;

  PlugInventory *inventory;
  PlugAccount *account; /* (nullable): the one being changed */
  GCancellable *cancellable;
  Entered *entered;
  char *organization; /* (nullable): of the tenant that accepted what is entered */
  gboolean save_after;
  gboolean filling;
  gboolean choosing;
  gboolean closed;
  GtkWidget *focus;

  PlugFieldRow *rows[N_ROWS];
  gsize lengths[N_ROWS];
  PlugRegionRow *region_row;

  GtkWidget *form;
  AdwPreferencesGroup *tenant_group;
  AdwPreferencesGroup *secrets_group;
  GtkWidget *swapped;
  GtkWidget *notice;
  GtkImage *notice_icon;
  GtkLabel *notice_label;
  PlugErrorView *error_view;
  GtkWidget *cancel_button;
  GtkButton *save_button;
  GtkWidget *anyway_button;
  GtkWidget *verify_button;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (PlugAccountDialog, plug_account_dialog, ADW_TYPE_WINDOW)

enum {
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
entered_free (Entered *entered)
{
  g_free (entered->name);
  g_free (entered->base_url);
  g_clear_pointer (&entered->user_secret, plug_secret_unref);
  g_clear_pointer (&entered->organization_secret, plug_secret_unref);
  g_free (entered);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entered, entered_free)

static const char *
peek (PlugAccountDialog *self,
      guint              row)
{
  return plug_field_row_peek_text (self->rows[row]);
}

static void
say (PlugAccountDialog *self,
     const char        *icon,
     const char        *text)
{
  gtk_image_set_from_icon_name (self->notice_icon, icon);
  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->notice, text != NULL);
}

/* What was found out is true of what was entered then. */
static void
forget_result (PlugAccountDialog *self)
{
  g_clear_pointer (&self->organization, g_free);
  plug_error_view_set_error (self->error_view, NULL);
  gtk_widget_set_visible (self->anyway_button, FALSE);
  say (self, NULL, NULL);
}

/* Pasting */

static char *
dup_pasted_text (gboolean user,
                 gboolean organization)
{
  if (user && organization)
    return g_strdup (_("Both secrets were taken from the Authorization header."));
  if (user)
    return g_strdup (_("The user secret was taken from the Authorization header. "
                       "It has no organization secret."));
  return g_strdup (_("The organization secret was taken from the Authorization header. "
                     "It has no user secret."));
}

/* A whole Authorization header, pasted anywhere, is taken apart. */
static gboolean
take_authorization (PlugAccountDialog *self,
                    guint              row)
{
  g_autoptr (PlugSecret) user_secret = NULL;
  g_autoptr (PlugSecret) organization_secret = NULL;
  g_autofree char *text = NULL;

  if (!plug_authorization_parse (peek (self, row), &user_secret, &organization_secret, NULL)
      || (user_secret == NULL && organization_secret == NULL))
    return FALSE;

  plug_field_row_reset (self->rows[row]);
  if (user_secret != NULL)
    plug_field_row_set_value (self->rows[ROW_USER], plug_secret_peek (user_secret));
  if (organization_secret != NULL)
    plug_field_row_set_value (self->rows[ROW_ORGANIZATION],
                              plug_secret_peek (organization_secret));
  text = dup_pasted_text (user_secret != NULL, organization_secret != NULL);
  say (self, "emblem-ok-symbolic", text);
  return TRUE;
}

/* What was mended in the URL, and what is used in the end. */
static char *
dup_url_note (const char      *base_url,
              PlugBaseUrlNote  note)
{
  if ((note & PLUG_BASE_URL_NOTE_UI_HOST) != 0)
    return g_strdup_printf (_("That is the address of the website. The API beside it is used: %s"),
                            base_url);
  if ((note & (PLUG_BASE_URL_NOTE_PATH_CUT | PLUG_BASE_URL_NOTE_SCHEME)) != 0)
    return g_strdup_printf (_("Used as %s"), base_url);
  return NULL;
}

static void
url_changed (PlugAccountDialog *self)
{
  PlugBaseUrlNote note = PLUG_BASE_URL_NOTE_NONE;
  g_autofree char *base_url = plug_base_url_parse (peek (self, ROW_URL), &note, NULL);
  g_autofree char *text = base_url != NULL ? dup_url_note (base_url, note) : NULL;

  if (!self->choosing)
    plug_region_row_show_url (self->region_row, base_url);
  plug_field_row_set_caption (self->rows[ROW_URL], text);
}

static void
show_swapped (PlugAccountDialog *self)
{
  gtk_widget_set_visible (self->swapped,
                          plug_authorization_looks_swapped (peek (self, ROW_USER),
                                                            peek (self, ROW_ORGANIZATION)));
}

static void
row_changed_cb (PlugAccountDialog *self,
                PlugFieldRow      *changed)
{
  guint row = 0;
  gsize before, length;

  while (self->rows[row] != changed)
    row++;
  before = self->lengths[row];
  length = self->lengths[row] = strlen (peek (self, row));
  if (!self->filling)
    {
      self->filling = TRUE;
      forget_result (self);
      if (length >= before + PASTE_LENGTH)
        take_authorization (self, row);
      self->filling = FALSE;
    }
  if (row == ROW_URL)
    url_changed (self);
  show_swapped (self);
}

static void
region_chosen_cb (PlugAccountDialog *self)
{
  g_autofree char *base_url = plug_region_row_dup_base_url (self->region_row);

  if (base_url == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->rows[ROW_URL]));
      return;
    }
  self->choosing = TRUE;
  plug_field_row_set_value (self->rows[ROW_URL], base_url);
  self->choosing = FALSE;
}

/* Validation */

static PlugSecret *
take_secret (PlugAccountDialog  *self,
             guint               row,
             const char         *missing,
             const char        **problem)
{
  PlugSecret *secret = plug_authorization_clean_secret (peek (self, row));

  if (secret == NULL && (self->account == NULL || *peek (self, row) != '\0'))
    *problem = missing;
  return secret;
}

/* Everything entered, or NULL with every wrong field saying why and the first one focused. */
static Entered *
take_entered (PlugAccountDialog *self)
{
  g_autoptr (Entered) entered = g_new0 (Entered, 1);
  g_autoptr (GError) error = NULL;
  const char *problems[N_ROWS] = { NULL };
  gboolean wrong = FALSE;

  entered->name = g_strstrip (g_strdup (peek (self, ROW_NAME)));
  if (*entered->name == '\0')
    problems[ROW_NAME] = _("Enter a name, to tell this account from others.");
  entered->base_url = plug_base_url_parse (peek (self, ROW_URL), NULL, &error);
  if (error != NULL)
    problems[ROW_URL] = error->message;
  entered->user_secret = take_secret (self, ROW_USER, _("Enter the user secret."),
                                      &problems[ROW_USER]);
  entered->organization_secret = take_secret (self, ROW_ORGANIZATION,
                                              _("Enter the organization secret."),
                                              &problems[ROW_ORGANIZATION]);
  for (guint i = 0; i < N_ROWS; i++)
    {
      plug_field_row_set_problem (self->rows[i], problems[i]);
      if (problems[i] != NULL && !wrong)
        gtk_widget_grab_focus (GTK_WIDGET (self->rows[i]));
      wrong = wrong || problems[i] != NULL;
    }
  return wrong ? NULL : g_steal_pointer (&entered);
}

/* Working */

static void
update_actions (PlugAccountDialog *self)
{
  gboolean idle = self->cancellable == NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save-anyway", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.verify", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.swap", idle);
}

/* While it works the form cannot be changed and Cancel has the focus, which comes back after. An
 * entry has to lose it before it becomes insensitive: GTK 4.8 warns otherwise. */
static void
begin_work (PlugAccountDialog *self,
            const char        *text)
{
  self->focus = gtk_window_get_focus (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->cancel_button);
  self->cancellable = g_cancellable_new ();
  say (self, "content-loading-symbolic", text);
  gtk_spinner_set_spinning (self->spinner, TRUE);
  gtk_widget_set_sensitive (self->form, FALSE);
  update_actions (self);
}

static void
end_work (PlugAccountDialog *self)
{
  g_clear_object (&self->cancellable);
  say (self, NULL, NULL);
  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_widget_set_sensitive (self->form, TRUE);
  update_actions (self);
  if (self->focus != NULL)
    gtk_widget_grab_focus (self->focus);
  self->focus = NULL;
}

static void
show_error (PlugAccountDialog *self,
            const GError      *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  plug_error_view_set_error (self->error_view, error);
}

static void
finish_saved (PlugAccountDialog *self,
              PlugAccount       *account,
              GError            *error)
{
  if (self->closed)
    return;
  end_work (self);
  if (error != NULL)
    {
      show_error (self, error);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, account);
  gtk_window_close (GTK_WINDOW (self));
}

typedef struct {
  PlugAccountDialog *dialog;
  PlugAccount *account;
} Saving;

static void
account_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr (PlugAccountDialog) self = saving->dialog;
  g_autoptr (PlugAccount) account = saving->account;
  g_autoptr (GError) error = NULL;

  plug_inventory_finish (PLUG_INVENTORY (source), result, &error);
  finish_saved (self, account, error);
}

static PlugAccount *
create_account (PlugAccountDialog *self)
{
  PlugAccount *account = plug_account_new (self->entered->name, self->entered->base_url);

  if (self->organization != NULL)
    {
      plug_account_set_organization (account, self->organization);
      plug_account_set_state (account, PLUG_ACCOUNT_STATE_VERIFIED);
    }
  return account;
}

static void
save (PlugAccountDialog *self)
{
  Entered *entered = self->entered;
  Saving *saving = g_new0 (Saving, 1);

  begin_work (self, _("Saving the secrets to the keyring…"));
  saving->dialog = g_object_ref (self);
  if (self->account == NULL)
    {
      saving->account = create_account (self);
      plug_inventory_add_account_async (self->inventory, saving->account, entered->user_secret,
                                        entered->organization_secret, self->cancellable,
                                        account_saved_cb, saving);
      return;
    }
  saving->account = g_object_ref (self->account);
  if (self->organization != NULL)
    plug_account_set_organization (self->account, self->organization);
  plug_inventory_edit_account_async (self->inventory, self->account, entered->name,
                                     entered->base_url, entered->user_secret,
                                     entered->organization_secret, self->cancellable,
                                     account_saved_cb, saving);
}

static void
show_verified (PlugAccountDialog *self)
{
  g_autofree char *name = plug_text_for_display (self->organization);
  g_autofree char *text = NULL;

  if (*name != '\0')
    /* Translators: the name of an organization, as its tenant says it */
    text = g_strdup_printf (_("Verified: the tenant of %s accepts the secrets."), name);
  else
    text = g_strdup (_("Verified: the tenant accepts the secrets."));
  say (self, "emblem-ok-symbolic", text);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PlugAccountDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *organization = NULL;

  organization = plug_inventory_verify_account_finish (PLUG_INVENTORY (source), result, &error);
  if (self->closed)
    return;
  end_work (self);
  if (error != NULL)
    {
      show_error (self, error);
      gtk_widget_set_visible (self->anyway_button, gtk_widget_get_visible (
        GTK_WIDGET (self->error_view)));
      return;
    }
  self->organization = g_steal_pointer (&organization);
  if (self->save_after)
    save (self);
  else
    show_verified (self);
}

static void
verify (PlugAccountDialog *self,
        gboolean           save_after)
{
  Entered *entered = take_entered (self);

  if (entered == NULL)
    return;
  g_clear_pointer (&self->entered, entered_free);
  self->entered = entered;
  self->save_after = save_after;
  forget_result (self);
  begin_work (self, _("Asking the tenant…"));
  plug_inventory_verify_account_async (self->inventory, self->account, entered->base_url,
                                       entered->user_secret, entered->organization_secret,
                                       self->cancellable, verified_cb, g_object_ref (self));
}

/* Actions */

static void
save_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  verify (PLUG_ACCOUNT_DIALOG (widget), TRUE);
}

static void
verify_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  verify (PLUG_ACCOUNT_DIALOG (widget), FALSE);
}

static void
save_anyway_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PlugAccountDialog *self = PLUG_ACCOUNT_DIALOG (widget);
  Entered *entered = take_entered (self);

  if (entered == NULL)
    return;
  g_clear_pointer (&self->entered, entered_free);
  self->entered = entered;
  forget_result (self);
  save (self);
}

static void
swap_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PlugAccountDialog *self = PLUG_ACCOUNT_DIALOG (widget);
  g_autoptr (PlugSecret) user_secret = plug_secret_new (peek (self, ROW_USER));

  self->filling = TRUE;
  plug_field_row_set_value (self->rows[ROW_USER], peek (self, ROW_ORGANIZATION));
  plug_field_row_set_value (self->rows[ROW_ORGANIZATION], plug_secret_peek (user_secret));
  self->filling = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->save_button));
}

static void
cancel_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  PlugAccountDialog *self = PLUG_ACCOUNT_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* Building */

static void
add_row (PlugAccountDialog   *self,
         guint                row,
         const char          *label,
         PlugFieldKind        kind,
         AdwPreferencesGroup *group)
{
  g_autoptr (PlugField) field = plug_field_new (label, label, kind);
  GtkWidget *widget;

  plug_field_set_required (field, TRUE);
  if (self->account != NULL && kind == PLUG_FIELD_PASSWORD)
    plug_field_set_help (field, _("Saved in the keyring; leave empty to keep it"));
  widget = plug_field_row_new (field);
  self->rows[row] = PLUG_FIELD_ROW (widget);
  adw_preferences_group_add (group, widget);
  g_signal_connect_object (widget, "changed", G_CALLBACK (row_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "submitted", G_CALLBACK (gtk_widget_activate_default), self,
                           G_CONNECT_SWAPPED);
}

static void
add_rows (PlugAccountDialog *self)
{
  g_autofree char *first = NULL;

  add_row (self, ROW_NAME, _("Account Name"), PLUG_FIELD_TEXT, self->tenant_group);
  self->region_row = PLUG_REGION_ROW (plug_region_row_new ());
  adw_preferences_group_add (self->tenant_group, GTK_WIDGET (self->region_row));
  add_row (self, ROW_URL, _("Base URL"), PLUG_FIELD_TEXT, self->tenant_group);
  add_row (self, ROW_USER, _("User Secret"), PLUG_FIELD_PASSWORD, self->secrets_group);
  add_row (self, ROW_ORGANIZATION, _("Organization Secret"), PLUG_FIELD_PASSWORD,
           self->secrets_group);
  g_signal_connect_object (self->region_row, "chosen", G_CALLBACK (region_chosen_cb), self,
                           G_CONNECT_SWAPPED);

  self->filling = TRUE;
  first = plug_region_row_dup_base_url (self->region_row);
  plug_field_row_set_value (self->rows[ROW_URL],
                            self->account != NULL ? plug_account_get_base_url (self->account)
                                                  : first);
  if (self->account != NULL)
    plug_field_row_set_value (self->rows[ROW_NAME], plug_account_get_name (self->account));
  self->filling = FALSE;
}

/* Whatever way it ends: nothing secret stays in an entry. */
static void
clear_secrets (PlugAccountDialog *self)
{
  self->filling = TRUE;
  if (self->rows[ROW_USER] != NULL)
    plug_field_row_reset (self->rows[ROW_USER]);
  if (self->rows[ROW_ORGANIZATION] != NULL)
    plug_field_row_reset (self->rows[ROW_ORGANIZATION]);
  g_clear_pointer (&self->entered, entered_free);
}

static gboolean
plug_account_dialog_close_request (GtkWindow *window)
{
  PlugAccountDialog *self = PLUG_ACCOUNT_DIALOG (window);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  clear_secrets (self);
  return GTK_WINDOW_CLASS (plug_account_dialog_parent_class)->close_request (window);
}

static void
plug_account_dialog_dispose (GObject *object)
{
  PlugAccountDialog *self = PLUG_ACCOUNT_DIALOG (object);

  if (!self->closed)
    {
      self->closed = TRUE;
      g_cancellable_cancel (self->cancellable);
      clear_secrets (self);
    }
  for (guint i = 0; i < N_ROWS; i++)
    self->rows[i] = NULL;

  G_OBJECT_CLASS (plug_account_dialog_parent_class)->dispose (object);
}

static void
plug_account_dialog_finalize (GObject *object)
{
  PlugAccountDialog *self = PLUG_ACCOUNT_DIALOG (object);

  g_clear_pointer (&self->entered, entered_free);
  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_free (self->organization);

  G_OBJECT_CLASS (plug_account_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, tenant_group);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, secrets_group);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, swapped);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, notice_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, anyway_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, verify_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAccountDialog, spinner);
}

static void
plug_account_dialog_class_init (PlugAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_account_dialog_dispose;
  object_class->finalize = plug_account_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = plug_account_dialog_close_request;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", PLUG_TYPE_ACCOUNT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, PLUG_TYPE_ACCOUNT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "account.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "account.save-anyway", NULL,
                                   save_anyway_activated);
  gtk_widget_class_install_action (widget_class, "account.verify", NULL, verify_activated);
  gtk_widget_class_install_action (widget_class, "account.swap", NULL, swap_activated);
  gtk_widget_class_install_action (widget_class, "account.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "account.cancel", NULL);
}

static void
plug_account_dialog_init (PlugAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_account_dialog_new:
 * @account: (nullable): the account to be changed, NULL for a new one
 *
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugAccountDialog *
plug_account_dialog_new (PlugInventory *inventory,
                         PlugAccount   *account)
{
  PlugAccountDialog *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_ACCOUNT_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  if (account != NULL)
    {
      self->account = g_object_ref (account);
      gtk_window_set_title (GTK_WINDOW (self), _("Edit Account"));
      gtk_button_set_label (self->save_button, _("Save"));
    }
  add_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->rows[ROW_NAME]));
  return self;
}

/* plug_account_dialog_prefill:
 * @base_url: (nullable): a normal base URL
 * @user_secret: (nullable): the user secret
 * @organization_secret: (nullable): the organization secret
 *
 * Enters what the user pasted elsewhere. Never what is saved: no secret comes out of the keyring
 * into an entry. */
void
plug_account_dialog_prefill (PlugAccountDialog *self,
                             const char        *base_url,
                             PlugSecret        *user_secret,
                             PlugSecret        *organization_secret)
{
  g_return_if_fail (PLUG_IS_ACCOUNT_DIALOG (self) && self->account == NULL);

  self->filling = TRUE;
  if (base_url != NULL)
    plug_field_row_set_value (self->rows[ROW_URL], base_url);
  if (user_secret != NULL)
    plug_field_row_set_value (self->rows[ROW_USER], plug_secret_peek (user_secret));
  if (organization_secret != NULL)
    plug_field_row_set_value (self->rows[ROW_ORGANIZATION],
                              plug_secret_peek (organization_secret));
  self->filling = FALSE;
}
