/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message dialog whose heading and body are labels of our own. */

#include "config.h"

#include "plug-message.h"

#include "plug-compat.h"

/* As libadwaita 1.2 has them. */
#define HEADING_CHARS 20
#define BODY_CHARS    40
#define SPACING       10

static GtkWidget *
append_label (GtkWidget  *box,
              const char *text,
              const char *style,
              int         width_chars)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), width_chars);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* plug_message_new:
 * @parent: the window it stands before
 * @heading: text, not markup
 * @body: (nullable): text, not markup
 * @child: (transfer floating) (nullable): what stands below the text
 *
 * What adw_message_dialog_new() makes, the responses yet to be added. libadwaita 1.7 measures the
 * heading it was given for less than the heading's least width, of which GTK 4.18 warns; it is
 * given none.
 *
 * Returns: (transfer floating): the #AdwMessageDialog */
GtkWidget *
plug_message_new (GtkWindow  *parent,
                  const char *heading,
                  const char *body,
                  GtkWidget  *child)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  append_label (box, heading, "title-2", HEADING_CHARS);
  /* Title and description are what a screen reader says of it. */
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  if (body != NULL && *body != '\0')
    {
      gtk_widget_set_vexpand (append_label (box, body, "body", BODY_CHARS), TRUE);
      plug_compat_set_description (dialog, body);
    }
  if (child != NULL)
    gtk_box_append (GTK_BOX (box), child);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  return dialog;
}
