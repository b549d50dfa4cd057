/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugImportDialog: a request as text, and what is in it. */

#include "config.h"

#include "plug-import-dialog.h"

#include "plug-account-dialog.h"
#include "plug-catalogue.h"
#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-import.h"
#include "plug-region.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_PROBLEMS 5
#define MAX_UNFILLED 6

struct _PlugImportDialog {
  AdwWindow parent_instance;

  PlugInventory *inventory;
  PlugImport *import;        /* (nullable): what the text says */
  PlugConnector *connector;  /* (nullable): what it is of */
  PlugAccount *account;      /* (nullable): one of its address */
  PlugAccount *new_account;  /* (nullable): added for it just now */
  GCancellable *cancellable;
  GtkTextTag *tag;
  guint read_source;
  gboolean replaces;
  gboolean cleared;

  GtkWidget *offer;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkWidget *hint;
  GtkLabel *nothing;
  GtkWidget *found;
  AdwActionRow *connector_row;
  AdwActionRow *account_row;
  GtkWidget *secrets_row;
  GtkSwitch *secrets_switch;
  AdwActionRow *name_row;
  AdwActionRow *values_row;
  GtkWidget *problems_group;
  GtkListBox *problems;
  GtkLabel *notes;
};

G_DEFINE_FINAL_TYPE (PlugImportDialog, plug_import_dialog, ADW_TYPE_WINDOW)

