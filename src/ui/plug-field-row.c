/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFieldRow: one PlugField as a row of a list. */

#include "config.h"

#include "plug-field-row.h"

#include "plug-compat.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugFieldRow {
  AdwPreferencesRow parent_instance;
  GtkBox *slot;
  GtkBox *side;
  GtkLabel *title_label;
  GtkLabel *caption_label;
  GtkLabel *problem_label;
  PlugField *field;
  GtkWidget *control;
  char *initial;
  gboolean pasted;
  guint normalize_source;
};

G_DEFINE_FINAL_TYPE (PlugFieldRow, plug_field_row, ADW_TYPE_PREFERENCES_ROW)

typedef enum {
  PROP_FIELD = 1,
} PlugFieldRowProperty;

static GParamSpec *properties[PROP_FIELD + 1];

enum {
  SIGNAL_CHANGED,
  SIGNAL_SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Borrowed from the control where it can be, for secrets must not be copied about. */
static const char *
peek_text (PlugFieldRow *self)
{
  if (GTK_IS_EDITABLE (self->control))
    return gtk_editable_get_text (GTK_EDITABLE (self->control));
  if (GTK_IS_SWITCH (self->control))
    return gtk_switch_get_active (GTK_SWITCH (self->control)) ? "true" : "false";
  return NULL;
}

static char *
dup_text (PlugFieldRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (!GTK_IS_TEXT_VIEW (self->control))
    return g_strdup (peek_text (self));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_text (PlugFieldRow *self,
          const char   *text)
{
  if (GTK_IS_EDITABLE (self->control))
    gtk_editable_set_text (GTK_EDITABLE (self->control), text);
  else if (GTK_IS_SWITCH (self->control))
    gtk_switch_set_active (GTK_SWITCH (self->control), g_str_equal (text, "true"));
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), text, -1);
}

/* A problem stands in the caption's place. */
static void
show_words (PlugFieldRow *self)
{
  gboolean is_wrong = *gtk_label_get_text (self->problem_label) != '\0';
  gboolean has_caption = *gtk_label_get_text (self->caption_label) != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), is_wrong);
  gtk_widget_set_visible (GTK_WIDGET (self->caption_label), has_caption && !is_wrong);
}

static gboolean
normalize_cb (gpointer user_data)
{
  PlugFieldRow *self = user_data;

  self->normalize_source = 0;
  plug_field_row_normalize (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PlugFieldRow *self)
{
  plug_field_row_set_problem (self, NULL);
  if (self->pasted && self->normalize_source == 0)
    self->normalize_source = g_idle_add (normalize_cb, self);
  self->pasted = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
pasted_cb (PlugFieldRow *self)
{
  self->pasted = TRUE;
}

static void
submitted_cb (PlugFieldRow *self)
{
  plug_field_row_normalize (self);
  g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
}

static void
focus_changed_cb (PlugFieldRow            *self,
                  GParamSpec              *pspec,
                  GtkEventControllerFocus *focus)
{
  if (gtk_event_controller_focus_contains_focus (focus))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "focused");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self), "focused");
  plug_field_row_normalize (self);
}

static void
row_pressed_cb (PlugFieldRow    *self,
                int              n_press,
                double           x,
                double           y,
                GtkGestureClick *gesture)
{
  if (GTK_IS_SWITCH (self->control))
    gtk_widget_activate (self->control);
  else
    gtk_widget_grab_focus (self->control);
}

static GtkWidget *
create_entry (PlugFieldRow *self)
{
  GtkWidget *entry;

  if (plug_field_is_secret (self->field))
    {
      entry = g_object_new (GTK_TYPE_PASSWORD_ENTRY, "show-peek-icon", TRUE, NULL);
      plug_compat_guard_secret (GTK_EDITABLE (entry));
    }
  else
    {
      entry = gtk_entry_new ();
    }
  gtk_widget_add_css_class (entry, "flat");
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (submitted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "paste-clipboard",
                           G_CALLBACK (pasted_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
create_switch (PlugFieldRow *self)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_remove_css_class (GTK_WIDGET (self->title_label), "caption");
  gtk_widget_remove_css_class (GTK_WIDGET (self->title_label), "dim-label");
  return toggle;
}

static GtkWidget *
create_text_view (PlugFieldRow *self)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view),
                               plug_field_get_kind (self->field) == PLUG_FIELD_CODE);
  gtk_widget_add_css_class (view, "inline");
  gtk_widget_set_size_request (view, -1, 60);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return view;
}

