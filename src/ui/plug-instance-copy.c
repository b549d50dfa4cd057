/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PlugInstancePage puts into the clipboard. */

#include "config.h"

#include "plug-instance-page-private.h"

#include "plug-clipboard.h"
#include "plug-curl.h"

#include <glib/gi18n-lib.h>

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
  PlugAccount *account;
  g_autofree char *curl = NULL;

  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (self->instance));
  if (account == NULL)
    return;
  curl = plug_curl_dup_ping (self->instance, account);
  plug_clipboard_copy_text (widget, curl);
  plug_instance_page_say (self,
                          _("cURL copied. It reads the secrets from the keyring when it runs."));
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
  { "instance.copy-curl", copy_curl_cb },
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
