/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTagEntry: tags as chips, with an entry for more. */

#include "config.h"

#include "plug-tag-entry.h"

#include "plug-compat.h"
#include "plug-text.h"
#include "plug-wrap-layout.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_OFFERED 6

struct _PlugTagEntry {
  AdwPreferencesRow parent_instance;
  GtkLabel *title_label;
  GtkBox *chips;
  GtkBox *offers;
  GtkEntry *entry;
  GtkLabel *problem_label;
  GPtrArray *tags; /* char*, beside the chips */
  char **suggestions;
  guint split_source;
};

G_DEFINE_FINAL_TYPE (PlugTagEntry, plug_tag_entry, ADW_TYPE_PREFERENCES_ROW)

enum {
  SIGNAL_CHANGED,
  SIGNAL_SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_pending (PlugTagEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gboolean
has_tag (PlugTagEntry *self,
         const char   *tag)
{
  return g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, NULL);
}

static void
remove_tag (PlugTagEntry *self,
            guint         position)
{
  GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips));

  for (guint i = 0; i < position; i++)
    chip = gtk_widget_get_next_sibling (chip);
  gtk_box_remove (self->chips, chip);
  g_ptr_array_remove_index (self->tags, position);
}

static void update_offers (PlugTagEntry *self);

static void
tags_changed (PlugTagEntry *self)
{
  plug_tag_entry_set_problem (self, NULL);
  update_offers (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_clicked_cb (PlugTagEntry *self,
                   GtkWidget    *button)
{
  const char *tag = g_object_get_data (G_OBJECT (button), "plug-tag");
  guint position;

  if (!g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, &position))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  remove_tag (self, position);
  tags_changed (self);
}

static GtkWidget *
create_remove_button (PlugTagEntry *self,
                      const char   *tag,
                      const char   *shown)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *label = NULL;

  /* Translators: the button that removes one tag, like "Remove Tag docs" */
  label = g_strdup_printf (_("Remove Tag %s"), shown);
  plug_compat_set_label (button, label);
  gtk_widget_set_tooltip_text (button, _("Remove Tag"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_object_set_data_full (G_OBJECT (button), "plug-tag", g_strdup (tag), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
create_chip (PlugTagEntry *self,
             const char   *tag)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  g_autofree char *shown = plug_text_for_display (tag);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), create_remove_button (self, tag, shown));
  return chip;
}

static gboolean
add_tag (PlugTagEntry *self,
         const char   *tag)
{
  if (*tag == '\0' || has_tag (self, tag))
    return FALSE;
  gtk_box_insert_child_after (self->chips, create_chip (self, tag),
                              gtk_widget_get_prev_sibling (GTK_WIDGET (self->entry)));
  g_ptr_array_add (self->tags, g_strdup (tag));
  return TRUE;
}

static void
offer_clicked_cb (PlugTagEntry *self,
                  GtkWidget    *button)
{
  g_autofree char *tag = g_strdup (g_object_get_data (G_OBJECT (button), "plug-tag"));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  add_tag (self, tag);
  tags_changed (self);
}

static GtkWidget *
create_offer (PlugTagEntry *self,
              const char   *tag)
{
  g_autofree char *shown = plug_text_for_display (tag);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *image = gtk_image_new_from_icon_name ("list-add-symbolic");
  GtkWidget *label = gtk_label_new (shown);
  g_autofree char *name = NULL;

  /* Translators: the button that adds a tag which is in use, like "Add Tag docs" */
  name = g_strdup_printf (_("Add Tag %s"), shown);
  plug_compat_set_label (button, name);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_image_set_pixel_size (GTK_IMAGE (image), 12);
  gtk_box_append (GTK_BOX (content), image);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, _("Add this tag, which is in use"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "offer");
  g_object_set_data_full (G_OBJECT (button), "plug-tag", g_strdup (tag), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (offer_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

/* Those in use that begin with what is typed and are not chosen yet. */
static void
update_offers (PlugTagEntry *self)
{
  g_autofree char *stripped = g_strstrip (g_strdup (get_pending (self)));
  g_autofree char *wanted = plug_text_fold (stripped);
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->offers))) != NULL)
    gtk_box_remove (self->offers, child);
  for (guint i = 0; self->suggestions != NULL && self->suggestions[i] != NULL; i++)
    {
      g_autofree char *folded = plug_text_fold (self->suggestions[i]);

      if (n == MAX_OFFERED || has_tag (self, self->suggestions[i]) ||
          !g_str_has_prefix (folded, wanted))
        continue;
      gtk_box_append (self->offers, create_offer (self, self->suggestions[i]));
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->offers), n > 0);
}

/* What stands before the last comma becomes chips; what is behind it is still being typed. */
static gboolean
split_cb (gpointer user_data)
{
  PlugTagEntry *self = user_data;
  g_autofree char *text = g_strdup (get_pending (self));
  char *comma = strrchr (text, ',');
  g_auto (GStrv) parts = NULL;
  char *rest;

  self->split_source = 0;
  if (comma == NULL)
    return G_SOURCE_REMOVE;
  *comma = '\0';
  rest = g_strchug (comma + 1);
  parts = plug_tags_split (text);
  for (guint i = 0; parts[i] != NULL; i++)
    add_tag (self, parts[i]);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), rest);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  tags_changed (self);
  return G_SOURCE_REMOVE;
}

/* The entry is in the middle of an insertion here, so its text is cut up afterwards. */
static void
entry_changed_cb (PlugTagEntry *self)
{
  if (strchr (get_pending (self), ',') != NULL && self->split_source == 0)
    self->split_source = g_idle_add (split_cb, self);
  tags_changed (self);
}

