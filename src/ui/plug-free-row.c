/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFreeRow: a setting nothing is known of. */

#include "config.h"

#include "plug-free-row.h"

#include "plug-compat.h"
#include "plug-json.h"
#include "plug-text.h"

#include <string.h>

struct _PlugFreeRow {
  AdwPreferencesRow parent_instance;
  GtkEditable *key_entry;
  GtkStack *value_stack;
  GtkEditable *open_entry;
  GtkEditable *secret_entry;
  GtkToggleButton *secret_toggle;
  GtkLabel *problem_label;
  PlugDraft *origin; /* (nullable): what the value was filled from, while nobody touched it */
  char *origin_key;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (PlugFreeRow, plug_free_row, ADW_TYPE_PREFERENCES_ROW)

enum {
  SIGNAL_CHANGED,
  SIGNAL_SUBMITTED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkEditable *
get_value_entry (PlugFreeRow *self)
{
  return plug_free_row_is_secret (self) ? self->secret_entry : self->open_entry;
}

static void
emit_changed (PlugFreeRow *self)
{
  plug_free_row_set_problem (self, NULL);
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A secret leaves the entry it can be seen in, and does not come back into it by undo. */
static void
move_value (PlugFreeRow *self,
            GtkEditable *from,
            GtkEditable *to)
{
  gboolean filling = self->filling;

  self->filling = TRUE;
  gtk_editable_set_text (to, gtk_editable_get_text (from));
  gtk_editable_set_text (from, "");
  plug_compat_forget_undo (self->open_entry);
  self->filling = filling;
}

static void
secret_toggled_cb (PlugFreeRow *self)
{
  gboolean secret = plug_free_row_is_secret (self);

  gtk_button_set_icon_name (GTK_BUTTON (self->secret_toggle),
                            secret ? "changes-prevent-symbolic" : "changes-allow-symbolic");
  move_value (self, secret ? self->open_entry : self->secret_entry, get_value_entry (self));
  gtk_stack_set_visible_child (self->value_stack, GTK_WIDGET (get_value_entry (self)));
  emit_changed (self);
}

static void
key_changed_cb (PlugFreeRow *self)
{
  g_autofree char *key = plug_free_row_dup_key (self);
  gboolean sounds_secret = plug_field_key_is_secret (key);

  if (sounds_secret)
    gtk_toggle_button_set_active (self->secret_toggle, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->secret_toggle), !sounds_secret);
  if (!self->filling)
    g_clear_object (&self->origin);
  emit_changed (self);
}

static void
value_changed_cb (PlugFreeRow *self)
{
  if (!self->filling)
    g_clear_object (&self->origin);
  emit_changed (self);
}

static void
submitted_cb (PlugFreeRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
}

static void
remove_clicked_cb (PlugFreeRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static gboolean
plug_free_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PLUG_FREE_ROW (widget)->key_entry));
}

static void
plug_free_row_finalize (GObject *object)
{
  PlugFreeRow *self = PLUG_FREE_ROW (object);

  g_clear_object (&self->origin);
  g_free (self->origin_key);
  G_OBJECT_CLASS (plug_free_row_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, PLUG_TYPE_FREE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
plug_free_row_class_init (PlugFreeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plug_free_row_finalize;
  widget_class->grab_focus = plug_free_row_grab_focus;
  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_SUBMITTED] = add_signal ("submitted");
  signals[SIGNAL_REMOVED] = add_signal ("removed");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/plugboard/Plugboard/plug-free-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugFreeRow, key_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugFreeRow, value_stack);
  gtk_widget_class_bind_template_child (widget_class, PlugFreeRow, open_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugFreeRow, secret_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugFreeRow, secret_toggle);
  gtk_widget_class_bind_template_child (widget_class, PlugFreeRow, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, key_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, secret_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, submitted_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
plug_free_row_init (PlugFreeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_compat_guard_secret (self->secret_entry);
}

/* plug_free_row_new:
 * Returns: (transfer floating): an empty row */
GtkWidget *
plug_free_row_new (void)
{
  return g_object_new (PLUG_TYPE_FREE_ROW, NULL);
}

/* plug_free_row_dup_key:
 * Returns: (transfer full): the key as it will be sent */
char *
plug_free_row_dup_key (PlugFreeRow *self)
{
  g_return_val_if_fail (PLUG_IS_FREE_ROW (self), NULL);

  return plug_text_trim (gtk_editable_get_text (self->key_entry));
}

/* plug_free_row_is_empty:
 * Returns: whether nothing was entered */
gboolean
plug_free_row_is_empty (PlugFreeRow *self)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (PLUG_IS_FREE_ROW (self), TRUE);

  key = plug_free_row_dup_key (self);
  return *key == '\0' && *gtk_editable_get_text (get_value_entry (self)) == '\0';
}

/* plug_free_row_is_secret:
 * Returns: whether the value is a secret */
gboolean
plug_free_row_is_secret (PlugFreeRow *self)
{
  g_return_val_if_fail (PLUG_IS_FREE_ROW (self), TRUE);

  return gtk_toggle_button_get_active (self->secret_toggle);
}

/* plug_free_row_clear_value:
 * The value is out of the entry, out of sight and out of reach of undo. */
void
plug_free_row_clear_value (PlugFreeRow *self)
{
  g_return_if_fail (PLUG_IS_FREE_ROW (self));

  gtk_editable_set_text (self->open_entry, "");
  gtk_editable_set_text (self->secret_entry, "");
  plug_compat_forget_undo (self->open_entry);
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (self->secret_entry)), FALSE);
}

