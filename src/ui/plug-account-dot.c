/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccountDot: the colour an account is told apart by. */

#include "config.h"

#include "plug-account-dot.h"

#include <glib/gi18n-lib.h>

struct _PlugAccountDot {
  GtkWidget parent_instance;

  PlugAccount *account; /* (nullable) */
  char *color;          /* the class it has now; (nullable) */
};

G_DEFINE_FINAL_TYPE (PlugAccountDot, plug_account_dot, GTK_TYPE_WIDGET)

static const char *const colors[] = {
  "blue", "green", "yellow", "orange", "red", "purple", "brown", NULL
};

static const char *const names[] = {
  N_("Blue"), N_("Green"), N_("Yellow"), N_("Orange"), N_("Red"), N_("Purple"), N_("Brown"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (colors) == G_N_ELEMENTS (names) + 1);

static void
show_color (PlugAccountDot *self)
{
  const char *color = self->account != NULL ? plug_account_get_color (self->account) : NULL;

  if (self->color != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->color);
  g_clear_pointer (&self->color, g_free);
  if (color != NULL && g_strv_contains (colors, color))
    self->color = g_strdup (color);
  if (self->color != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), self->color);
  gtk_widget_set_visible (GTK_WIDGET (self), self->color != NULL);
}

static void
drop_account (PlugAccountDot *self)
{
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
}

static void
plug_account_dot_dispose (GObject *object)
{
  drop_account (PLUG_ACCOUNT_DOT (object));
  G_OBJECT_CLASS (plug_account_dot_parent_class)->dispose (object);
}

static void
plug_account_dot_finalize (GObject *object)
{
  g_free (PLUG_ACCOUNT_DOT (object)->color);
  G_OBJECT_CLASS (plug_account_dot_parent_class)->finalize (object);
}

static void
plug_account_dot_class_init (PlugAccountDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_account_dot_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_account_dot_finalize;
  gtk_widget_class_set_css_name (widget_class, "dot");
  /* The account's name beside it says all there is to say. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
plug_account_dot_init (PlugAccountDot *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* plug_account_dot_new:
 * @account: (nullable): whose colour
 *
 * Returns: (transfer floating): a dot that follows it */
GtkWidget *
plug_account_dot_new (PlugAccount *account)
{
  PlugAccountDot *self = g_object_new (PLUG_TYPE_ACCOUNT_DOT, NULL);

  plug_account_dot_set_account (self, account);
  return GTK_WIDGET (self);
}

/* plug_account_dot_set_account:
 * @account: (nullable): whose colour from now on */
void
plug_account_dot_set_account (PlugAccountDot *self,
                              PlugAccount    *account)
{
  g_return_if_fail (PLUG_IS_ACCOUNT_DOT (self));

  if (self->account == account)
    return;
  drop_account (self);
  if (account != NULL)
    {
      self->account = g_object_ref (account);
      g_signal_connect_swapped (account, "notify::color", G_CALLBACK (show_color), self);
    }
  show_color (self);
}

/* plug_account_dot_get_colors:
 * Returns: (transfer none): the colours there are */
const char *const *
plug_account_dot_get_colors (void)
{
  return colors;
}

/* plug_account_dot_get_name:
 * @color: (nullable): one of them
 *
 * Returns: (transfer none): its name, translated; for any other word that there is none */
const char *
plug_account_dot_get_name (const char *color)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (colors[i], color) == 0)
        return _(names[i]);
    }
  return C_("color", "None");
}