enum {
  SIGNAL_USED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_row (AdwActionRow *row,
         const char   *title,
         const char   *subtitle)
{
  g_autofree char *shown = plug_text_for_display (title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (row, subtitle);
}

/* What was found */

static void
find_connector (PlugImportDialog *self)
{
  const char *key = plug_import_get_connector_key (self->import);
  PlugConnector *known = key != NULL ? plug_catalogue_find (key) : NULL;

  g_clear_object (&self->connector);
  if (known != NULL)
    self->connector = g_object_ref (known);
  else if (key != NULL && *key != '\0')
    self->connector = plug_connector_new (key, key, NULL, NULL);
  if (known != NULL)
    set_row (self->connector_row, plug_connector_get_name (known), _("Connector"));
  else if (self->connector != NULL)
    set_row (self->connector_row, key, _("Connector, not in the catalogue"));
  else
    set_row (self->connector_row, _("Not Named"),
             _("Connector: “element” with its “key” is missing"));
}

static PlugAccount *
find_account (PlugImportDialog *self,
              const char       *base_url)
{
  GListModel *accounts = plug_inventory_list_accounts (self->inventory);

  for (guint i = 0; base_url != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (PlugAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (plug_account_get_base_url (account), base_url) == 0)
        return g_steal_pointer (&account);
    }
  return NULL;
}

/* By the address alone: whose secrets these are, only the tenant could tell, and tenants share
 * addresses. So with secrets in the text a new account can be had beside one of its address. */
static void
show_account (PlugImportDialog *self)
{
  const char *base_url = plug_import_get_base_url (self->import);
  g_autofree char *host = plug_base_url_dup_host (base_url);
  gboolean secrets = plug_import_get_user_secret (self->import) != NULL ||
                     plug_import_get_organization_secret (self->import) != NULL;
  g_autoptr (PlugAccount) account = find_account (self, base_url);
  gboolean visible = gtk_widget_get_visible (self->secrets_row);

  gtk_widget_set_visible (GTK_WIDGET (self->account_row), base_url != NULL);
  gtk_widget_set_visible (self->secrets_row, secrets);
  if (!secrets || !visible || account != self->account)
    gtk_switch_set_active (self->secrets_switch, secrets && account == NULL);
  g_set_object (&self->account, account);
  if (account != NULL)
    set_row (self->account_row, plug_account_get_name (account),
             _("Account, by the address in the text"));
  else
    set_row (self->account_row, host,
             _("No account has this address; the form starts with another one"));
}

static void
show_name (PlugImportDialog *self)
{
  const char *name = plug_import_get_name (self->import);

  gtk_widget_set_visible (GTK_WIDGET (self->name_row), name != NULL);
  if (name != NULL)
    set_row (self->name_row, name, NULL);
}

static const char *
get_label (PlugImportDialog *self,
           const char       *key)
{
  PlugField *field = NULL;

  if (self->connector != NULL)
    field = plug_connector_find_field (self->connector, key);
  if (field != NULL)
    return plug_field_get_label (field);
  if (strcmp (key, "name") == 0)
    return _("Name");
  if (strcmp (key, "tags") == 0)
    return _("Tags");
  return strcmp (key, "element") == 0 ? _("Connector") : key;
}

static char *
dup_unfilled (PlugImportDialog *self)
{
  const char *const *keys = plug_import_get_unfilled (self->import);
  guint n = g_strv_length ((char **) keys);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *list = NULL;

  if (n == 0)
    return g_strdup (_("Nothing is left to be filled in"));
  for (guint i = 0; i < MIN (n, MAX_UNFILLED); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", get_label (self, keys[i]));
  list = plug_text_for_display (names->str);
  if (n > MAX_UNFILLED)
    /* Translators: %s is a list of names */
    return g_strdup_printf (ngettext ("Still to be filled in: %s and %u more",
                                      "Still to be filled in: %s and %u more",
                                      n - MAX_UNFILLED), list, n - MAX_UNFILLED);
  /* Translators: %s is a list of names */
  return g_strdup_printf (_("Still to be filled in: %s"), list);
}

static void
show_values (PlugImportDialog *self)
{
  guint n = plug_import_get_n_fields (self->import);
  g_autofree char *unfilled = dup_unfilled (self);
  g_autofree char *title = NULL;

  title = n > 0 ? g_strdup_printf (ngettext ("%u Value", "%u Values", n), n)
                : g_strdup (_("No Values"));
  set_row (self->values_row, title, unfilled);
}

/* What is wrong with it */

static void
get_place (PlugImportDialog        *self,
           const PlugImportProblem *problem,
           GtkTextIter             *start,
           GtkTextIter             *end)
{
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, start, (int) problem->line - 1,
                                           (int) problem->column - 1);
  *end = *start;
  /* Behind the last character there is nothing to be seen. */
  if (!gtk_text_iter_forward_chars (end, (int) problem->length) &&
      gtk_text_iter_equal (start, end))
    gtk_text_iter_backward_char (start);
}

static void
underline_problems (PlugImportDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
  for (guint i = 0; i < plug_import_get_n_problems (self->import); i++)
    {
      get_place (self, plug_import_get_problem (self->import, i), &start, &end);
      gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
    }
}

static GtkWidget *
create_problem_row (const char *text,
                    gboolean    activatable)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", text,
                                 "title-lines", 0,
                                 "activatable", activatable,
                                 NULL);

  if (activatable)
    adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "dialog-warning-symbolic");
  return row;
}

static void
show_problems (PlugImportDialog *self)
{
  guint n = plug_import_get_n_problems (self->import);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->problems, 0)) != NULL)
    gtk_list_box_remove (self->problems, GTK_WIDGET (row));
  for (guint i = 0; i < MIN (n, MAX_PROBLEMS); i++)
    gtk_list_box_append (self->problems, create_problem_row (
      plug_import_get_problem (self->import, i)->message, TRUE));
  if (n > MAX_PROBLEMS)
    {
      g_autofree char *more = NULL;

      more = g_strdup_printf (ngettext ("%u more place is underlined",
                                        "%u more places are underlined", n - MAX_PROBLEMS),
                              n - MAX_PROBLEMS);
      gtk_list_box_append (self->problems, create_problem_row (more, FALSE));
    }
  gtk_widget_set_visible (self->problems_group, n > 0);
  underline_problems (self);
}

