/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugFieldRow: one PlugField as a row of a list. */

#include "config.h"

#include "plug-field-row.h"

#include "plug-code-view.h"
#include "plug-compat.h"
#include "plug-json.h"
#include "plug-text.h"

#include <string.h>

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
  GPtrArray *choices; /* (nullable): the values of the drop-down's items */
  PlugDraft *origin;  /* (nullable): what it was last filled from */
  gboolean filling;
  gboolean touched; /* since it was last filled */
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

/* The values of a choice */

static void
add_choice (PlugFieldRow *self,
            const char   *value,
            const char   *label)
{
  GtkStringList *labels = GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->control)));
  g_autofree char *shown = plug_text_for_display (label);

  g_ptr_array_add (self->choices, g_strdup (value));
  gtk_string_list_append (labels, shown);
}

static const char *
peek_choice (PlugFieldRow *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));

  return selected < self->choices->len ? g_ptr_array_index (self->choices, selected) : "";
}

/* What is none of the options is one from now on: it came from a body, and is sent as it is. */
static void
choose (PlugFieldRow *self,
        const char   *value)
{
  guint position;

  if (!g_ptr_array_find_with_equal_func (self->choices, value, g_str_equal, &position))
    {
      position = self->choices->len;
      add_choice (self, value, *value != '\0' ? value : _("Not Set"));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), position);
}

/* Borrowed from the control where it can be, for secrets must not be copied about. */
static const char *
peek_text (PlugFieldRow *self)
{
  if (GTK_IS_EDITABLE (self->control))
    return gtk_editable_get_text (GTK_EDITABLE (self->control));
  if (GTK_IS_SWITCH (self->control))
    return gtk_switch_get_active (GTK_SWITCH (self->control)) ? "true" : "false";
  if (GTK_IS_DROP_DOWN (self->control))
    return peek_choice (self);
  return NULL;
}

static char *
dup_text (PlugFieldRow *self)
{
  if (PLUG_IS_CODE_VIEW (self->control))
    return plug_code_view_dup_text (PLUG_CODE_VIEW (self->control));
  return g_strdup (peek_text (self));
}

static void
set_text (PlugFieldRow *self,
          const char   *text)
{
  if (GTK_IS_EDITABLE (self->control))
    gtk_editable_set_text (GTK_EDITABLE (self->control), text);
  else if (GTK_IS_SWITCH (self->control))
    gtk_switch_set_active (GTK_SWITCH (self->control), g_ascii_strcasecmp (text, "true") == 0);
  else if (GTK_IS_DROP_DOWN (self->control))
    choose (self, text);
  else
    plug_code_view_set_text (PLUG_CODE_VIEW (self->control), text);
}

/* Without anybody having touched it. */
static void
fill (PlugFieldRow *self,
      const char   *text)
{
  self->filling = TRUE;
  set_text (self, text);
  self->filling = FALSE;
  self->touched = FALSE;
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
  if (!self->filling)
    self->touched = TRUE;
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
  if (GTK_IS_SWITCH (self->control) || GTK_IS_DROP_DOWN (self->control))
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

static void
item_created_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
item_bound_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  GtkStringObject *label = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (label));
}

/* GTK's own would be as wide as the longest option. */
static GtkListItemFactory *
create_item_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (item_created_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (item_bound_cb), NULL);
  return factory;
}

/* A choice of one's own begins with none. */
static GtkWidget *
create_drop_down (PlugFieldRow *self)
{
  const char *fallback = plug_field_get_default (self->field);
  g_autoptr (GtkListItemFactory) factory = create_item_factory ();
  GtkWidget *drop_down =
    gtk_drop_down_new (G_LIST_MODEL (gtk_string_list_new (NULL)), NULL);
  const char *label;

  self->control = drop_down;
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop_down), factory);
  self->choices = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_add_css_class (drop_down, "flat");
  if (fallback == NULL || !plug_field_is_required (self->field))
    add_choice (self, "", plug_field_is_required (self->field) ? _("Choose…") : _("Not Set"));
  for (guint i = 0; i < plug_field_get_n_options (self->field); i++)
    {
      const char *value = plug_field_get_option (self->field, i, &label);

      if (!g_ptr_array_find_with_equal_func (self->choices, value, g_str_equal, NULL))
        add_choice (self, value, label);
    }
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return drop_down;
}

