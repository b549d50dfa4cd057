/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTableCell: what stands in one place of a table. */

#include "config.h"

#include "plug-table-cell.h"

struct _PlugTableCell {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *text;
  GtkLabel *caption;
};

G_DEFINE_FINAL_TYPE (PlugTableCell, plug_table_cell, GTK_TYPE_WIDGET)

static void
plug_table_cell_dispose (GObject *object)
{
  g_clear_pointer (&PLUG_TABLE_CELL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plug_table_cell_parent_class)->dispose (object);
}

static void
plug_table_cell_class_init (PlugTableCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_table_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
create_label (GtkBox     *box,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
plug_table_cell_init (PlugTableCell *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE,
                                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                        NULL));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self->box), texts);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (self->box, 6);
  gtk_widget_set_margin_bottom (self->box, 6);
  self->text = create_label (GTK_BOX (texts), NULL);
  self->caption = create_label (GTK_BOX (texts), "dim-label");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* plug_table_cell_new:
 * Returns: (transfer floating): one with nothing in it */
GtkWidget *
plug_table_cell_new (void)
{
  return g_object_new (PLUG_TYPE_TABLE_CELL, NULL);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* plug_table_cell_set:
 * @icon: (nullable): an icon's name
 * @text: (nullable): fit to be shown
 * @caption: (nullable): likewise */
void
plug_table_cell_set (PlugTableCell *self,
                     const char    *icon,
                     const char    *text,
                     const char    *caption)
{
  g_return_if_fail (PLUG_IS_TABLE_CELL (self));

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon != NULL);
  set_text (self->text, text);
  set_text (self->caption, caption);
}

/* plug_table_cell_dup_words:
 * Returns: (transfer full): what is read in it, "" when there is nothing */
char *
plug_table_cell_dup_words (PlugTableCell *self)
{
  const char *text;
  const char *caption;

  g_return_val_if_fail (PLUG_IS_TABLE_CELL (self), NULL);

  text = gtk_label_get_text (self->text);
  caption = gtk_label_get_text (self->caption);
  return g_strjoin (*text != '\0' && *caption != '\0' ? ", " : "", text, caption, NULL);
}