static void
show_notes (PlugImportDialog *self)
{
  g_autofree char *text = g_strjoinv ("\n", (char **) plug_import_get_notes (self->import));
  g_autofree char *all = NULL;
  gboolean replaces = self->replaces && plug_import_get_kind (self->import) != PLUG_IMPORT_NOTHING;

  all = g_strconcat (replaces ? _("What is filled in now will be replaced.") : "",
                     replaces && *text != '\0' ? "\n" : "", text, NULL);
  gtk_label_set_text (self->notes, all);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *all != '\0');
}

static void
show_import (PlugImportDialog *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;
  gboolean found = plug_import_get_kind (self->import) != PLUG_IMPORT_NOTHING;

  find_connector (self);
  show_account (self);
  show_name (self);
  show_values (self);
  show_problems (self);
  show_notes (self);
  gtk_widget_set_visible (self->found, found);
  gtk_label_set_text (self->nothing, _("No request was recognised. It has to have a JSON body "
                                       "with a connector and a configuration."));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), !found && !empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.use",
                                 found && self->connector != NULL);
}

/* Reading */

static void
read_text (PlugImportDialog *self)
{
  GtkTextIter start, end;
  char *text;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  g_clear_object (&self->import);
  self->import = plug_import_new (text, strlen (text));
  plug_secret_wipe_text (text);
  g_free (text);
  show_import (self);
}

static gboolean
read_cb (gpointer user_data)
{
  PlugImportDialog *self = user_data;

  self->read_source = 0;
  read_text (self);
  return G_SOURCE_REMOVE;
}

/* Once for all that is typed in one go. */
static void
text_changed_cb (PlugImportDialog *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  gtk_widget_set_visible (self->hint, empty);
  if (!empty)
    gtk_widget_set_visible (self->offer, FALSE);
  if (self->read_source == 0 && !self->cleared)
    self->read_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, read_cb, self, NULL);
}

static void
clipboard_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (PlugImportDialog) self = user_data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text == NULL)
    return;
  gtk_widget_set_visible (self->offer,
                          !self->cleared && gtk_text_buffer_get_char_count (self->buffer) == 0 &&
                            plug_import_is_likely (text, strlen (text)));
  plug_secret_wipe_text (text);
  g_free (text);
}

/* What is there is offered, and pasted only when that is wanted. */
static void
plug_import_dialog_map (GtkWidget *widget)
{
  PlugImportDialog *self = PLUG_IMPORT_DIALOG (widget);

  GTK_WIDGET_CLASS (plug_import_dialog_parent_class)->map (widget);
  if (!plug_clipboard_holds_secret (gtk_widget_get_display (widget)))
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->cancellable,
                                   clipboard_read_cb, g_object_ref (self));
}

