/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAttentionCard: one intent that needs attention. */

#include "config.h"

#include "plug-attention-card.h"

#include "plug-catalogue.h"
#include "plug-change-ask.h"
#include "plug-compat.h"
#include "plug-date.h"
#include "plug-error.h"
#include "plug-error-view.h"
#include "plug-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _PlugAttentionCard {
  GtkWidget parent_instance;
  GtkWidget *root;
  GtkImage *image;
  GtkSpinner *spinner;
  GtkLabel *name_label;
  GtkLabel *origin_label;
  GtkLabel *state_label;
  GtkLabel *known_label;
  GtkListBox *candidates_list;
  PlugErrorView *error_view;
  GtkWidget *dismiss_button;
  GtkButton *action_button;
  PlugInventory *inventory;
  PlugIntent *intent;
  GListModel *candidates; /* NULL when there are none to choose from */
  gboolean working;
};

G_DEFINE_FINAL_TYPE (PlugAttentionCard, plug_attention_card, GTK_TYPE_WIDGET)

enum {
  SIGNAL_SHOW_INSTANCE,
  SIGNAL_CREATE_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a state is called, what it means and what is to be done about it. */
typedef struct {
  const char *icon_name;
  const char *words;
  const char *meaning;
  const char *action;  /* NULL: the candidates are the action */
  const char *dismiss; /* NULL: there is nothing to dismiss */
} StateWords;

static const StateWords unknown_words = {
  "dialog-question-symbolic",
  N_("Unknown"),
  N_("Plugboard goes on looking; nothing is sent a second time."),
  N_("Check Again"),
  N_("Stop Looking…"),
};

static const StateWords not_found_words = {
  "dialog-warning-symbolic",
  N_("Not Found"),
  N_("The tenant was asked for the instance and does not have it: it was probably not created."),
  N_("Create Again"),
  N_("Dismiss"),
};

static const StateWords ambiguous_words = {
  "dialog-question-symbolic",
  N_("Several Found"),
  N_("The tenant has more than one new instance of this name. Which one is it?"),
  NULL,
  N_("None of These"),
};

static const StateWords token_unsaved_words = {
  "dialog-password-symbolic",
  N_("Token Not Saved"),
  N_("The instance was created, but the keyring refused its token."),
  N_("Retry"),
  NULL,
};

static const StateWords not_done_words = {
  "dialog-warning-symbolic",
  N_("Not Done"),
  N_("The tenant was asked for the instance: it is as it was before."),
  N_("Try Again"),
  N_("Dismiss"),
};

static const StateWords other_words = {
  "dialog-information-symbolic", N_("Done"), N_("Nothing is left to do here."), NULL, NULL,
};

/* Not a creation but something that was to become of an instance. */
static gboolean
is_change (PlugAttentionCard *self)
{
  return plug_intent_get_kind (self->intent) != PLUG_INTENT_CREATE;
}

static const StateWords *
get_words (PlugAttentionCard *self)
{
  switch (plug_intent_get_state (self->intent))
    {
    case PLUG_INTENT_SENT:
    case PLUG_INTENT_UNKNOWN:
      return &unknown_words;
    case PLUG_INTENT_NOT_FOUND:
      return is_change (self) ? &not_done_words : &not_found_words;
    case PLUG_INTENT_AMBIGUOUS:
      return &ambiguous_words;
    case PLUG_INTENT_TOKEN_UNSAVED:
      return &token_unsaved_words;
    case PLUG_INTENT_QUEUED:
    case PLUG_INTENT_DONE:
    case PLUG_INTENT_FAILED:
    case PLUG_INTENT_DROPPED:
    default:
      return &other_words;
    }
}

/* What looking for it has shown so far. */
static char *
dup_checked (PlugAttentionCard *self)
{
  PlugKeyring *keyring = plug_inventory_get_keyring (self->inventory);
  gint64 checked = plug_inventory_get_checked (self->inventory, self->intent, NULL);
  g_autofree char *clock = plug_date_dup_clock (checked);

  if (plug_keyring_get_state (keyring) != PLUG_KEYRING_UNLOCKED)
    return g_strdup (_("To look for it, Plugboard needs the keyring."));
  if (checked == 0)
    return g_strdup (is_change (self) ? _("Checking whether the change was made.")
                                      : _("Checking whether the instance exists."));
  if (is_change (self))
    /* Translators: %s is a time */
    return g_strdup_printf (_("Checked %s: it is not done yet."), clock);
  /* Translators: %s is a time */
  return g_strdup_printf (_("Checked %s: it is not there yet."), clock);
}

static char *
dup_known (PlugAttentionCard *self)
{
  gint64 sent = plug_intent_get_sent (self->intent);
  g_autofree char *clock = plug_date_dup_clock (sent);
  g_autofree char *instance_id = NULL;

  if (plug_intent_get_state (self->intent) == PLUG_INTENT_TOKEN_UNSAVED)
    {
      instance_id = plug_text_for_display (plug_intent_get_instance_id (self->intent));
      /* Translators: the first %s is a time, the second the instance's id */
      return g_strdup_printf (_("Sent %s, answered with id %s."), clock, instance_id);
    }
  if (sent == 0)
    return g_strdup (_("Perhaps sent, no answer."));
  /* What came instead of an answer is said below. */
  if (plug_intent_get_message (self->intent) != NULL)
    /* Translators: %s is a time, or a date and a time */
    return g_strdup_printf (_("Sent %s."), clock);
  /* Translators: %s is a time, or a date and a time */
  return g_strdup_printf (_("Sent %s, no answer."), clock);
}

static const char *
get_purpose (PlugAttentionCard *self)
{
  g_autoptr (PlugChange) change = plug_change_new_from_intent (self->intent);

  switch (plug_change_get_kind (change))
    {
    case PLUG_CHANGE_ENABLE:
      return _("The instance was to be enabled.");
    case PLUG_CHANGE_DISABLE:
      return _("The instance was to be disabled.");
    case PLUG_CHANGE_DELETE:
      return _("The instance was to be deleted.");
    case PLUG_CHANGE_EVENTS_ON:
      return _("Its events were to be turned on.");
    case PLUG_CHANGE_EVENTS_OFF:
      return _("Its events were to be turned off.");
    case PLUG_CHANGE_REAUTHENTICATE:
      return _("The instance was to be authenticated again.");
    case PLUG_CHANGE_EDIT:
    default:
      return _("Its name, its tags or its settings were to be changed.");
    }
}

static char *
dup_origin (PlugAttentionCard *self)
{
  const char *key = plug_intent_get_connector_key (self->intent);
  PlugConnector *connector = plug_catalogue_find (key);
  PlugAccount *account;
  g_autofree char *text = NULL;

  account = plug_inventory_find_account (self->inventory,
                                         plug_intent_get_account_id (self->intent));
  text = g_strdup_printf ("%s · %s", connector != NULL ? plug_connector_get_name (connector) : key,
                          account != NULL ? plug_account_get_name (account)
                                          : plug_intent_get_base_url (self->intent));
  return plug_text_for_display (text);
}

/* Why it cannot be looked for goes before why it has to be. */
static void
show_message (PlugAttentionCard *self)
{
  const char *message = plug_intent_get_message (self->intent);
  const char *request_id = plug_intent_get_request_id (self->intent);
  const GError *obstacle = NULL;
  g_autoptr (GError) error = NULL;

  if (plug_intent_is_in_doubt (self->intent))
    plug_inventory_get_checked (self->inventory, self->intent, &obstacle);
  if (obstacle != NULL)
    {
      plug_error_view_set_error (self->error_view, obstacle);
      return;
    }
  if (message == NULL || *message == '\0')
    return;
  error = plug_error_new_remote (PLUG_ERROR_OUTCOME_UNKNOWN, 0, message, NULL, NULL, request_id);
  plug_error_view_set_error (self->error_view, error);
}

static void
show_intent (PlugAttentionCard *self)
{
  const StateWords *words = get_words (self);
  g_autofree char *sent = dup_known (self);
  g_autofree char *known = NULL;
  g_autofree char *text = NULL;

  known = is_change (self) ? g_strdup_printf ("%s %s", get_purpose (self), sent)
                           : g_steal_pointer (&sent);
  if (words == &unknown_words)
    {
      g_autofree char *checked = dup_checked (self);

      text = g_strdup_printf ("%s %s %s", known, checked, _(words->meaning));
    }
  else
    text = g_strdup_printf ("%s %s", known, _(words->meaning));
  gtk_image_set_from_icon_name (self->image, words->icon_name);
  gtk_label_set_text (self->state_label, _(words->words));
  gtk_label_set_text (self->known_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->action_button), words->action != NULL);
  if (words->action != NULL)
    gtk_button_set_label (self->action_button, _(words->action));
  gtk_widget_set_visible (self->dismiss_button, words->dismiss != NULL);
  if (words->dismiss != NULL)
    gtk_button_set_label (GTK_BUTTON (self->dismiss_button), _(words->dismiss));
}