static GtkWidget *
create_code_view (PlugFieldRow *self)
{
  GtkWidget *view = plug_code_view_new (plug_field_get_kind (self->field) == PLUG_FIELD_CODE);

  gtk_widget_set_margin_top (view, 4);
  g_signal_connect_object (view, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return view;
}

static GtkWidget *
create_control (PlugFieldRow *self)
{
  /* Whatever it is, a secret is not shown; the entry keeps the lines of a pasted one. */
  if (plug_field_is_secret (self->field))
    return create_entry (self);
  switch (plug_field_get_kind (self->field))
    {
    case PLUG_FIELD_SWITCH:
      return create_switch (self);
    case PLUG_FIELD_CHOICE:
      return create_drop_down (self);
    case PLUG_FIELD_MULTILINE:
    case PLUG_FIELD_CODE:
      return create_code_view (self);
    case PLUG_FIELD_TEXT:
    case PLUG_FIELD_PASSWORD:
    default:
      return create_entry (self);
    }
}

/* What has the focus when the control has it. */
static GtkWidget *
get_focus_widget (PlugFieldRow *self)
{
  return PLUG_IS_CODE_VIEW (self->control)
           ? plug_code_view_get_text_view (PLUG_CODE_VIEW (self->control))
           : self->control;
}

static void
name_control (PlugFieldRow *self,
              const char   *label)
{
  GtkWidget *widget = get_focus_widget (self);

  gtk_label_set_text (self->title_label, label);
  gtk_label_set_mnemonic_widget (self->title_label, widget);
  plug_compat_set_label_widget (widget, GTK_WIDGET (self->title_label));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->caption_label,
                                  self->problem_label, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
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
  g_clear_object (&self->origin);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
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

  g_clear_object (&self->origin);
  fill (self, self->initial);
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

/* Said when it is left, not while it is typed. */
static void
check_code (PlugFieldRow *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) error = NULL;
  PlugJsonPlace place;

  if (plug_field_get_normalize (self->field) != PLUG_FIELD_NORMALIZE_JSON || *text == '\0' ||
      plug_json_scan (text, strlen (text), 0, &place, &error))
    return;
  plug_field_row_set_problem (self, error->message);
  plug_code_view_mark (PLUG_CODE_VIEW (self->control), &place);
}

/* plug_field_row_normalize:
 * Shows what the field makes of the text: a pasted address becomes its host. A secret stays as
 * it was typed; a mistake in JSON is underlined. */
void
plug_field_row_normalize (PlugFieldRow *self)
{
  g_autofree char *value = NULL;

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));

  if (PLUG_IS_CODE_VIEW (self->control))
    check_code (self);
  if (!GTK_IS_EDITABLE (self->control) || plug_field_is_secret (self->field) ||
      (self->origin != NULL && !self->touched))
    return;
  value = plug_field_row_dup_value (self);
  if (!g_str_equal (value, peek_text (self)))
    {
      set_text (self, value);
      gtk_editable_set_position (GTK_EDITABLE (self->control), -1);
    }
}

/* JSON is easier to read with line breaks; untouched it is sent as it came. */
static void
fill_code (PlugFieldRow *self,
           const char   *text)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *pretty = NULL;

  if (plug_field_get_normalize (self->field) == PLUG_FIELD_NORMALIZE_JSON)
    node = plug_json_parse (text, strlen (text), 0, NULL);
  if (node != NULL)
    pretty = plug_json_to_string (node, TRUE);
  fill (self, pretty != NULL ? pretty : text);
}

/* plug_field_row_load:
 * @draft: what has a value for it, or has none
 *
 * Shows what @draft has. Until it is touched the same goes into any other draft, type and all;
 * a draft that is silent about it leaves it empty. */
void
plug_field_row_load (PlugFieldRow *self,
                     PlugDraft    *draft)
{
  const char *key = plug_field_get_key (self->field);
  PlugSecret *secret;
  const char *text;

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  plug_field_row_reset (self);
  secret = plug_draft_get_secret (draft, key);
  text = secret != NULL ? plug_secret_peek (secret) : plug_draft_get_value (draft, key);
  if (text != NULL && PLUG_IS_CODE_VIEW (self->control))
    fill_code (self, text);
  else if (text != NULL)
    fill (self, text);
  else if (plug_draft_is_silent (draft, key) && !GTK_IS_SWITCH (self->control))
    fill (self, "");
  g_set_object (&self->origin, draft);
}

/* plug_field_row_detach:
 * What it was filled from is forgotten; what it was not filled with is the default again. */
void
plug_field_row_detach (PlugFieldRow *self)
{
  g_return_if_fail (PLUG_IS_FIELD_ROW (self));

  if (self->origin == NULL)
    return;
  if (!self->touched && plug_draft_is_silent (self->origin, plug_field_get_key (self->field)))
    plug_field_row_reset (self);
  g_clear_object (&self->origin);
}

/* plug_field_row_is_loaded:
 * Returns: whether it has a value that it was filled with and nobody has touched since */
gboolean
plug_field_row_is_loaded (PlugFieldRow *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD_ROW (self), FALSE);

  return self->origin != NULL && !self->touched &&
         plug_draft_has_value (self->origin, plug_field_get_key (self->field));
}

static void
set_value (PlugFieldRow *self,
           PlugDraft    *draft,
           const char   *key)
{
  g_autoptr (PlugSecret) secret = NULL;
  g_autofree char *value = NULL;

  if (plug_field_is_secret (self->field))
    {
      secret = plug_secret_new (peek_text (self));
      plug_draft_set_secret (draft, key, secret);
      return;
    }
  value = plug_field_row_dup_value (self);
  plug_draft_set_value (draft, key, value);
}

/* plug_field_row_apply:
 * Puts the value into @draft, as a secret when it is one, and as what it was filled with when it
 * was not touched. What stands at its default is left to the draft. */
void
plug_field_row_apply (PlugFieldRow *self,
                      PlugDraft    *draft)
{
  const char *key = plug_field_get_key (self->field);

  g_return_if_fail (PLUG_IS_FIELD_ROW (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  if (self->origin != NULL && !self->touched)
    plug_draft_copy_value (draft, self->origin, key);
  else if (self->origin != NULL || plug_field_row_is_changed (self))
    set_value (self, draft, key);
  if (self->origin != NULL && self->touched && plug_draft_has_value (self->origin, key))
    plug_draft_set_wire (draft, key, plug_draft_get_wire (self->origin, key));
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
  gtk_accessible_update_state (GTK_ACCESSIBLE (get_focus_widget (self)),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  plug_compat_set_description (get_focus_widget (self), problem);
}
