/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAuthorizationGroup: how an instance is authorized. */

#include "config.h"

#include "plug-authorization-group.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-json.h"

#include <glib/gi18n-lib.h>

/* In the order of the list; the first two are there for OAuth 2 alone, the third when a draft
 * that was loaded has it. */
typedef enum {
  MODE_BROWSER,
  MODE_REFRESH,
  MODE_PASTED,
  N_MODES
} Mode;

/* The order of the rows, whatever order they come in; what is not here comes after them. */
static const char *const keys[] = { PLUG_OAUTH_KEY, PLUG_OAUTH_SECRET, PLUG_OAUTH_SCOPE,
                                    PLUG_OAUTH_REFRESH, PLUG_OAUTH_CALLBACK };

struct _PlugAuthorizationGroup {
  AdwPreferencesGroup parent_instance;
  AdwComboRow *mode_row;
  GtkStringList *modes;
  AdwActionRow *callback_row;
  GtkWidget *copy_button;
  GtkWidget *other_row;
  GtkSwitch *other_switch;
  GtkWidget *rows[G_N_ELEMENTS (keys)]; /* borrowed */
  PlugOAuth *oauth;
  PlugOAuthVersion version;
  Mode offered[N_MODES]; /* what the list has at each place */
  guint n_offered;
  gboolean has_answer; /* the draft it was loaded from has "providerData" */
  gboolean as_loaded;  /* nothing was chosen since */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (PlugAuthorizationGroup, plug_authorization_group, ADW_TYPE_PREFERENCES_GROUP)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static Mode
get_mode (PlugAuthorizationGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->mode_row);

  return selected < self->n_offered ? self->offered[selected] : MODE_BROWSER;
}

static void
set_mode (PlugAuthorizationGroup *self,
          Mode                    mode)
{
  for (guint i = 0; i < self->n_offered; i++)
    {
      if (self->offered[i] == mode)
        adw_combo_row_set_selected (self->mode_row, i);
    }
}

static gboolean
uses_other (PlugAuthorizationGroup *self)
{
  return gtk_switch_get_active (self->other_switch);
}

static const char *
get_mode_words (Mode mode)
{
  switch (mode)
    {
    case MODE_REFRESH:
      return _("With a Refresh Token");
    case MODE_PASTED:
      return _("With the Pasted Code");
    case MODE_BROWSER:
    case N_MODES:
    default:
      return _("In the Browser");
    }
}

static void
offer (PlugAuthorizationGroup *self,
       Mode                    mode)
{
  self->offered[self->n_offered++] = mode;
  gtk_string_list_append (self->modes, get_mode_words (mode));
}

static void
offer_modes (PlugAuthorizationGroup *self)
{
  Mode mode = get_mode (self);

  self->filling = TRUE;
  self->n_offered = 0;
  gtk_string_list_splice (self->modes, 0, g_list_model_get_n_items (G_LIST_MODEL (self->modes)),
                          NULL);
  offer (self, MODE_BROWSER);
  if (self->version == PLUG_OAUTH_2)
    offer (self, MODE_REFRESH);
  if (self->has_answer)
    offer (self, MODE_PASTED);
  set_mode (self, mode);
  gtk_widget_set_visible (GTK_WIDGET (self->mode_row), self->n_offered > 1);
  self->filling = FALSE;
}

/* What it looks like */

/* Our own address, from when it is needed on: it is listened at from then on. */
static void
show_callback (PlugAuthorizationGroup *self)
{
  g_autoptr (GError) error = NULL;
  gboolean visible = self->version != PLUG_OAUTH_NONE && get_mode (self) == MODE_BROWSER &&
                     !uses_other (self);
  const char *url = NULL;

  if (visible && self->oauth != NULL)
    url = plug_oauth_get_callback_url (self->oauth, &error);
  adw_action_row_set_subtitle (self->callback_row,
                               url != NULL ? url : error != NULL ? error->message : "");
  gtk_widget_set_sensitive (self->copy_button, url != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->callback_row), visible);
}

static void
show_mode (PlugAuthorizationGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->version != PLUG_OAUTH_NONE);
  gtk_widget_set_visible (self->other_row, get_mode (self) == MODE_BROWSER);
  show_callback (self);
}

