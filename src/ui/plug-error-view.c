/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugErrorView: an error in place, with all that can be copied of it. */

#include "config.h"

#include "plug-error-view.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-error.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugErrorView {
  GtkWidget parent_instance;
  GtkWidget *root;
  GtkImage *image;
  GtkLabel *message_label;
  GtkWidget *details;
  GtkLabel *server_title;
  GtkLabel *server_label;
  GtkLabel *provider_title;
  GtkLabel *provider_label;
  GtkLabel *request_title;
  GtkLabel *request_label;
  GtkWidget *copy_button;
  GError *error;
};

G_DEFINE_FINAL_TYPE (PlugErrorView, plug_error_view, GTK_TYPE_WIDGET)

static void
copy_clicked_cb (PlugErrorView *self)
{
  g_autofree char *details = plug_error_dup_details (self->error);

  plug_clipboard_copy_text (GTK_WIDGET (self), details);
}

static void
show_detail (GtkLabel   *title,
             GtkLabel   *label,
             const char *text)
{
  gboolean visible = text != NULL && *text != '\0';
  g_autofree char *shown = plug_text_for_display (visible ? text : "");

  gtk_label_set_text (label, shown);
  gtk_widget_set_visible (GTK_WIDGET (title), visible);
  gtk_widget_set_visible (GTK_WIDGET (label), visible);
}

static void
show_details (PlugErrorView *self,
              const GError  *error)
{
  const char *server = error != NULL ? plug_error_get_server_message (error) : NULL;
  const char *provider = error != NULL ? plug_error_get_provider_message (error) : NULL;
  const char *request = error != NULL ? plug_error_get_request_id (error) : NULL;

  show_detail (self->server_title, self->server_label, server);
  show_detail (self->provider_title, self->provider_label, provider);
  show_detail (self->request_title, self->request_label, request);
  gtk_widget_set_visible (self->details, server != NULL || provider != NULL || request != NULL);
  gtk_widget_set_visible (self->copy_button, error != NULL);
}

static void
show_text (PlugErrorView *self,
           const char    *text,
           const char    *icon_name)
{
  gtk_label_set_text (self->message_label, text != NULL ? text : "");
  gtk_image_set_from_icon_name (self->image, icon_name);
  if (text != NULL)
    plug_compat_set_label (GTK_WIDGET (self), text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
plug_error_view_dispose (GObject *object)
{
  PlugErrorView *self = PLUG_ERROR_VIEW (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_ERROR_VIEW);
  G_OBJECT_CLASS (plug_error_view_parent_class)->dispose (object);
}

static void
plug_error_view_class_init (PlugErrorViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_error_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/plugboard/Plugboard/plug-error-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, root);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, image);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, message_label);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, details);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, server_title);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, server_label);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, provider_title);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, provider_label);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, request_title);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, request_label);
  gtk_widget_class_bind_template_child (widget_class, PlugErrorView, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
plug_error_view_init (PlugErrorView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_error_view_new:
 * Returns: (transfer floating): a view, not visible while there is nothing to say */
GtkWidget *
plug_error_view_new (void)
{
  return g_object_new (PLUG_TYPE_ERROR_VIEW, NULL);
}

/* plug_error_view_set_error:
 * @error: (nullable): its message is shown as the sentence, what the server said below it;
 *   contract section 7 */
void
plug_error_view_set_error (PlugErrorView *self,
                           const GError  *error)
{
  g_return_if_fail (PLUG_IS_ERROR_VIEW (self));

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  show_details (self, self->error);
  show_text (self, error != NULL ? error->message : NULL, "dialog-error-symbolic");
}

/* plug_error_view_set_message:
 * @text: (nullable): what is to be known and is no error */
void
plug_error_view_set_message (PlugErrorView *self,
                             const char    *text)
{
  g_return_if_fail (PLUG_IS_ERROR_VIEW (self));

  g_clear_error (&self->error);
  show_details (self, NULL);
  show_text (self, text, "dialog-information-symbolic");
}
