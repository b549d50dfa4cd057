/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugForm: everything that is asked for an instance of a connector. */

#include "config.h"

#include "plug-form-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PlugForm, plug_form, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  SIGNAL_SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What it shows */

/* The row the address comes from says what becomes of it. */
static void
show_address (PlugForm  *self,
              PlugDraft *draft)
{
  g_autofree char *address = plug_draft_dup_address (draft);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->row != NULL &&
          plug_field_get_normalize (entry->field) == PLUG_FIELD_NORMALIZE_HOST)
        plug_field_row_set_caption (entry->row,
                                    plug_field_row_is_changed (entry->row) ? address : NULL);
    }
}

/* Whether there is anything to be seen in the fold of what is optional. */
static gboolean
has_optional (PlugForm  *self,
              PlugDraft *draft)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->fold == self->optional_row &&
          (entry->selector == NULL || plug_draft_is_active (draft, entry->field) ||
           plug_draft_has_value (draft, plug_field_get_key (entry->field))))
        return TRUE;
    }
  return FALSE;
}

/* What is sent is what is seen: what is chosen, and what came from a body and is still as it
 * was there. */
static void
show_groups (PlugForm  *self,
             PlugDraft *draft)
{
  gboolean is_code_visible = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);
      gboolean visible;

      if (entry->row == NULL)
        continue;
      visible = entry->selector == NULL || plug_draft_is_active (draft, entry->field) ||
                plug_field_row_is_loaded (entry->row);
      if (entry->authorizes)
        visible = visible && plug_authorization_group_shows (self->authorization,
                                                             plug_field_get_key (entry->field));
      gtk_widget_set_visible (GTK_WIDGET (entry->row), visible);
      if (g_str_equal (plug_field_get_key (entry->field), PLUG_FORM_POLLER))
        is_code_visible = visible;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->optional_row), has_optional (self, draft));
  for (guint i = 0; i < self->more_rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->more_rows, i), is_code_visible);
}

/* plug_form_show_draft:
 * Shows what comes of what is filled in: what is there, the address, the request. */
void
plug_form_show_draft (PlugForm *self)
{
  g_autoptr (PlugDraft) draft = NULL;

  if (self->connector == NULL || self->loading)
    return;
  draft = plug_form_create_draft (self);
  show_address (self, draft);
  plug_authorization_group_show_draft (self->authorization, draft);
  show_groups (self, draft);
  if (adw_expander_row_get_expanded (self->request_row))
    plug_request_view_set_draft (self->request_view, draft, self->base_url);
}

static void
changed_cb (PlugForm *self)
{
  if (self->loading)
    return;
  plug_form_show_draft (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* plug_form_row_changed:
 * Once something else is chosen, what came from a body for the choice before is not sent. */
void
plug_form_row_changed (PlugForm     *self,
                       PlugFieldRow *row)
{
  PlugField *field = plug_field_row_get_field (row);

  for (guint i = 0; i < self->entries->len && !self->loading; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->selector != field)
        continue;
      entry->detached = TRUE;
      if (entry->row != NULL)
        plug_field_row_detach (entry->row);
    }
  changed_cb (self);
}

/* plug_form_submit:
 * Enter was pressed somewhere. */
void
plug_form_submit (PlugForm *self)
{
  g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
}

static void
request_expanded_cb (PlugForm *self)
{
  plug_form_show_draft (self);
}

static void
add_activated_cb (PlugForm *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->free_group), TRUE);
  plug_free_group_focus_new (self->free_group);
}

static void
fold_expanded_cb (PlugForm       *self,
                  GParamSpec     *pspec,
                  AdwExpanderRow *fold)
{
  if (adw_expander_row_get_expanded (fold))
    plug_form_build_fold (self, fold);
}

/* A connector nothing is known of is all free settings. */
static gboolean
is_free (PlugForm *self)
{
  return !plug_connector_is_described (self->connector);
}

static void
show_free_group (PlugForm *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self->free_group);
  gboolean free = is_free (self);

  adw_preferences_group_set_title (group, free ? _("Settings") : _("Other Settings"));
  adw_preferences_group_set_description (
    group, free ? _("Which keys there are is in the connector’s documentation.") : NULL);
  if (free && plug_free_group_is_empty (self->free_group))
    plug_free_group_add (self->free_group);
  gtk_widget_set_visible (GTK_WIDGET (self->free_group),
                          !plug_free_group_is_empty (self->free_group));
  gtk_widget_set_visible (GTK_WIDGET (self->expert_row), !free);
}

