/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAttentionPage: everything nobody knows the end of. */

#include "config.h"

#include "plug-attention-page.h"

#include "plug-attention-card.h"

#include <adwaita.h>

struct _PlugAttentionPage {
  GtkWidget parent_instance;
  GtkWidget *root;
  GtkStack *stack;
  GtkListBox *list;
  PlugInventory *inventory;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugAttentionPage, plug_attention_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugAttentionPageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_SHOW_INSTANCE,
  SIGNAL_CREATE_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_instance_cb (PlugAttentionPage *self,
                  PlugInstance      *instance)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, instance);
}

static void
create_again_cb (PlugAttentionPage *self,
                 PlugIntent        *intent)
{
  g_signal_emit (self, signals[SIGNAL_CREATE_AGAIN], 0, intent);
}

static GtkWidget *
create_card_cb (gpointer item,
                gpointer user_data)
{
  PlugAttentionPage *self = user_data;
  GtkWidget *card = plug_attention_card_new (self->inventory, item);
  GtkWidget *row = gtk_list_box_row_new ();

  g_signal_connect_object (card, "show-instance", G_CALLBACK (show_instance_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "create-again", G_CALLBACK (create_again_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_margin_bottom (card, 18);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), card);
  return row;
}

static void
intents_changed_cb (PlugAttentionPage *self)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (intents) > 0
                                                   ? "content" : "empty");
}

static void
plug_attention_page_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PlugAttentionPage *self = PLUG_ATTENTION_PAGE (object);

  switch ((PlugAttentionPageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_attention_page_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  PlugAttentionPage *self = PLUG_ATTENTION_PAGE (object);

  switch ((PlugAttentionPageProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_attention_page_dispose (GObject *object)
{
  PlugAttentionPage *self = PLUG_ATTENTION_PAGE (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_ATTENTION_PAGE);
  G_OBJECT_CLASS (plug_attention_page_parent_class)->dispose (object);
}

static void
plug_attention_page_class_init (PlugAttentionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_attention_page_get_property;
  object_class->set_property = plug_attention_page_set_property;
  object_class->dispose = plug_attention_page_dispose;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_SHOW_INSTANCE] = g_signal_new ("show-instance", PLUG_TYPE_ATTENTION_PAGE,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  signals[SIGNAL_CREATE_AGAIN] = g_signal_new ("create-again", PLUG_TYPE_ATTENTION_PAGE,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 1, PLUG_TYPE_INTENT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-attention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionPage, root);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionPage, list);
}

static void
plug_attention_page_init (PlugAttentionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_attention_page_new:
 * @inventory: whose intents are shown
 *
 * Returns: (transfer floating): a page that follows them */
GtkWidget *
plug_attention_page_new (PlugInventory *inventory)
{
  PlugAttentionPage *self;
  GListModel *intents;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_ATTENTION_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  intents = plug_inventory_list_intents (inventory);
  gtk_list_box_bind_model (self->list, intents, create_card_cb, self, NULL);
  g_signal_connect_object (intents, "items-changed", G_CALLBACK (intents_changed_cb), self,
                           G_CONNECT_SWAPPED);
  intents_changed_cb (self);
  return GTK_WIDGET (self);
}
