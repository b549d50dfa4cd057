/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCodeView: a text of several lines, with its mistake underlined. */

#include "config.h"

#include "plug-code-view.h"

#define MAX_HEIGHT 280
#define MIN_HEIGHT 48

struct _PlugCodeView {
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkTextTag *mistake;
  guint grow_source;
};

G_DEFINE_FINAL_TYPE (PlugCodeView, plug_code_view, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (PlugCodeView *self)
{
  plug_code_view_mark (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A list gives its rows their least height, so that has to grow with the text. */
static gboolean
grow_cb (gpointer user_data)
{
  PlugCodeView *self = user_data;
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  int height = (int) gtk_adjustment_get_upper (adjustment);

  self->grow_source = 0;
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              CLAMP (height, MIN_HEIGHT, MAX_HEIGHT));
  return G_SOURCE_REMOVE;
}

/* The text is being laid out, which is no time to ask for another size. */
static void
upper_changed_cb (PlugCodeView *self)
{
  if (self->grow_source == 0)
    self->grow_source = g_idle_add (grow_cb, self);
}

static gboolean
plug_code_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PLUG_CODE_VIEW (widget)->view));
}

static void
plug_code_view_dispose (GObject *object)
{
  PlugCodeView *self = PLUG_CODE_VIEW (object);

  g_clear_handle_id (&self->grow_source, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (plug_code_view_parent_class)->dispose (object);
}

static void
plug_code_view_class_init (PlugCodeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_code_view_dispose;
  widget_class->grab_focus = plug_code_view_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_CODE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
plug_code_view_init (PlugCodeView *self)
{
  GtkWidget *view = gtk_text_view_new ();

  self->view = GTK_TEXT_VIEW (view);
  self->buffer = gtk_text_view_get_buffer (self->view);
  self->mistake = gtk_text_buffer_create_tag (self->buffer, NULL,
                                              "underline", PANGO_UNDERLINE_ERROR, NULL);
  gtk_widget_add_css_class (view, "inline");
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_top_margin (self->view, 6);
  gtk_text_view_set_bottom_margin (self->view, 6);
  gtk_text_view_set_left_margin (self->view, 9);
  gtk_text_view_set_right_margin (self->view, 9);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "child", view,
                                 "hscrollbar-policy", GTK_POLICY_NEVER,
                                 "min-content-height", MIN_HEIGHT,
                                 "max-content-height", MAX_HEIGHT,
                                 NULL);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (
                             GTK_SCROLLED_WINDOW (self->scroller)),
                           "notify::upper", G_CALLBACK (upper_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->scroller, "code");
  gtk_widget_set_overflow (self->scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/* plug_code_view_new:
 * @monospace: for code
 *
 * Returns: (transfer floating): an empty view */
GtkWidget *
plug_code_view_new (gboolean monospace)
{
  PlugCodeView *self = g_object_new (PLUG_TYPE_CODE_VIEW, NULL);

  gtk_text_view_set_monospace (self->view, monospace);
  return GTK_WIDGET (self);
}

/* plug_code_view_get_text_view:
 * Returns: (transfer none): what has the focus, and what assistive technology is to know by name */
GtkWidget *
plug_code_view_get_text_view (PlugCodeView *self)
{
  g_return_val_if_fail (PLUG_IS_CODE_VIEW (self), NULL);

  return GTK_WIDGET (self->view);
}

/* plug_code_view_dup_text:
 * Returns: (transfer full): all of it */
char *
plug_code_view_dup_text (PlugCodeView *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (PLUG_IS_CODE_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* plug_code_view_set_text:
 * @text: what is to stand in it; what stood there cannot be brought back */
void
plug_code_view_set_text (PlugCodeView *self,
                         const char   *text)
{
  g_return_if_fail (PLUG_IS_CODE_VIEW (self) && text != NULL);

  gtk_text_buffer_set_text (self->buffer, text, -1);
}

static gboolean
ends_word (gunichar character,
           gpointer user_data)
{
  return g_unichar_isspace (character) || character == ',' || character == '}' || character == ']';
}

/* plug_code_view_mark:
 * @place: (nullable): where the mistake is, NULL for nowhere
 *
 * Underlines the word there, or the character before when nothing follows. */
void
plug_code_view_mark (PlugCodeView        *self,
                     const PlugJsonPlace *place)
{
  GtkTextIter start, end;

  g_return_if_fail (PLUG_IS_CODE_VIEW (self));

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->mistake, &start, &end);
  if (place == NULL)
    return;
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &start, (int) place->line - 1,
                                           (int) place->column - 1);
  while (!gtk_text_iter_is_start (&start) &&
         (gtk_text_iter_is_end (&start) || g_unichar_isspace (gtk_text_iter_get_char (&start))))
    gtk_text_iter_backward_char (&start);
  end = start;
  gtk_text_iter_forward_char (&end);
  if (!ends_word (gtk_text_iter_get_char (&start), NULL) &&
      !ends_word (gtk_text_iter_get_char (&end), NULL))
    gtk_text_iter_forward_find_char (&end, ends_word, NULL, NULL);
  gtk_text_buffer_apply_tag (self->buffer, self->mistake, &start, &end);
  if (!gtk_widget_is_focus (GTK_WIDGET (self->view)))
    gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);
}