static GtkWidget *
create_control (PlugFieldRow *self)
{
  switch (plug_field_get_kind (self->field))
    {
    case PLUG_FIELD_SWITCH:
      return create_switch (self);
    case PLUG_FIELD_MULTILINE:
    case PLUG_FIELD_CODE:
      return create_text_view (self);
    case PLUG_FIELD_TEXT:
    case PLUG_FIELD_PASSWORD:
    case PLUG_FIELD_CHOICE:
    default:
      return create_entry (self);
    }
}

static void
name_control (PlugFieldRow *self,
              const char   *label)
{
  gtk_label_set_text (self->title_label, label);
  gtk_label_set_mnemonic_widget (self->title_label, self->control);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title_label, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->caption_label,
                                  self->problem_label, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  plug_field_is_required (self->field), -1);
}

static void
plug_field_row_constructed (GObject *object)
{
  PlugFieldRow *self = PLUG_FIELD_ROW (object);
  g_autofree char *label = plug_text_for_display (plug_field_get_label (self->field));
  const char *initial = plug_field_get_default (self->field);

  G_OBJECT_CLASS (plug_field_row_parent_class)->constructed (object);
  self->control = create_control (self);
  gtk_box_append (GTK_IS_SWITCH (self->control) ? self->side : self->slot, self->control);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label);
  name_control (self, label);
  if (initial == NULL)
    initial = GTK_IS_SWITCH (self->control) ? "false" : "";
  self->initial = g_strdup (initial);
  plug_field_row_reset (self);
  plug_field_row_set_caption (self, NULL);
}

static gboolean
plug_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PLUG_FIELD_ROW (widget)->control);
}

static void
plug_field_row_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PlugFieldRow *self = PLUG_FIELD_ROW (object);

  switch ((PlugFieldRowProperty) property_id)
    {
    case PROP_FIELD:
      g_value_set_object (value, self->field);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_field_row_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PlugFieldRow *self = PLUG_FIELD_ROW (object);

  switch ((PlugFieldRowProperty) property_id)
    {
    case PROP_FIELD:
      self->field = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_field_row_dispose (GObject *object)
{
  PlugFieldRow *self = PLUG_FIELD_ROW (object);

  g_clear_handle_id (&self->normalize_source, g_source_remove);
  G_OBJECT_CLASS (plug_field_row_parent_class)->dispose (object);
}

static void
plug_field_row_finalize (GObject *object)
{
  PlugFieldRow *self = PLUG_FIELD_ROW (object);

  g_clear_object (&self->field);
  g_free (self->initial);
  G_OBJECT_CLASS (plug_field_row_parent_class)->finalize (object);
}

static void
plug_field_row_class_init (PlugFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = plug_field_row_constructed;
  object_class->get_property = plug_field_row_get_property;
  object_class->set_property = plug_field_row_set_property;
  object_class->dispose = plug_field_row_dispose;
  object_class->finalize = plug_field_row_finalize;
  widget_class->grab_focus = plug_field_row_grab_focus;
  properties[PROP_FIELD] =
    g_param_spec_object ("field", NULL, NULL, PLUG_TYPE_FIELD,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted", PLUG_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/plugboard/Plugboard/plug-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugFieldRow, slot);
  gtk_widget_class_bind_template_child (widget_class, PlugFieldRow, side);
  gtk_widget_class_bind_template_child (widget_class, PlugFieldRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, PlugFieldRow, caption_label);
  gtk_widget_class_bind_template_child (widget_class, PlugFieldRow, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, focus_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_pressed_cb);
}

static void
plug_field_row_init (PlugFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_field_row_new:
 * @field: what is asked for; contract section 3.3
 *
 * Returns: (transfer floating): a row with the field's default in it */
GtkWidget *
plug_field_row_new (PlugField *field)
{
  g_return_val_if_fail (PLUG_IS_FIELD (field), NULL);

  return g_object_new (PLUG_TYPE_FIELD_ROW, "field", field, NULL);
}

/* plug_field_row_get_field:
 * Returns: (transfer none): the field */
PlugField *
plug_field_row_get_field (PlugFieldRow *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD_ROW (self), NULL);

  return self->field;
}

/* plug_field_row_dup_value:
 * Returns: (transfer full) (nullable): what stands in it, normalized; NULL for a secret */
char *
plug_field_row_dup_value (PlugFieldRow *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (PLUG_IS_FIELD_ROW (self), NULL);

  if (plug_field_is_secret (self->field))
    return NULL;
  text = dup_text (self);
  return plug_field_normalize (self->field, text);
}

/* plug_field_row_peek_text:
 * Returns: (transfer none) (nullable): what stands in the entry, as it was typed, until it
 *   changes; NULL when it is not a single line. A secret stays in the entry's own memory. */
const char *
plug_field_row_peek_text (PlugFieldRow *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD_ROW (self), NULL);

  return peek_text (self);
}

/* plug_field_row_set_value:
 * @value: what is to stand in it. Never a secret that is stored: assistive technology can read
 *   the clear text of any entry. */
void
plug_field_row_set_value (PlugFieldRow *self,
                          const char   *value)
{
  g_return_if_fail (PLUG_IS_FIELD_ROW (self));
  g_return_if_fail (value != NULL);

  set_text (self, value);
}

/* plug_field_row_is_changed:
 * Returns: whether something else than the default stands in it */
gboolean
plug_field_row_is_changed (PlugFieldRow *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (PLUG_IS_FIELD_ROW (self), FALSE);

  if (peek_text (self) != NULL)
    return !g_str_equal (peek_text (self), self->initial);
  text = dup_text (self);
  return !g_str_equal (text, self->initial);
}

/* plug_field_row_reset:
 * Puts the default back. A secret is out of the entry, out of sight and out of reach of undo. */
void
plug_field_row_reset (PlugFieldRow *self)
{
  GtkEditable *text;

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));

  set_text (self, self->initial);
  if (GTK_IS_PASSWORD_ENTRY (self->control))
    {
      text = gtk_editable_get_delegate (GTK_EDITABLE (self->control));
      gtk_editable_set_enable_undo (text, FALSE);
      gtk_text_set_visibility (GTK_TEXT (text), FALSE);
    }
  else if (GTK_IS_EDITABLE (self->control))
    {
      plug_compat_forget_undo (GTK_EDITABLE (self->control));
    }
  plug_field_row_set_problem (self, NULL);
}