/* Our own work, or a look for everything in doubt. */
static void
show_activity (PlugAttentionCard *self)
{
  gboolean active = self->working || (plug_intent_is_in_doubt (self->intent) &&
                                      plug_inventory_is_reconciling (self->inventory));

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), active);
  gtk_widget_set_visible (GTK_WIDGET (self->image), !active);
  gtk_spinner_set_spinning (self->spinner, active);
}

static void
set_working (PlugAttentionCard *self,
             gboolean           working)
{
  self->working = working;
  show_activity (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->action_button), !working);
  gtk_widget_set_sensitive (self->dismiss_button, !working);
  gtk_widget_set_sensitive (GTK_WIDGET (self->candidates_list), !working);
}

/* Called when one of ours is over, whatever became of it. */
static void
end_work (PlugAttentionCard *self,
          const GError      *error)
{
  set_working (self, FALSE);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_error_view_set_error (self->error_view, error);
}

static void
begin_work (PlugAttentionCard *self)
{
  plug_error_view_set_error (self->error_view, NULL);
  set_working (self, TRUE);
}

static void
show_made_instance (PlugAttentionCard *self)
{
  const char *id = plug_intent_get_instance_id (self->intent);
  PlugInstance *instance = NULL;

  if (id != NULL)
    instance = plug_inventory_find_instance (self->inventory,
                                             plug_intent_get_account_id (self->intent), id);
  if (instance != NULL)
    g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, instance);
}