static void
show_skipped (PlugForm *self)
{
  guint n = plug_connector_get_n_skipped (self->connector);
  g_autofree char *text = NULL;

  /* Translators: %u is a number */
  text = g_strdup_printf (ngettext ("%u field of this connector could not be read. If the"
                                    " instance needs it, add it under More Options.",
                                    "%u fields of this connector could not be read. If the"
                                    " instance needs them, add them under More Options.", n), n);
  gtk_label_set_text (self->skipped_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->skipped_label), n > 0);
}

/* What it is filled with */

/* What has a value is not to be looked for. */
static void
unfold (PlugForm *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->fold != NULL &&
          plug_draft_has_value (self->origin, plug_field_get_key (entry->field)))
        adw_expander_row_set_expanded (entry->fold, TRUE);
    }
}

static void
fill (PlugForm  *self,
      PlugDraft *draft)
{
  self->loading = TRUE;
  g_set_object (&self->origin, draft);
  plug_field_row_reset (self->name_row);
  plug_field_row_set_value (self->name_row, plug_draft_get_name (draft));
  for (guint i = 1; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      entry->detached = FALSE;
      if (entry->row != NULL)
        plug_field_row_load (entry->row, draft);
    }
  plug_authorization_group_load (self->authorization, draft);
  plug_tag_entry_set_tags (self->tag_entry, plug_draft_get_tags (draft));
  plug_free_group_load (self->free_group, draft);
  show_free_group (self);
  self->loading = FALSE;
  plug_form_show_draft (self);
}

static void
request_edited_cb (PlugForm  *self,
                   PlugDraft *draft)
{
  fill (self, draft);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What is wrong with it */

static GtkWidget *
find_wrong_row (PlugForm *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->row == NULL || !gtk_widget_has_css_class (GTK_WIDGET (entry->row), "error"))
        continue;
      if (entry->fold != NULL)
        adw_expander_row_set_expanded (entry->fold, TRUE);
      return GTK_WIDGET (entry->row);
    }
  return NULL;
}

/* What an authorization needs depends on the way that is chosen, which its group knows. */
static GPtrArray *
list_problems (PlugForm  *self,
               PlugDraft *draft)
{
  GPtrArray *problems = plug_draft_list_problems (draft);
  GPtrArray *more = plug_authorization_group_list_problems (self->authorization, draft);

  for (guint i = problems->len; i > 0; i--)
    {
      PlugProblem *problem = g_ptr_array_index (problems, i - 1);
      PlugFormEntry *entry = plug_form_find_entry (self, problem->key);

      if (entry != NULL && entry->authorizes)
        g_ptr_array_remove_index (problems, i - 1);
    }
  g_ptr_array_extend_and_steal (problems, more);
  return problems;
}

/* Every problem at once.
 *
 * Returns: (nullable): what is wrong first, as it stands on the page. */
static GtkWidget *
show_problems (PlugForm  *self,
               PlugDraft *draft)
{
  g_autoptr (GPtrArray) problems = list_problems (self, draft);
  GtkWidget *wrong_setting = plug_free_group_check (self->free_group, self->connector);
  GtkWidget *wrong_tags = NULL;
  GtkWidget *wrong_row;

  for (guint i = 0; i < problems->len; i++)
    {
      PlugProblem *problem = g_ptr_array_index (problems, i);
      PlugFormEntry *entry = plug_form_find_entry (self, problem->key);

      if (entry != NULL && entry->row == NULL)
        plug_form_build_fold (self, entry->fold);
      if (entry != NULL)
        {
          plug_field_row_set_problem (entry->row, problem->message);
          continue;
        }
      plug_tag_entry_set_problem (self->tag_entry, problem->message);
      wrong_tags = GTK_WIDGET (self->tag_entry);
    }
  wrong_row = find_wrong_row (self);
  if (wrong_row != NULL || wrong_setting != NULL)
    return wrong_row != NULL ? wrong_row : wrong_setting;
  if (wrong_tags != NULL)
    return wrong_tags;
  return plug_request_view_has_mistake (self->request_view) ? GTK_WIDGET (self->request_view)
                                                            : NULL;
}

/* The class */