static void
changed (PlugAuthorizationGroup *self)
{
  if (self->filling)
    return;
  self->as_loaded = FALSE;
  show_mode (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
mode_selected_cb (PlugAuthorizationGroup *self)
{
  changed (self);
}

static void
other_toggled_cb (PlugAuthorizationGroup *self)
{
  changed (self);
}

static void
copy_clicked_cb (PlugAuthorizationGroup *self)
{
  plug_clipboard_copy_text (GTK_WIDGET (self), adw_action_row_get_subtitle (self->callback_row));
}

static void
plug_authorization_group_dispose (GObject *object)
{
  PlugAuthorizationGroup *self = PLUG_AUTHORIZATION_GROUP (object);

  /* Its rows say that they are not selected any more when they go. */
  self->filling = TRUE;
  g_clear_object (&self->oauth);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_AUTHORIZATION_GROUP);
  G_OBJECT_CLASS (plug_authorization_group_parent_class)->dispose (object);
}

static void
plug_authorization_group_class_init (PlugAuthorizationGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_authorization_group_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_AUTHORIZATION_GROUP,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-authorization-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizationGroup, mode_row);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizationGroup, modes);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizationGroup, callback_row);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizationGroup, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizationGroup, other_row);
  gtk_widget_class_bind_template_child (widget_class, PlugAuthorizationGroup, other_switch);
  gtk_widget_class_bind_template_callback (widget_class, mode_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_toggled_cb);
}

static void
plug_authorization_group_init (PlugAuthorizationGroup *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  plug_compat_set_label (GTK_WIDGET (self->other_switch), _("Use Another Callback URL"));
  plug_compat_set_label (self->copy_button, _("Copy Callback URL"));
  self->filling = FALSE;
  offer_modes (self);
  show_mode (self);
}

/* plug_authorization_group_new:
 * Returns: (transfer floating): a group without rows, not to be seen yet */
GtkWidget *
plug_authorization_group_new (void)
{
  return g_object_new (PLUG_TYPE_AUTHORIZATION_GROUP, NULL);
}

/* plug_authorization_group_set_oauth:
 * @oauth: whose address is offered */
void
plug_authorization_group_set_oauth (PlugAuthorizationGroup *self,
                                    PlugOAuth              *oauth)
{
  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));
  g_return_if_fail (PLUG_IS_OAUTH (oauth));

  g_set_object (&self->oauth, oauth);
  show_callback (self);
}

static void
move_to_end (PlugAuthorizationGroup *self,
             GtkWidget              *row)
{
  g_object_ref (row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_object_unref (row);
}

/* plug_authorization_group_add_row:
 * @key: one of those of plug_oauth_key_is_ours()
 * @row: (transfer floating): the form's row of it */
void
plug_authorization_group_add_row (PlugAuthorizationGroup *self,
                                  const char             *key,
                                  GtkWidget              *row)
{
  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));
  g_return_if_fail (plug_oauth_key_is_ours (key));

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (g_str_equal (keys[i], key))
        self->rows[i] = row;
      if (g_str_equal (keys[i], PLUG_OAUTH_CALLBACK))
        {
          move_to_end (self, GTK_WIDGET (self->callback_row));
          move_to_end (self, self->other_row);
        }
      if (self->rows[i] != NULL)
        move_to_end (self, self->rows[i]);
    }
}

/* plug_authorization_group_remove_row:
 * @row: one that was added */
void
plug_authorization_group_remove_row (PlugAuthorizationGroup *self,
                                     GtkWidget              *row)
{
  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (self->rows[i] == row)
        self->rows[i] = NULL;
    }
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
}

/* plug_authorization_group_shows:
 * Returns: whether the row of @key is needed as it is chosen now */
gboolean
plug_authorization_group_shows (PlugAuthorizationGroup *self,
                                const char             *key)
{
  g_return_val_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self), FALSE);

  if (g_str_equal (key, PLUG_OAUTH_REFRESH))
    return get_mode (self) == MODE_REFRESH;
  if (g_str_equal (key, PLUG_OAUTH_CALLBACK))
    return get_mode (self) == MODE_PASTED ||
           (get_mode (self) == MODE_BROWSER && uses_other (self));
  return TRUE;
}

/* plug_authorization_group_reset:
 * In the browser, which comes back to us. */
void
plug_authorization_group_reset (PlugAuthorizationGroup *self)
{
  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));

  self->has_answer = FALSE;
  self->as_loaded = FALSE;
  offer_modes (self);
  self->filling = TRUE;
  set_mode (self, MODE_BROWSER);
  gtk_switch_set_active (self->other_switch, FALSE);
  self->filling = FALSE;
  show_mode (self);
}

static gboolean
is_other (PlugAuthorizationGroup *self,
          const char             *callback)
{
  if (callback == NULL || *callback == '\0')
    return FALSE;
  return self->oauth == NULL ||
         g_strcmp0 (callback, plug_oauth_get_callback_url (self->oauth, NULL)) != 0;
}

static Mode
get_mode_of (PlugDraft *draft)
{
  JsonNode *external = plug_draft_get_member (draft, "externalAuthentication");

  if (plug_oauth_has_answer (draft))
    return MODE_PASTED;
  if (plug_draft_get_secret (draft, PLUG_OAUTH_REFRESH) != NULL ||
      (external != NULL && json_node_get_value_type (external) == G_TYPE_STRING &&
       g_str_equal (json_node_get_string (external), "initial")))
    return MODE_REFRESH;
  return MODE_BROWSER;
}