static void
entry_activated_cb (PlugTagEntry *self)
{
  if (*get_pending (self) == '\0')
    g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
  else
    plug_tag_entry_commit (self);
}

static gboolean
entry_key_pressed_cb (PlugTagEntry          *self,
                      guint                  keyval,
                      guint                  keycode,
                      GdkModifierType        state,
                      GtkEventControllerKey *controller)
{
  if (keyval != GDK_KEY_BackSpace || *get_pending (self) != '\0' || self->tags->len == 0)
    return GDK_EVENT_PROPAGATE;
  remove_tag (self, self->tags->len - 1);
  tags_changed (self);
  return GDK_EVENT_STOP;
}

static void
focus_changed_cb (PlugTagEntry            *self,
                  GParamSpec              *pspec,
                  GtkEventControllerFocus *focus)
{
  if (gtk_event_controller_focus_contains_focus (focus))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "focused");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self), "focused");
  plug_tag_entry_commit (self);
}

static void
row_pressed_cb (PlugTagEntry *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static gboolean
plug_tag_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PLUG_TAG_ENTRY (widget)->entry));
}

static void
plug_tag_entry_dispose (GObject *object)
{
  PlugTagEntry *self = PLUG_TAG_ENTRY (object);

  g_clear_handle_id (&self->split_source, g_source_remove);
  G_OBJECT_CLASS (plug_tag_entry_parent_class)->dispose (object);
}

static void
plug_tag_entry_finalize (GObject *object)
{
  PlugTagEntry *self = PLUG_TAG_ENTRY (object);

  g_ptr_array_unref (self->tags);
  g_strfreev (self->suggestions);
  G_OBJECT_CLASS (plug_tag_entry_parent_class)->finalize (object);
}

static void
plug_tag_entry_class_init (PlugTagEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_tag_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_tag_entry_finalize;
  widget_class->grab_focus = plug_tag_entry_grab_focus;
  g_type_ensure (PLUG_TYPE_WRAP_LAYOUT);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_TAG_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted", PLUG_TYPE_TAG_ENTRY, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/plugboard/Plugboard/plug-tag-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugTagEntry, title_label);
  gtk_widget_class_bind_template_child (widget_class, PlugTagEntry, chips);
  gtk_widget_class_bind_template_child (widget_class, PlugTagEntry, offers);
  gtk_widget_class_bind_template_child (widget_class, PlugTagEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, PlugTagEntry, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_pressed_cb);
}

static void
plug_tag_entry_init (PlugTagEntry *self)
{
  self->tags = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title_label, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->problem_label, NULL,
                                  -1);
}

/* plug_tag_entry_new:
 * Returns: (transfer floating): a row without tags */
GtkWidget *
plug_tag_entry_new (void)
{
  return g_object_new (PLUG_TYPE_TAG_ENTRY, NULL);
}

/* plug_tag_entry_dup_tags:
 * Returns: (transfer full): the chips and what stands in the entry */
char **
plug_tag_entry_dup_tags (PlugTagEntry *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) pending = NULL;

  g_return_val_if_fail (PLUG_IS_TAG_ENTRY (self), NULL);

  for (guint i = 0; i < self->tags->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->tags, i));
  pending = plug_tags_split (get_pending (self));
  for (guint i = 0; pending[i] != NULL; i++)
    {
      if (!has_tag (self, pending[i]))
        g_strv_builder_add (builder, pending[i]);
    }
  return g_strv_builder_end (builder);
}

/* plug_tag_entry_set_tags:
 * @tags: (nullable): chips in place of those there; what is being typed goes too */
void
plug_tag_entry_set_tags (PlugTagEntry      *self,
                         const char *const *tags)
{
  g_return_if_fail (PLUG_IS_TAG_ENTRY (self));

  while (self->tags->len > 0)
    remove_tag (self, self->tags->len - 1);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    add_tag (self, tags[i]);
  tags_changed (self);
}

/* plug_tag_entry_set_suggestions:
 * @tags: (nullable): tags in use, offered below the entry */
void
plug_tag_entry_set_suggestions (PlugTagEntry      *self,
                                const char *const *tags)
{
  g_return_if_fail (PLUG_IS_TAG_ENTRY (self));

  g_strfreev (self->suggestions);
  self->suggestions = g_strdupv ((char **) tags);
  update_offers (self);
}

/* plug_tag_entry_commit:
 * Makes chips of what stands in the entry. */
void
plug_tag_entry_commit (PlugTagEntry *self)
{
  g_auto (GStrv) parts = NULL;

  g_return_if_fail (PLUG_IS_TAG_ENTRY (self));

  if (*get_pending (self) == '\0')
    return;
  parts = plug_tags_split (get_pending (self));
  for (guint i = 0; parts[i] != NULL; i++)
    add_tag (self, parts[i]);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

/* plug_tag_entry_set_problem:
 * @problem: (nullable): what is wrong with the tags */
void
plug_tag_entry_set_problem (PlugTagEntry *self,
                            const char   *problem)
{
  g_return_if_fail (PLUG_IS_TAG_ENTRY (self));

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  plug_compat_set_description (GTK_WIDGET (self->entry), problem);
}

/* plug_tags_split:
 * @text: "docs, customer-17"
 *
 * Returns: (transfer full): its parts without white space around, no empty ones, none twice */
char **
plug_tags_split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (*parts[i] != '\0' && g_hash_table_add (seen, parts[i]))
        g_strv_builder_add (builder, parts[i]);
    }
  return g_strv_builder_end (builder);
}