static gboolean
plug_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PLUG_FORM (widget)->name_row));
}

static void
plug_form_dispose (GObject *object)
{
  PlugForm *self = PLUG_FORM (object);

  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_object (&self->connector);
  g_clear_object (&self->origin);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_FORM);
  G_OBJECT_CLASS (plug_form_parent_class)->dispose (object);
}

static void
plug_form_finalize (GObject *object)
{
  PlugForm *self = PLUG_FORM (object);

  g_array_unref (self->entries);
  g_ptr_array_unref (self->more_rows);
  g_free (self->base_url);
  G_OBJECT_CLASS (plug_form_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/plugboard/Plugboard/plug-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugForm, root);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, fields_group);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, authorization);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, free_group);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, skipped_label);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, tag_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, optional_row);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, events_row);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, expert_row);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, add_row);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, request_row);
  gtk_widget_class_bind_template_child (widget_class, PlugForm, request_view);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "submitted_cb",
                                                G_CALLBACK (plug_form_submit));
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, fold_expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, request_expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, request_edited_cb);
}

static void
plug_form_class_init (PlugFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_form_dispose;
  object_class->finalize = plug_form_finalize;
  widget_class->grab_focus = plug_form_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted", PLUG_TYPE_FORM, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (PLUG_TYPE_AUTHORIZATION_GROUP);
  g_type_ensure (PLUG_TYPE_FREE_GROUP);
  g_type_ensure (PLUG_TYPE_REQUEST_VIEW);
  g_type_ensure (PLUG_TYPE_TAG_ENTRY);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
plug_form_init (PlugForm *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (PlugFormEntry));
  self->more_rows = g_ptr_array_new ();
  self->base_url = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_form_add_name (self);
}

/* plug_form_new:
 * Returns: (transfer floating): a form; plug_form_set_connector() gives it fields */
GtkWidget *
plug_form_new (void)
{
  return g_object_new (PLUG_TYPE_FORM, NULL);
}

/* plug_form_get_connector:
 * Returns: (transfer none) (nullable): what it asks for */
PlugConnector *
plug_form_get_connector (PlugForm *self)
{
  g_return_val_if_fail (PLUG_IS_FORM (self), NULL);

  return self->connector;
}

/* plug_form_set_connector:
 * @connector: what is asked for; without fields it is asked for keys and values
 *
 * Name and tags stay, so that choosing another connector does not cost them. */
void
plug_form_set_connector (PlugForm      *self,
                         PlugConnector *connector)
{
  g_return_if_fail (PLUG_IS_FORM (self));
  g_return_if_fail (PLUG_IS_CONNECTOR (connector));

  if (!g_set_object (&self->connector, connector))
    return;
  g_clear_object (&self->origin);
  self->loading = TRUE;
  plug_form_remove_fields (self);
  plug_free_group_reset (self->free_group);
  plug_authorization_group_reset (self->authorization);
  plug_form_add_fields (self);
  show_skipped (self);
  show_free_group (self);
  self->loading = FALSE;
  plug_form_show_draft (self);
}

/* plug_form_set_oauth:
 * @oauth: what an authorization is made with, whose address is offered as the callback */
void
plug_form_set_oauth (PlugForm  *self,
                     PlugOAuth *oauth)
{
  g_return_if_fail (PLUG_IS_FORM (self));
  g_return_if_fail (PLUG_IS_OAUTH (oauth));

  plug_authorization_group_set_oauth (self->authorization, oauth);
}

/* plug_form_set_base_url:
 * @base_url: where the request will be sent, "" while that is not known */
void
plug_form_set_base_url (PlugForm   *self,
                        const char *base_url)
{
  g_return_if_fail (PLUG_IS_FORM (self));
  g_return_if_fail (base_url != NULL);

  g_free (self->base_url);
  self->base_url = g_strdup (base_url);
  plug_form_show_draft (self);
}

/* plug_form_set_suggestions:
 * @tags: (nullable): those in use */
void
plug_form_set_suggestions (PlugForm          *self,
                           const char *const *tags)
{
  g_return_if_fail (PLUG_IS_FORM (self));

  plug_tag_entry_set_suggestions (self->tag_entry, tags);
}

/* plug_form_reset:
 * Puts the defaults back and folds everything. */