/* plug_authorization_group_load:
 * @draft: what is shown from now on; as long as nothing else is chosen, it is left as it is */
void
plug_authorization_group_load (PlugAuthorizationGroup *self,
                               PlugDraft              *draft)
{
  const char *callback;

  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  callback = plug_draft_get_value (draft, PLUG_OAUTH_CALLBACK);
  self->version = plug_oauth_version_of (draft);
  self->has_answer = plug_oauth_has_answer (draft);
  offer_modes (self);
  self->filling = TRUE;
  set_mode (self, get_mode_of (draft));
  gtk_switch_set_active (self->other_switch, is_other (self, callback));
  self->filling = FALSE;
  self->as_loaded = TRUE;
  show_mode (self);
}

/* plug_authorization_group_forget_answer:
 * What a pasted request brought is forgotten, like any other secret. */
void
plug_authorization_group_forget_answer (PlugAuthorizationGroup *self)
{
  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));

  if (!self->has_answer)
    return;
  self->has_answer = FALSE;
  self->as_loaded = FALSE;
  offer_modes (self);
  show_mode (self);
}

static void
apply_browser (PlugAuthorizationGroup *self,
               PlugDraft              *draft)
{
  plug_oauth_forget_answer (draft);
  plug_draft_set_member (draft, "externalAuthentication", NULL);
  plug_draft_set_secret (draft, PLUG_OAUTH_REFRESH, NULL);
  if (!uses_other (self))
    plug_draft_set_value (draft, PLUG_OAUTH_CALLBACK,
                          self->oauth != NULL ? plug_oauth_get_callback_url (self->oauth, NULL)
                                              : NULL);
}

static void
apply_refresh (PlugAuthorizationGroup *self,
               PlugDraft              *draft)
{
  PlugSecret *token = plug_draft_get_secret (draft, PLUG_OAUTH_REFRESH);

  plug_oauth_forget_answer (draft);
  plug_draft_set_value (draft, PLUG_OAUTH_CALLBACK, NULL);
  if (token != NULL)
    plug_oauth_use_refresh_token (draft, token);
}

/* plug_authorization_group_apply:
 * @draft: with what its rows have in it already
 *
 * Makes of it what is chosen, and takes out what belongs to what is not. */
void
plug_authorization_group_apply (PlugAuthorizationGroup *self,
                                PlugDraft              *draft)
{
  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  if (self->as_loaded || plug_oauth_version_of (draft) == PLUG_OAUTH_NONE)
    return;
  switch (get_mode (self))
    {
    case MODE_REFRESH:
      apply_refresh (self, draft);
      break;
    case MODE_PASTED:
      break;
    case MODE_BROWSER:
    case N_MODES:
    default:
      apply_browser (self, draft);
      break;
    }
}

/* plug_authorization_group_show_draft:
 * @draft: what is filled in now: a choice in it may be one for another way of authentication */
void
plug_authorization_group_show_draft (PlugAuthorizationGroup *self,
                                     PlugDraft              *draft)
{
  PlugOAuthVersion version;

  g_return_if_fail (PLUG_IS_AUTHORIZATION_GROUP (self));
  g_return_if_fail (PLUG_IS_DRAFT (draft));

  version = plug_oauth_version_of (draft);
  if (version == self->version)
    return;
  self->version = version;
  offer_modes (self);
  show_mode (self);
}

/* plug_authorization_group_list_problems:
 * Returns: (transfer full) (element-type PlugProblem): what the way that is chosen lacks */
GPtrArray *
plug_authorization_group_list_problems (PlugAuthorizationGroup *self,
                                        PlugDraft              *draft)
{
  GPtrArray *problems = plug_oauth_list_problems (draft);
  PlugProblem *problem;
  PlugSecret *token;

  if (plug_oauth_version_of (draft) == PLUG_OAUTH_NONE)
    return problems;
  token = plug_draft_get_secret (draft, PLUG_OAUTH_REFRESH);
  if (get_mode (self) == MODE_REFRESH && (token == NULL || plug_secret_get_length (token) == 0))
    {
      problem = g_new0 (PlugProblem, 1);
      problem->key = g_strdup (PLUG_OAUTH_REFRESH);
      problem->message = g_strdup (_("Enter the refresh token, or authorize in the browser."));
      g_ptr_array_add (problems, problem);
    }
  if (get_mode (self) == MODE_BROWSER && uses_other (self) &&
      plug_draft_get_value (draft, PLUG_OAUTH_CALLBACK) == NULL)
    {
      problem = g_new0 (PlugProblem, 1);
      problem->key = g_strdup (PLUG_OAUTH_CALLBACK);
      problem->message = g_strdup (_("Enter the callback URL that is registered with the app."));
      g_ptr_array_add (problems, problem);
    }
  return problems;
}
