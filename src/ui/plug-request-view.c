/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestView: what will be sent, secrets masked, and to be edited. */

#include "config.h"

#include "plug-request-view.h"

#include "plug-clipboard.h"
#include "plug-code-view.h"
#include "plug-compat.h"
#include "plug-error.h"
#include "plug-json.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _PlugRequestView {
  GtkWidget parent_instance;
  GtkWidget *root;
  GtkLabel *json_title;
  GtkBox *json_slot;
  GtkLabel *problem_label;
  GtkLabel *curl_label;
  PlugCodeView *json_view;
  PlugDraft *draft; /* (nullable): what is shown, or would be if there were no mistake */
  gboolean showing;
  gboolean edited; /* since the focus came, so that the text is left alone until it goes */
};

G_DEFINE_FINAL_TYPE (PlugRequestView, plug_request_view, GTK_TYPE_WIDGET)

enum {
  SIGNAL_EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say_problem (PlugRequestView     *self,
             const char          *problem,
             const PlugJsonPlace *place)
{
  GtkWidget *text_view = plug_code_view_get_text_view (self->json_view);

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  plug_code_view_mark (self->json_view, place);
  gtk_accessible_update_state (GTK_ACCESSIBLE (text_view), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  plug_compat_set_description (text_view, problem);
}

static void
show_json (PlugRequestView *self)
{
  g_autofree char *json = plug_draft_build_text (self->draft, PLUG_DRAFT_MASK, TRUE);

  self->showing = TRUE;
  plug_code_view_set_text (self->json_view, json);
  self->showing = FALSE;
  self->edited = FALSE;
  say_problem (self, NULL, NULL);
}

/* Where a name stands for the first time: a mistake of sense is said there. */
static PlugJsonPlace
find_name (const char *text,
           const char *name)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", name);
  const char *found = strstr (text, quoted);
  PlugJsonPlace place = { .line = 1, .column = 1 };

  for (const char *p = text; found != NULL && p < found; p = g_utf8_next_char (p))
    {
      place.column = *p == '\n' ? 1 : place.column + 1;
      place.line += *p == '\n' ? 1 : 0;
    }
  return place;
}

static gboolean
is_of_connector (PlugRequestView *self,
                 JsonObject      *body)
{
  JsonObject *element = plug_json_get_object (body, "element");
  const char *key = plug_json_get_string (element, "key");

  return element == NULL ||
         g_strcmp0 (key, plug_connector_get_key (plug_draft_get_connector (self->draft))) == 0;
}

/* Returns: (nullable) (transfer full): what the text says, NULL when a mistake was said. */
static PlugDraft *
read_text (PlugRequestView *self,
           const char      *text)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (PlugDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  PlugJsonPlace place = { .line = 1, .column = 1 };

  if (plug_json_scan (text, strlen (text), 0, &place, &error))
    node = plug_json_parse (text, strlen (text), 0, &error);
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_set_error_literal (&error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                         _("A request is a JSON object: it begins with {."));
  if (error == NULL && !is_of_connector (self, json_node_get_object (node)))
    {
      place = find_name (text, "element");
      g_set_error_literal (&error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                           _("This form is for another connector. Choose it above."));
    }
  if (error == NULL)
    {
      draft = plug_draft_new (plug_draft_get_connector (self->draft));
      if (!plug_draft_fill_from_body (draft, json_node_get_object (node), &error))
        place = find_name (text, plug_draft_get_mistake (draft));
    }
  say_problem (self, error != NULL ? error->message : NULL, error != NULL ? &place : NULL);
  return error == NULL ? g_steal_pointer (&draft) : NULL;
}

static void
json_changed_cb (PlugRequestView *self)
{
  g_autofree char *text = NULL;
  g_autoptr (PlugDraft) draft = NULL;

  if (self->showing || self->draft == NULL)
    return;
  self->edited = TRUE;
  text = plug_code_view_dup_text (self->json_view);
  draft = read_text (self, text);
  plug_secret_wipe_text (text);
  if (draft == NULL)
    return;
  plug_draft_unmask (draft, self->draft);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0, draft);
}

/* What was typed as a secret becomes bullets, and undo does not bring it back. */
static void
focus_changed_cb (PlugRequestView         *self,
                  GParamSpec              *pspec,
                  GtkEventControllerFocus *focus)
{
  if (!gtk_event_controller_focus_contains_focus (focus) && self->edited &&
      !plug_request_view_has_mistake (self))
    show_json (self);
}

static void
copy_json_clicked_cb (PlugRequestView *self)
{
  g_autofree char *json = NULL;

  if (self->draft == NULL)
    return;
  json = plug_draft_build_text (self->draft, PLUG_DRAFT_MASK, TRUE);
  plug_clipboard_copy_text (GTK_WIDGET (self), json);
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

  g_clear_object (&self->draft);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_REQUEST_VIEW);
  G_OBJECT_CLASS (plug_request_view_parent_class)->dispose (object);
}

static void
plug_request_view_class_init (PlugRequestViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_request_view_dispose;
  signals[SIGNAL_EDITED] = g_signal_new ("edited", PLUG_TYPE_REQUEST_VIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, PLUG_TYPE_DRAFT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-request-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, root);
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, json_title);
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, json_slot);
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, problem_label);
  gtk_widget_class_bind_template_child (widget_class, PlugRequestView, curl_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_json_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_curl_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_changed_cb);
}

static void
plug_request_view_init (PlugRequestView *self)
{
  GtkWidget *view = plug_code_view_new (TRUE);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->json_view = PLUG_CODE_VIEW (view);
  gtk_accessible_update_relation (
    GTK_ACCESSIBLE (plug_code_view_get_text_view (self->json_view)),
    GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->json_title, NULL, -1);
  g_signal_connect_object (view, "changed", G_CALLBACK (json_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->json_slot, view);
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
 * @base_url: where it will be sent; contract section 2.2
 *
 * While the JSON is being edited its text stays; else what could not be read is replaced. */
void
plug_request_view_set_draft (PlugRequestView *self,
                             PlugDraft       *draft,
                             const char      *base_url)
{
  g_autofree char *curl = NULL;
  GtkWidget *text_view;

  g_return_if_fail (PLUG_IS_REQUEST_VIEW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  curl = plug_draft_build_curl (draft, base_url);
  gtk_label_set_text (self->curl_label, curl);
  g_set_object (&self->draft, draft);
  text_view = plug_code_view_get_text_view (self->json_view);
  if (!self->edited || !gtk_widget_is_focus (text_view))
    show_json (self);
}

/* plug_request_view_has_mistake:
 * Returns: whether the JSON as it stands cannot be read */
gboolean
plug_request_view_has_mistake (PlugRequestView *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_VIEW (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->problem_label));
}
