/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugClipboardBar: says that a secret is in the clipboard, and for how long. */

#include "config.h"

#include "plug-clipboard-bar.h"

#include "plug-clipboard.h"

#include <glib/gi18n-lib.h>

/* How long it is said that it was taken out. */
#define CLEARED_SECONDS 4

struct _PlugClipboardBar {
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *text;
  GtkWidget *button;
  PlugClipboardCountdown *countdown;
  guint source;
};

G_DEFINE_FINAL_TYPE (PlugClipboardBar, plug_clipboard_bar, GTK_TYPE_WIDGET)

static void
said_cb (gpointer user_data)
{
  PlugClipboardBar *self = user_data;

  self->source = 0;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static char *
dup_text (PlugClipboardBar *self)
{
  guint seconds = plug_clipboard_countdown_get_seconds (self->countdown);

  switch (plug_clipboard_countdown_get_phase (self->countdown))
    {
    case PLUG_CLIPBOARD_HOLDS:
      return g_strdup_printf (ngettext ("What is in the clipboard is secret. It is taken out in"
                                        " %u second.",
                                        "What is in the clipboard is secret. It is taken out in"
                                        " %u seconds.", seconds), seconds);
    case PLUG_CLIPBOARD_OVERDUE:
      return g_strdup (_("What is in the clipboard is still secret: it can be taken out only when"
                         " this window is used again."));
    case PLUG_CLIPBOARD_CLEARED:
      return g_strdup (_("The secret was taken out of the clipboard."));
    case PLUG_CLIPBOARD_EMPTY:
    default:
      return NULL;
    }
}

static void
update (PlugClipboardBar *self)
{
  PlugClipboardPhase phase = plug_clipboard_countdown_get_phase (self->countdown);
  g_autofree char *text = dup_text (self);

  g_clear_handle_id (&self->source, g_source_remove);
  /* What is being hidden keeps its words while it goes. */
  if (text != NULL)
    gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->button, phase == PLUG_CLIPBOARD_HOLDS
                                          || phase == PLUG_CLIPBOARD_OVERDUE);
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (phase == PLUG_CLIPBOARD_CLEARED)
    self->source = g_timeout_add_once (CLEARED_SECONDS * 1000, said_cb, self);
}

static void
clear_clicked_cb (PlugClipboardBar *self)
{
  plug_clipboard_clear_secret (gtk_widget_get_display (GTK_WIDGET (self)));
}

static void
plug_clipboard_bar_dispose (GObject *object)
{
  PlugClipboardBar *self = PLUG_CLIPBOARD_BAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->countdown != NULL)
    g_signal_handlers_disconnect_by_data (self->countdown, self);
  g_clear_object (&self->countdown);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (plug_clipboard_bar_parent_class)->dispose (object);
}

static void
plug_clipboard_bar_class_init (PlugClipboardBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_clipboard_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-clipboard-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugClipboardBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PlugClipboardBar, text);
  gtk_widget_class_bind_template_child (widget_class, PlugClipboardBar, button);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
plug_clipboard_bar_init (PlugClipboardBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->countdown = g_object_ref (
    plug_clipboard_get_countdown (gtk_widget_get_display (GTK_WIDGET (self))));
  g_signal_connect_swapped (self->countdown, "changed", G_CALLBACK (update), self);
  if (plug_clipboard_countdown_get_phase (self->countdown) != PLUG_CLIPBOARD_CLEARED)
    update (self);
}
