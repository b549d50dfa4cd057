/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestResult: an answer, of which no more is laid out than a text view is good at. */

#include "config.h"

#include "plug-request-result.h"

#include "plug-compat.h"
#include "plug-json.h"
#include "plug-property-row.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_SHOWN  (256 * 1024) /* bytes of text */
#define MAX_PRETTY (512 * 1024)
#define MIN_HEIGHT 160
#define MAX_HEIGHT 480

struct _PlugRequestResult {
  GtkWidget parent_instance;

  GtkWidget *box;
  PlugPropertyRow *status_row;
  PlugPropertyRow *id_row;
  AdwExpanderRow *headers_row;
  GPtrArray *header_rows; /* GtkWidget, unowned */
  GtkWidget *note;
  GtkWidget *scroller;
  GtkTextBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (PlugRequestResult, plug_request_result, GTK_TYPE_WIDGET)

static void
plug_request_result_dispose (GObject *object)
{
  PlugRequestResult *self = PLUG_REQUEST_RESULT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plug_request_result_parent_class)->dispose (object);
}

static void
plug_request_result_finalize (GObject *object)
{
  g_ptr_array_unref (PLUG_REQUEST_RESULT (object)->header_rows);
  G_OBJECT_CLASS (plug_request_result_parent_class)->finalize (object);
}

static void
plug_request_result_class_init (PlugRequestResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plug_request_result_dispose;
  object_class->finalize = plug_request_result_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
text_area_new (PlugRequestResult *self)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  plug_compat_set_label (view, _("Body of the Answer"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), MIN_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  return scroller;
}

static void
plug_request_result_init (PlugRequestResult *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->header_rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Answer"));
  self->status_row = PLUG_PROPERTY_ROW (plug_property_row_new (_("Status"), NULL));
  self->id_row = PLUG_PROPERTY_ROW (plug_property_row_new (_("Request ID"), NULL));
  plug_property_row_set_copyable (self->id_row, TRUE);
  self->headers_row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->headers_row), _("Headers"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->status_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->id_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->headers_row));
  self->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_add_css_class (self->note, "dim-label");
  self->scroller = text_area_new (self);
  gtk_box_append (GTK_BOX (self->box), group);
  gtk_box_append (GTK_BOX (self->box), self->note);
  gtk_box_append (GTK_BOX (self->box), self->scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* plug_request_result_new:
 * Returns: (transfer floating): a view without an answer */
GtkWidget *
plug_request_result_new (void)
{
  return g_object_new (PLUG_TYPE_REQUEST_RESULT, NULL);
}

static void
show_headers (PlugRequestResult *self,
              PlugRequestAnswer *answer)
{
  const char *const *headers = plug_request_answer_get_headers (answer);

  for (guint i = 0; i < self->header_rows->len; i++)
    adw_expander_row_remove (self->headers_row, self->header_rows->pdata[i]);
  g_ptr_array_set_size (self->header_rows, 0);
  for (gsize i = 0; headers[i] != NULL; i += 2)
    {
      g_autofree char *name = plug_text_for_display (headers[i]);
      GtkWidget *row = plug_property_row_new (name, headers[i + 1]);

      adw_expander_row_add_row (self->headers_row, row);
      g_ptr_array_add (self->header_rows, row);
    }
}

/* JSON is set out when that is quick; anything else is shown as it came. */
static char *
dup_shown (GBytes   *body,
           gboolean *cut)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *pretty = NULL;
  g_autofree char *start = NULL;

  if (length <= MAX_PRETTY)
    node = plug_json_parse (data, length, 0, NULL);
  if (node != NULL)
    {
      pretty = plug_json_to_string (node, TRUE);
      data = pretty;
      length = strlen (pretty);
    }
  *cut = length > MAX_SHOWN;
  start = g_strndup (data, MIN (length, MAX_SHOWN));
  return g_utf8_make_valid (start, -1);
}

static void
show_body (PlugRequestResult *self,
           PlugRequestAnswer *answer)
{
  GBytes *body = plug_request_answer_get_body (answer);
  gsize length = g_bytes_get_size (body);
  gboolean is_text = plug_request_answer_is_text (answer) && length > 0;
  g_autofree char *text = NULL;
  gboolean cut = FALSE;

  if (is_text)
    text = dup_shown (body, &cut);
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  gtk_widget_set_visible (self->scroller, is_text);
  gtk_widget_set_visible (self->note, !is_text || cut);
  if (length == 0)
    gtk_label_set_label (GTK_LABEL (self->note), _("The answer has no body."));
  else if (!is_text)
    gtk_label_set_label (GTK_LABEL (self->note),
                         _("The body is no text. Save it to a file to use it."));
  else
    gtk_label_set_label (GTK_LABEL (self->note),
                         _("This is the beginning. Save the body to a file to see all of it."));
}

/* plug_request_result_set_answer:
 * @answer: (nullable): to be shown; NULL hides */
void
plug_request_result_set_answer (PlugRequestResult *self,
                                PlugRequestAnswer *answer)
{
  g_autofree char *reason = NULL;
  g_autofree char *size = NULL;
  g_autofree char *status = NULL;

  g_return_if_fail (PLUG_IS_REQUEST_RESULT (self));

  gtk_widget_set_visible (GTK_WIDGET (self), answer != NULL);
  if (answer == NULL)
    return;
  reason = plug_text_for_display (plug_request_answer_get_reason (answer));
  size = g_format_size (g_bytes_get_size (plug_request_answer_get_body (answer)));
  /* Translators: status and its words, milliseconds, size */
  status = g_strdup_printf (_("%u %s · %d ms · %s"), plug_request_answer_get_status (answer),
                            reason, (int) (plug_request_answer_get_duration (answer) / 1000),
                            size);
  plug_property_row_set_value (self->status_row, status);
  plug_property_row_set_value (self->id_row, plug_request_answer_get_request_id (answer));
  gtk_widget_set_visible (GTK_WIDGET (self->id_row),
                          plug_request_answer_get_request_id (answer) != NULL);
  show_headers (self, answer);
  show_body (self, answer);
}