static void
instance_settled_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (PlugAttentionCard) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean settled = plug_inventory_finish (PLUG_INVENTORY (source), result, &error);

  end_work (self, error);
  if (settled)
    show_made_instance (self);
}

static void
dismissed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PlugAttentionCard) self = user_data;
  g_autoptr (GError) error = NULL;

  plug_inventory_finish (PLUG_INVENTORY (source), result, &error);
  end_work (self, error);
}

static void
dismiss (PlugAttentionCard *self)
{
  begin_work (self);
  plug_inventory_dismiss_intent_async (self->inventory, self->intent, NULL, dismissed_cb,
                                       g_object_ref (self));
}

static void
dismiss_confirmed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (PlugAttentionCard) self = user_data;

  if (plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL))
    dismiss (self);
}

static void
dismiss_clicked_cb (PlugAttentionCard *self)
{
  if (get_words (self) != &unknown_words)
    {
      dismiss (self);
      return;
    }
  plug_compat_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             _("Stop Looking for It?"),
                             is_change (self)
                               ? _("The change may have been made on the tenant. Plugboard will no"
                                   " longer find out.")
                               : _("The instance may exist on the tenant. Plugboard will no longer"
                                   " look for it nor fetch its token."),
                             _("Stop Looking"), TRUE, NULL, dismiss_confirmed_cb,
                             g_object_ref (self));
}

/* The intent that was tried again is answered by the new one. */
static void
tried_again_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  PlugAttentionCard *self = PLUG_ATTENTION_CARD (source);
  g_autoptr (GError) error = NULL;

  if (plug_change_ask_finish (GTK_WIDGET (source), result, &error) ||
      g_error_matches (error, PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN))
    dismiss (self);
  else
    end_work (self, error);
}

static void
try_again (PlugAttentionCard *self)
{
  g_autoptr (PlugChange) change = plug_change_new_from_intent (self->intent);

  begin_work (self);
  plug_change_ask_async (GTK_WIDGET (self), self->inventory, change, tried_again_cb, NULL);
}

static void
action_clicked_cb (PlugAttentionCard *self)
{
  switch (plug_intent_get_state (self->intent))
    {
    case PLUG_INTENT_SENT:
    case PLUG_INTENT_UNKNOWN:
      plug_inventory_reconcile (self->inventory);
      break;
    case PLUG_INTENT_NOT_FOUND:
      if (is_change (self))
        try_again (self);
      else
        g_signal_emit (self, signals[SIGNAL_CREATE_AGAIN], 0, self->intent);
      break;
    case PLUG_INTENT_TOKEN_UNSAVED:
      begin_work (self);
      plug_inventory_retry_token_async (self->inventory, self->intent, NULL, instance_settled_cb,
                                        g_object_ref (self));
      break;
    case PLUG_INTENT_QUEUED:
    case PLUG_INTENT_AMBIGUOUS:
    case PLUG_INTENT_DONE:
    case PLUG_INTENT_FAILED:
    case PLUG_INTENT_DROPPED:
    default:
      break;
    }
}

/* Candidates */

static void
choose_clicked_cb (PlugAttentionCard *self,
                   GtkWidget         *button)
{
  PlugInstance *candidate = g_object_get_data (G_OBJECT (button), "plug-candidate");

  begin_work (self);
  plug_inventory_adopt_async (self->inventory, self->intent, candidate, NULL, instance_settled_cb,
                              g_object_ref (self));
}