/* plug_field_row_normalize:
 * Shows what the field makes of the text: a pasted address becomes its host. A secret stays as
 * it was typed. */
void
plug_field_row_normalize (PlugFieldRow *self)
{
  g_autofree char *value = NULL;

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));

  if (!GTK_IS_EDITABLE (self->control) || plug_field_is_secret (self->field))
    return;
  value = plug_field_row_dup_value (self);
  if (!g_str_equal (value, peek_text (self)))
    {
      set_text (self, value);
      gtk_editable_set_position (GTK_EDITABLE (self->control), -1);
    }
}

/* plug_field_row_apply:
 * Puts the value into @draft, as a secret when it is one. */
void
plug_field_row_apply (PlugFieldRow *self,
                      PlugDraft    *draft)
{
  const char *key = plug_field_get_key (self->field);
  g_autoptr (PlugSecret) secret = NULL;
  g_autofree char *value = NULL;

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  if (plug_field_is_secret (self->field) && GTK_IS_EDITABLE (self->control))
    {
      secret = plug_secret_new (peek_text (self));
      plug_draft_set_secret (draft, key, secret);
      return;
    }
  value = plug_field_row_dup_value (self);
  plug_draft_set_value (draft, key, value);
}

/* plug_field_row_set_caption:
 * @caption: (nullable): said below the entry; NULL is the field's own help */
void
plug_field_row_set_caption (PlugFieldRow *self,
                            const char   *caption)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));

  if (caption == NULL)
    caption = plug_field_get_help (self->field);
  text = plug_text_for_display (caption != NULL ? caption : "");
  gtk_label_set_text (self->caption_label, text);
  show_words (self);
}

/* plug_field_row_set_problem:
 * @problem: (nullable): what is wrong, said beside the entry and to assistive technology */
void
plug_field_row_set_problem (PlugFieldRow *self,
                            const char   *problem)
{
  g_return_if_fail (PLUG_IS_FIELD_ROW (self));

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  show_words (self);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  plug_compat_set_description (self->control, problem);
}
