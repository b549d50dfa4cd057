/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestView: what will be sent, secrets masked. */

#include "config.h"

#include "plug-request-view.h"

#include "plug-clipboard.h"

struct _PlugRequestView {
  GtkWidget parent_instance;
  GtkWidget *root;
  GtkLabel *json_label;
  GtkLabel *curl_label;
};

G_DEFINE_FINAL_TYPE (PlugRequestView, plug_request_view, GTK_TYPE_WIDGET)

static void
copy_json_clicked_cb (PlugRequestView *self)
{
  plug_clipboard_copy_text (GTK_WIDGET (self), gtk_label_get_text (self->json_label));
}

static void
copy_curl_clicked_cb (PlugRequestView *self)
{
  plug_clipboard_copy_text (GTK_WIDGET (self), gtk_label_get_text (self->curl_label));
}

static void
plug_request_view_dispose (GObject *object)
{
  PlugRequestView *self = PLUG_REQUEST_VIEW (object);

  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_REQUEST_VIEW);
  G_OBJECT_CLASS (plug_request_view_parent_class)->dispose (object);
}

static void
plug_request_view_class_init (PlugRequestViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_request_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-request-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, root);
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, json_label);
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, curl_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_json_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_curl_clicked_cb);
}

static void
plug_request_view_init (PlugRequestView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_request_view_new:
 * Returns: (transfer floating): a view of nothing yet */
GtkWidget *
plug_request_view_new (void)
{
  return g_object_new (PLUG_TYPE_REQUEST_VIEW, NULL);
}

/* plug_request_view_set_draft:
 * @draft: what is filled in so far; its secrets are shown, and copied, as bullets
 * @base_url: where it will be sent; contract section 2.2 */
void
plug_request_view_set_draft (PlugRequestView *self,
                             PlugDraft       *draft,
                             const char      *base_url)
{
  g_autofree char *json = NULL;
  g_autofree char *curl = NULL;

  g_return_if_fail (PLUG_IS_REQUEST_VIEW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  json = plug_draft_build_text (draft, PLUG_DRAFT_MASK, TRUE);
  curl = plug_draft_build_curl (draft, base_url);
  gtk_label_set_text (self->json_label, json);
  gtk_label_set_text (self->curl_label, curl);
}