/* JSON on one line, for the entry has no more. */
static void
show_value (PlugFreeRow   *self,
            const char    *text,
            PlugFieldWire  wire)
{
  g_autoptr (JsonNode) node = NULL;
  char *line;

  if (wire == PLUG_FIELD_WIRE_OBJECT)
    node = plug_json_parse (text, strlen (text), 0, NULL);
  if (node == NULL)
    {
      gtk_editable_set_text (get_value_entry (self), text);
      return;
    }
  line = plug_json_to_string (node, FALSE);
  gtk_editable_set_text (get_value_entry (self), line);
  plug_secret_wipe_text (line);
  g_free (line);
}

/* plug_free_row_load:
 * @draft: what has a value for @key
 *
 * Shows it. Until it is touched the same goes into any other draft, type and all. */
void
plug_free_row_load (PlugFreeRow *self,
                    PlugDraft   *draft,
                    const char  *key)
{
  PlugSecret *secret;
  const char *text;

  g_return_if_fail (PLUG_IS_FREE_ROW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft) && key != NULL);

  secret = plug_draft_get_secret (draft, key);
  text = secret != NULL ? plug_secret_peek (secret) : plug_draft_get_value (draft, key);
  self->filling = TRUE;
  gtk_editable_set_text (self->key_entry, key);
  gtk_toggle_button_set_active (self->secret_toggle, secret != NULL);
  show_value (self, text != NULL ? text : "", plug_draft_get_wire (draft, key));
  self->filling = FALSE;
  g_set_object (&self->origin, draft);
  g_free (self->origin_key);
  self->origin_key = g_strdup (key);
}

/* plug_free_row_apply:
 * Puts the value into @draft, as a secret when it is one. */
void
plug_free_row_apply (PlugFreeRow *self,
                     PlugDraft   *draft)
{
  g_autofree char *key = NULL;
  const char *text;

  g_return_if_fail (PLUG_IS_FREE_ROW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  key = plug_free_row_dup_key (self);
  text = gtk_editable_get_text (get_value_entry (self));
  if (self->origin != NULL && plug_free_row_is_secret (self) ==
                              (plug_draft_get_secret (self->origin, self->origin_key) != NULL))
    {
      plug_draft_copy_value (draft, self->origin, self->origin_key);
    }
  else if (*key != '\0' && plug_free_row_is_secret (self))
    {
      g_autoptr (PlugSecret) secret = plug_secret_new (text);

      plug_draft_set_secret (draft, key, secret);
    }
  else if (*key != '\0')
    {
      plug_draft_set_value (draft, key, text);
    }
}

/* plug_free_row_set_problem:
 * @problem: (nullable): what is wrong, said below the entries and to assistive technology */
void
plug_free_row_set_problem (PlugFreeRow *self,
                           const char  *problem)
{
  g_return_if_fail (PLUG_IS_FREE_ROW (self));

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  plug_compat_set_description (GTK_WIDGET (self->key_entry), problem);
}