static void
problem_activated_cb (PlugImportDialog *self,
                      GtkListBoxRow    *row)
{
  guint position = (guint) gtk_list_box_row_get_index (row);
  GtkTextIter start, end;

  if (self->import == NULL || position >= plug_import_get_n_problems (self->import))
    return;
  get_place (self, plug_import_get_problem (self->import, position), &start, &end);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Using it */

static void
finish (PlugImportDialog *self,
        PlugAccount      *account)
{
  g_autoptr (PlugDraft) draft = plug_import_create_draft (self->import, self->connector);

  g_signal_emit (self, signals[SIGNAL_USED], 0, draft, account);
  gtk_window_close (GTK_WINDOW (self));
}

static void
account_saved_cb (PlugImportDialog *self,
                  PlugAccount      *account)
{
  g_set_object (&self->new_account, account);
}

static void
account_closed_cb (PlugImportDialog *self)
{
  g_autoptr (PlugAccount) account = g_steal_pointer (&self->new_account);

  if (self->cleared)
    return;
  plug_compat_set_hidden (adw_window_get_content (ADW_WINDOW (self)), FALSE);
  if (account != NULL)
    finish (self, account);
}

static void
add_account (PlugImportDialog *self)
{
  PlugAccountDialog *dialog = plug_account_dialog_new (self->inventory, NULL);

  plug_account_dialog_prefill (dialog, plug_import_get_base_url (self->import),
                               plug_import_get_user_secret (self->import),
                               plug_import_get_organization_secret (self->import));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  plug_compat_close_with (GTK_WINDOW (dialog), GTK_WINDOW (self));
  plug_compat_set_hidden (adw_window_get_content (ADW_WINDOW (self)), TRUE);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (account_saved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (account_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
use_activated (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PlugImportDialog *self = PLUG_IMPORT_DIALOG (widget);

  /* What was typed a moment ago counts. */
  if (self->read_source != 0)
    {
      g_clear_handle_id (&self->read_source, g_source_remove);
      read_text (self);
    }
  if (self->connector == NULL || plug_import_get_kind (self->import) == PLUG_IMPORT_NOTHING)
    return;
  if (gtk_widget_get_visible (self->secrets_row) && gtk_switch_get_active (self->secrets_switch))
    add_account (self);
  else
    finish (self, self->account);
}

static void
paste_activated (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PlugImportDialog *self = PLUG_IMPORT_DIALOG (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_text_buffer_paste_clipboard (self->buffer, gtk_widget_get_clipboard (widget), NULL, TRUE);
}

static void
cancel_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* The class */

/* Whatever way it ends: nothing of the text stays. */
static void
clear_text (PlugImportDialog *self)
{
  if (self->cleared)
    return;
  self->cleared = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->read_source, g_source_remove);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  g_clear_object (&self->import);
}

static gboolean
plug_import_dialog_close_request (GtkWindow *window)
{
  clear_text (PLUG_IMPORT_DIALOG (window));
  return GTK_WINDOW_CLASS (plug_import_dialog_parent_class)->close_request (window);
}

static void
plug_import_dialog_dispose (GObject *object)
{
  clear_text (PLUG_IMPORT_DIALOG (object));
  G_OBJECT_CLASS (plug_import_dialog_parent_class)->dispose (object);
}

static void
plug_import_dialog_finalize (GObject *object)
{
  PlugImportDialog *self = PLUG_IMPORT_DIALOG (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->connector);
  g_clear_object (&self->account);
  g_clear_object (&self->new_account);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (plug_import_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, offer);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, found);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, connector_row);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, account_row);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, secrets_row);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, secrets_switch);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, values_row);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, problems_group);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, problems);
  gtk_widget_class_bind_template_child (widget_class, PlugImportDialog, notes);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_activated_cb);
}

static void
plug_import_dialog_class_init (PlugImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_import_dialog_dispose;
  object_class->finalize = plug_import_dialog_finalize;
  widget_class->map = plug_import_dialog_map;
  GTK_WINDOW_CLASS (klass)->close_request = plug_import_dialog_close_request;

  signals[SIGNAL_USED] = g_signal_new ("used", PLUG_TYPE_IMPORT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 2, PLUG_TYPE_DRAFT,
                                       PLUG_TYPE_ACCOUNT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "import.use", NULL, use_activated);
  gtk_widget_class_install_action (widget_class, "import.paste", NULL, paste_activated);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "import.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "import.use", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "import.use", NULL);
}

static void
plug_import_dialog_init (PlugImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline",
                                          PANGO_UNDERLINE_ERROR, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.use", FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* plug_import_dialog_new:
 * Returns: (transfer none): a dialog, which lives until it is closed */
PlugImportDialog *
plug_import_dialog_new (PlugInventory *inventory)
{
  PlugImportDialog *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_IMPORT_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  return self;
}

/* plug_import_dialog_set_replaces:
 * @replaces: whether using it replaces what somebody filled in before; it is said then */
void
plug_import_dialog_set_replaces (PlugImportDialog *self,
                                 gboolean          replaces)
{
  g_return_if_fail (PLUG_IS_IMPORT_DIALOG (self));

  self->replaces = replaces;
}
