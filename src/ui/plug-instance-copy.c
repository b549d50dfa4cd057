/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PlugInstancePage puts into the clipboard. */

#include "config.h"

#include "plug-instance-page-private.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-curl.h"
#include "plug-header-load.h"

#include <glib/gi18n-lib.h>

static PlugAccount *
find_account (PlugInstancePage *self,
              PlugInstance     *instance)
{
  return plug_inventory_find_account (self->inventory, plug_instance_get_account_id (instance));
}

static void
copy_id_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);

  plug_clipboard_copy_text (widget, plug_instance_get_id (self->instance));
  plug_instance_page_say (self, _("Instance ID copied"));
}

static void
copy_token_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  plug_token_row_copy (PLUG_INSTANCE_PAGE (widget)->token_row);
}

static void
copy_curl_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  PlugAccount *account = find_account (self, self->instance);
  g_autofree char *curl = NULL;

  if (account == NULL)
    return;
  curl = plug_curl_dup_ping (self->instance, account);
  plug_clipboard_copy_text (widget, curl);
  plug_instance_page_say (self,
                          _("cURL copied. It reads the secrets from the keyring when it runs."));
}

/* With secrets: they come from the keyring, and leave the clipboard again. */

typedef struct {
  PlugInstancePage *self;
  PlugInstance *instance;
  gboolean as_curl;
} Copying;

static void
copying_free (Copying *copying)
{
  g_object_unref (copying->self);
  g_object_unref (copying->instance);
  g_free (copying);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copying, copying_free)

static Copying *
copying_new (PlugInstancePage *self,
             gboolean          as_curl)
{
  Copying *copying = g_new0 (Copying, 1);

  copying->self = g_object_ref (self);
  copying->instance = g_object_ref (self->instance);
  copying->as_curl = as_curl;
  return copying;
}

static void
put_into_clipboard (Copying    *copying,
                    PlugSecret *header)
{
  GtkWidget *widget = GTK_WIDGET (copying->self);
  g_autoptr (PlugSecret) curl = NULL;
  PlugAccount *account;

  if (!copying->as_curl)
    {
      plug_clipboard_copy_secret (widget, header);
      plug_instance_page_say (copying->self, _("Authorization header copied"));
      return;
    }
  account = find_account (copying->self, copying->instance);
  if (account == NULL)
    return;
  curl = plug_curl_new_secret (copying->instance, account, header);
  plug_clipboard_copy_secret (widget, curl);
  plug_instance_page_say (copying->self, _("cURL with secrets copied"));
}

static void
header_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Copying) copying = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugSecret) header = NULL;

  header = plug_header_load_finish (PLUG_INVENTORY (source), result, &error);
  if (copying->self->instance != copying->instance || copying->self->inventory == NULL)
    return;
  plug_error_view_set_error (copying->self->error_view, error);
  if (header != NULL)
    put_into_clipboard (copying, header);
}

/* Takes @copying. */
static void
load_header (Copying *copying)
{
  plug_header_load_async (copying->self->inventory, copying->instance, NULL, header_loaded_cb,
                          copying);
}

static void
copy_header_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  load_header (copying_new (PLUG_INSTANCE_PAGE (widget), FALSE));
}

static void
secrets_confirmed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (Copying) copying = user_data;

  if (plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL)
      && copying->self->inventory != NULL)
    load_header (g_steal_pointer (&copying));
}

static void
copy_curl_secrets_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  plug_compat_confirm_async (
    GTK_WINDOW (gtk_widget_get_root (widget)), _("Copy with the Secrets in It?"),
    _("Whoever sees the command has the user secret, the organization secret and the token. A"
      " shell keeps it in its history and shows it in the list of processes. The cURL without"
      " secrets does the same and keeps them in the keyring."),
    _("Copy with Secrets"), TRUE, NULL, secrets_confirmed_cb,
    copying_new (PLUG_INSTANCE_PAGE (widget), TRUE));
}

static void
copy_curl_placeholders_cb (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  PlugAccount *account = find_account (self, self->instance);
  g_autofree char *curl = NULL;

  if (account == NULL)
    return;
  curl = plug_curl_dup_placeholders (self->instance, account);
  plug_clipboard_copy_text (widget, curl);
  plug_instance_page_say (self, _("cURL with placeholders copied"));
}

static void
copy_transformation_cb (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  g_autofree char *text = plug_curl_dup_transformation (self->instance);

  plug_clipboard_copy_text (widget, text);
  plug_instance_page_say (self, _("Request copied"));
}

static void
copy_formula_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  g_autofree char *text = plug_curl_dup_formula (self->instance);

  plug_clipboard_copy_text (widget, text);
  plug_instance_page_say (self, _("Request copied"));
}

static const struct {
  const char *name;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "instance.copy-id", copy_id_cb },
  { "instance.copy-token", copy_token_cb },
  { "instance.copy-header", copy_header_cb },
  { "instance.copy-curl", copy_curl_cb },
  { "instance.copy-curl-placeholders", copy_curl_placeholders_cb },
  { "instance.copy-curl-secrets", copy_curl_secrets_cb },
  { "instance.copy-transformation", copy_transformation_cb },
  { "instance.copy-formula", copy_formula_cb },
};

/* plug_instance_page_update_copy:
 * Private to PlugInstancePage. */
void
plug_instance_page_update_copy (PlugInstancePage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, self->instance != NULL);
}

/* plug_instance_page_install_copy:
 * Private to PlugInstancePage. */
void
plug_instance_page_install_copy (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}