static char *
dup_candidate_text (PlugInstance *candidate)
{
  g_autofree char *tags = plug_instance_dup_tags_text (candidate);
  g_autofree char *created = plug_date_dup_text (plug_instance_get_created (candidate));
  g_autofree char *text = NULL;

  /* Translators: %s is a date and a time */
  text = g_strdup_printf (_("Created %s"), created);
  if (tags != NULL && *tags != '\0')
    {
      g_autofree char *with_tags = g_strdup_printf ("%s · %s", text, tags);

      return plug_text_for_display (with_tags);
    }
  return g_steal_pointer (&text);
}

static GtkWidget *
create_candidate_cb (gpointer item,
                     gpointer user_data)
{
  PlugAttentionCard *self = user_data;
  PlugInstance *candidate = item;
  g_autofree char *id = plug_text_for_display (plug_instance_get_id (candidate));
  g_autofree char *text = dup_candidate_text (candidate);
  g_autofree char *name = NULL;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("This One"));

  /* Translators: the button that says which instance it was; %s is the instance's id */
  name = g_strdup_printf (_("This One: %s"), id);
  plug_compat_set_label (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "plug-candidate", g_object_ref (candidate),
                          g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), id);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_candidates (PlugAttentionCard *self)
{
  GListModel *candidates = NULL;

  if (plug_intent_get_state (self->intent) == PLUG_INTENT_AMBIGUOUS)
    candidates = plug_inventory_list_candidates (self->inventory, self->intent);
  gtk_widget_set_visible (GTK_WIDGET (self->candidates_list), candidates != NULL);
  if (!g_set_object (&self->candidates, candidates))
    return;
  gtk_list_box_bind_model (self->candidates_list, candidates, create_candidate_cb, self, NULL);
}

static void
intent_changed_cb (PlugAttentionCard *self)
{
  show_intent (self);
  show_candidates (self);
  show_activity (self);
}

static void
reconciling_changed_cb (PlugAttentionCard *self)
{
  show_intent (self);
  show_activity (self);
  if (plug_intent_is_in_doubt (self->intent) && !self->working &&
      !plug_inventory_is_reconciling (self->inventory))
    {
      plug_error_view_set_error (self->error_view, NULL);
      show_message (self);
    }
}

static void
plug_attention_card_dispose (GObject *object)
{
  PlugAttentionCard *self = PLUG_ATTENTION_CARD (object);

  if (self->candidates_list != NULL)
    gtk_list_box_bind_model (self->candidates_list, NULL, NULL, NULL, NULL);
  if (self->intent != NULL)
    g_signal_handlers_disconnect_by_data (self->intent, self);
  g_clear_object (&self->candidates);
  g_clear_object (&self->intent);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_ATTENTION_CARD);
  G_OBJECT_CLASS (plug_attention_card_parent_class)->dispose (object);
}

static void
plug_attention_card_class_init (PlugAttentionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_attention_card_dispose;
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  signals[SIGNAL_SHOW_INSTANCE] = g_signal_new ("show-instance", PLUG_TYPE_ATTENTION_CARD,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  signals[SIGNAL_CREATE_AGAIN] = g_signal_new ("create-again", PLUG_TYPE_ATTENTION_CARD,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 1, PLUG_TYPE_INTENT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-attention-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, root);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, image);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, origin_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, state_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, known_label);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, candidates_list);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, error_view);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, dismiss_button);
  gtk_widget_class_bind_template_child (widget_class, PlugAttentionCard, action_button);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, action_clicked_cb);
}

static void
plug_attention_card_init (PlugAttentionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_attention_card_new:
 * @inventory: where @intent is from
 * @intent: what needs attention
 *
 * Returns: (transfer floating): a card that follows @intent */
GtkWidget *
plug_attention_card_new (PlugInventory *inventory,
                         PlugIntent    *intent)
{
  PlugAttentionCard *self = g_object_new (PLUG_TYPE_ATTENTION_CARD, NULL);
  g_autofree char *name = plug_text_for_display (plug_intent_get_name (intent));
  g_autofree char *origin = NULL;

  self->inventory = g_object_ref (inventory);
  self->intent = g_object_ref (intent);
  origin = dup_origin (self);
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->origin_label, origin);
  plug_compat_set_label (GTK_WIDGET (self), name);
  g_signal_connect_swapped (intent, "notify", G_CALLBACK (intent_changed_cb), self);
  g_signal_connect_object (inventory, "notify::reconciling", G_CALLBACK (reconciling_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (plug_inventory_get_keyring (inventory), "notify::state",
                           G_CALLBACK (reconciling_changed_cb), self, G_CONNECT_SWAPPED);
  intent_changed_cb (self);
  show_message (self);
  return GTK_WIDGET (self);
}

/* plug_attention_card_get_intent:
 * Returns: (transfer none): what the card is about */
PlugIntent *
plug_attention_card_get_intent (PlugAttentionCard *self)
{
  g_return_val_if_fail (PLUG_IS_ATTENTION_CARD (self), NULL);

  return self->intent;
}