void
plug_form_reset (PlugForm *self)
{
  g_return_if_fail (PLUG_IS_FORM (self));

  self->loading = TRUE;
  g_clear_object (&self->origin);
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      entry->detached = FALSE;
      if (entry->row != NULL)
        plug_field_row_reset (entry->row);
    }
  plug_authorization_group_reset (self->authorization);
  plug_tag_entry_set_tags (self->tag_entry, NULL);
  plug_free_group_reset (self->free_group);
  if (self->connector != NULL)
    show_free_group (self);
  plug_form_fold_all (self);
  adw_expander_row_set_expanded (self->request_row, FALSE);
  self->loading = FALSE;
  plug_form_show_draft (self);
}

/* plug_form_clear_secrets:
 * Every secret is out of its entry and forgotten, those that came with a draft among them. */
void
plug_form_clear_secrets (PlugForm *self)
{
  g_return_if_fail (PLUG_IS_FORM (self));

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->row != NULL && plug_field_is_secret (entry->field))
        plug_field_row_reset (entry->row);
    }
  plug_free_group_clear_secrets (self->free_group);
  plug_authorization_group_forget_answer (self->authorization);
  if (self->origin != NULL)
    plug_draft_forget_secrets (self->origin);
  plug_form_show_draft (self);
}

/* plug_form_load:
 * @draft: what is shown from now on; kept, and its secrets forgotten by plug_form_clear_secrets()
 *
 * What is not touched is sent as @draft has it, type and all, and what no row shows as well. */
void
plug_form_load (PlugForm  *self,
                PlugDraft *draft)
{
  g_return_if_fail (PLUG_IS_FORM (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  plug_form_set_connector (self, plug_draft_get_connector (draft));
  fill (self, draft);
  unfold (self);
}

/* plug_form_create_draft:
 * Returns: (transfer full): what is filled in so far; a connector must be set */
PlugDraft *
plug_form_create_draft (PlugForm *self)
{
  g_auto (GStrv) tags = NULL;
  g_autofree char *name = NULL;
  PlugDraft *draft;

  g_return_val_if_fail (PLUG_IS_FORM (self) && self->connector != NULL, NULL);

  draft = plug_draft_new (self->connector);
  if (self->origin != NULL)
    plug_draft_copy_rest (draft, self->origin);
  tags = plug_tag_entry_dup_tags (self->tag_entry);
  name = plug_field_row_dup_value (self->name_row);
  plug_draft_set_name (draft, name);
  plug_draft_set_tags (draft, (const char *const *) tags);
  for (guint i = 1; i < self->entries->len; i++)
    {
      PlugFormEntry *entry = plug_form_get_entry (self, i);

      if (entry->row != NULL)
        plug_field_row_apply (entry->row, draft);
      else if (self->origin != NULL && !entry->detached)
        plug_draft_copy_value (draft, self->origin, plug_field_get_key (entry->field));
    }
  plug_free_group_apply (self->free_group, draft);
  plug_authorization_group_apply (self->authorization, draft);
  return draft;
}

/* plug_form_is_changed:
 * Returns: whether something is filled in */
gboolean
plug_form_is_changed (PlugForm *self)
{
  g_auto (GStrv) tags = NULL;

  g_return_val_if_fail (PLUG_IS_FORM (self), FALSE);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFieldRow *row = plug_form_get_entry (self, i)->row;

      if (row != NULL && plug_field_row_is_changed (row))
        return TRUE;
    }
  tags = plug_tag_entry_dup_tags (self->tag_entry);
  return tags[0] != NULL || plug_free_group_is_changed (self->free_group);
}

/* plug_form_check:
 * Says at each place what is wrong, and puts the focus at the first.
 *
 * Returns: (transfer full) (nullable): what may be sent, NULL when something is wrong */
PlugDraft *
plug_form_check (PlugForm *self)
{
  g_autoptr (PlugDraft) draft = NULL;
  GtkWidget *wrong;

  g_return_val_if_fail (PLUG_IS_FORM (self) && self->connector != NULL, NULL);

  plug_tag_entry_commit (self->tag_entry);
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlugFieldRow *row = plug_form_get_entry (self, i)->row;

      if (row != NULL)
        plug_field_row_normalize (row);
    }
  draft = plug_form_create_draft (self);
  wrong = show_problems (self, draft);
  if (wrong == NULL)
    return g_steal_pointer (&draft);
  gtk_widget_grab_focus (wrong);
  return NULL;
}
