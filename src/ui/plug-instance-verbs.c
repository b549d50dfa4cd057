/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PlugInstancePage does with its instance. */

#include "config.h"

#include "plug-instance-page-private.h"

#include "plug-ask.h"

#include <glib/gi18n-lib.h>

enum {
  SIGNAL_DUPLICATE,
  SIGNAL_FORGOTTEN,
  SIGNAL_EDIT_ACCOUNT,
  SIGNAL_HISTORY,
  SIGNAL_REQUESTS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A page and the instance that was asked about: by the time of the answer it may show another. */
typedef struct {
  PlugInstancePage *self;
  PlugInstance *instance;
} Run;

static Run *
run_new (PlugInstancePage *self)
{
  Run *run = g_new0 (Run, 1);

  run->self = g_object_ref (self);
  run->instance = g_object_ref (self->instance);
  return run;
}

static void
run_free (Run *run)
{
  g_object_unref (run->self);
  g_object_unref (run->instance);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static gboolean
is_shown (Run *run)
{
  return run->self->instance == run->instance;
}

static const char *
get_busy_text (PlugVerb *verb)
{
  switch (plug_verb_get_kind (verb))
    {
    case PLUG_VERB_ENABLE:
    case PLUG_VERB_KEEP:
      return _("Enabling…");
    case PLUG_VERB_DISABLE:
    case PLUG_VERB_DELETE_LATER:
      return _("Disabling…");
    case PLUG_VERB_FETCH_TOKEN:
      return _("Fetching the token…");
    case PLUG_VERB_DELETE:
      return _("Deleting…");
    case PLUG_VERB_EVENTS_ON:
    case PLUG_VERB_EVENTS_OFF:
    case PLUG_VERB_RENAME:
    case PLUG_VERB_RETAG:
    case PLUG_VERB_ACCEPT:
    case PLUG_VERB_FORGET:
    default:
      return _("Saving…");
    }
}

/* Why something was not done is said where it was asked for. */
static void
verb_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  PlugVerb *verb = PLUG_VERB (source);
  PlugInstancePage *self = run->self;
  g_autoptr (GError) error = NULL;
  gboolean done = plug_verb_run_finish (verb, result, &error);

  if (is_shown (run))
    plug_health_row_set_busy (self->health_row, NULL);
  if (self->inventory == NULL)
    return;
  if (done && plug_verb_get_kind (verb) == PLUG_VERB_FORGET)
    g_signal_emit (self, signals[SIGNAL_FORGOTTEN], 0, run->instance);
  else if (done)
    plug_instance_page_say (self, plug_verb_get_done (verb));
  else if (is_shown (run))
    plug_error_view_set_error (self->error_view, error);
}

static void
do_verb (PlugInstancePage *self,
         PlugVerb         *verb)
{
  plug_error_view_set_error (self->error_view, NULL);
  plug_health_row_set_busy (self->health_row, get_busy_text (verb));
  plug_verb_run_async (verb, self->inventory, self->instance, NULL, verb_done_cb, run_new (self));
}

static void
do_kind (PlugInstancePage *self,
         PlugVerbKind      kind)
{
  g_autoptr (PlugVerb) verb = plug_verb_new (kind);

  do_verb (self, verb);
}

static const struct {
  const char *action;
  PlugVerbKind kind;
} verbs[] = {
  { "instance.enable", PLUG_VERB_ENABLE },
  { "instance.disable", PLUG_VERB_DISABLE },
  { "instance.events-on", PLUG_VERB_EVENTS_ON },
  { "instance.events-off", PLUG_VERB_EVENTS_OFF },
  { "instance.fetch-token", PLUG_VERB_FETCH_TOKEN },
  { "instance.accept", PLUG_VERB_ACCEPT },
  { "instance.forget", PLUG_VERB_FORGET },
};

static void
verb_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (g_str_equal (verbs[i].action, action_name))
        do_kind (PLUG_INSTANCE_PAGE (widget), verbs[i].kind);
    }
}

/* What has to be asked first */

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (PlugVerb) verb = plug_ask_finish (GTK_WIDGET (source), result, NULL);

  if (verb != NULL && is_shown (run) && plug_verb_applies (verb, run->instance))
    do_verb (run->self, verb);
}

static GListModel *
create_list (PlugInstancePage *self)
{
  GListStore *store = g_list_store_new (PLUG_TYPE_INSTANCE);

  g_list_store_append (store, self->instance);
  return G_LIST_MODEL (store);
}

static void
ask_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  g_autoptr (GListModel) instances = create_list (self);

  if (g_str_equal (action_name, "instance.rename"))
    plug_ask_name_async (widget, self->instance, asked_cb, run_new (self));
  else if (g_str_equal (action_name, "instance.edit-tags"))
    plug_ask_tags_async (widget, self->inventory, instances, asked_cb, run_new (self));
  else
    plug_ask_delete_async (widget, self->inventory, instances, asked_cb, run_new (self));
}

/* Checking */

/* plug_instance_page_drop_check:
 * Private to PlugInstancePage. It goes on, and what it finds out is in the instance. */
void
plug_instance_page_drop_check (PlugInstancePage *self)
{
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_clear_object (&self->check);
}

static void
check_finished_cb (PlugInstancePage *self)
{
  g_autoptr (PlugCheckResult) result = NULL;

  result = g_list_model_get_item (plug_check_list_results (self->check), 0);
  plug_instance_page_drop_check (self);
  if (result != NULL)
    plug_remedy_note (result);
  plug_health_row_set_busy (self->health_row, NULL);
  plug_instance_page_update_verbs (self);
}

static void
check_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  PlugInstancePage *self = PLUG_INSTANCE_PAGE (widget);
  g_autoptr (GListModel) instances = create_list (self);

  if (self->check != NULL)
    return;
  plug_error_view_set_error (self->error_view, NULL);
  plug_health_row_set_busy (self->health_row, _("Checking…"));
  self->check = plug_inventory_check (self->inventory, instances);
  if (plug_check_is_finished (self->check))
    check_finished_cb (self);
  else
    g_signal_connect_swapped (self->check, "notify::finished", G_CALLBACK (check_finished_cb),
                              self);
}

/* Mending */

static void
duplicate_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DUPLICATE], 0, PLUG_INSTANCE_PAGE (widget)->instance);
}

static void
requests_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REQUESTS], 0, PLUG_INSTANCE_PAGE (widget)->instance);
}

static void
history_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_HISTORY], 0, PLUG_INSTANCE_PAGE (widget)->instance);
}

/* plug_instance_page_keep:
 * Private to PlugInstancePage. Takes back that the instance is to be deleted. */
void
plug_instance_page_keep (PlugInstancePage *self)
{
  do_kind (self, PLUG_VERB_KEEP);
}

static const char *
get_remedy_action (PlugRemedy remedy)
{
  switch (remedy)
    {
    case PLUG_REMEDY_UNLOCK_KEYRING:
      return "win.unlock";
    case PLUG_REMEDY_ENABLE:
      return "instance.enable";
    case PLUG_REMEDY_ENABLE_EVENTS:
      return "instance.events-on";
    case PLUG_REMEDY_REAUTHENTICATE:
      return "instance.reauthenticate";
    case PLUG_REMEDY_FETCH_TOKEN:
      return "instance.fetch-token";
    case PLUG_REMEDY_FORGET:
      return "instance.forget";
    case PLUG_REMEDY_CREATE_AGAIN:
      return "instance.duplicate";
    case PLUG_REMEDY_REVIEW:
    case PLUG_REMEDY_ACCEPT:
      return "instance.accept";
    case PLUG_REMEDY_RETRY:
      return "instance.check";
    case PLUG_REMEDY_EDIT_ACCOUNT:
    case PLUG_REMEDY_NONE:
    default:
      return NULL;
    }
}

/* plug_instance_page_apply_remedy:
 * Private to PlugInstancePage. Does what mends the instance, or opens where that is done. */
void
plug_instance_page_apply_remedy (PlugInstancePage *self,
                                 PlugRemedy        remedy)
{
  const char *action = get_remedy_action (remedy);
  PlugAccount *account;

  if (action != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
      return;
    }
  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (self->instance));
  if (remedy == PLUG_REMEDY_EDIT_ACCOUNT && account != NULL)
    g_signal_emit (self, signals[SIGNAL_EDIT_ACCOUNT], 0, account);
}

/* plug_instance_page_update_verbs:
 * Private to PlugInstancePage. The one place that decides what can be done. */
void
plug_instance_page_update_verbs (PlugInstancePage *self)
{
  static const char *const always[] = {
    "instance.check", "instance.duplicate", "instance.rename", "instance.edit-tags",
    "instance.delete", "instance.forget", "instance.fetch-token", "instance.accept",
    "instance.history", "instance.requests",
  };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean some = self->instance != NULL;
  gboolean due = some && plug_instance_get_due (self->instance) != 0;
  gboolean disabled = some && plug_instance_is_disabled (self->instance);
  gboolean events = some && plug_instance_has_events (self->instance);

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    gtk_widget_action_set_enabled (widget, always[i], some);
  gtk_widget_action_set_enabled (widget, "instance.enable", disabled && !due);
  gtk_widget_action_set_enabled (widget, "instance.disable", some && !disabled);
  gtk_widget_action_set_enabled (widget, "instance.events-on", some && !events);
  gtk_widget_action_set_enabled (widget, "instance.events-off", events);
}

/* plug_instance_page_install_verbs:
 * Private to PlugInstancePage. Its actions, and the signals they emit. */
void
plug_instance_page_install_verbs (GtkWidgetClass *widget_class)
{
  signals[SIGNAL_DUPLICATE] = g_signal_new ("duplicate", PLUG_TYPE_INSTANCE_PAGE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            1, PLUG_TYPE_INSTANCE);
  signals[SIGNAL_FORGOTTEN] = g_signal_new ("forgotten", PLUG_TYPE_INSTANCE_PAGE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            1, PLUG_TYPE_INSTANCE);
  signals[SIGNAL_EDIT_ACCOUNT] = g_signal_new ("edit-account", PLUG_TYPE_INSTANCE_PAGE,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 1, PLUG_TYPE_ACCOUNT);
  signals[SIGNAL_HISTORY] = g_signal_new ("history", PLUG_TYPE_INSTANCE_PAGE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          PLUG_TYPE_INSTANCE);
  gtk_widget_class_install_action (widget_class, "instance.check", NULL, check_cb);
  signals[SIGNAL_REQUESTS] = g_signal_new ("requests", PLUG_TYPE_INSTANCE_PAGE,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                           1, PLUG_TYPE_INSTANCE);
  gtk_widget_class_install_action (widget_class, "instance.history", NULL, history_cb);
  gtk_widget_class_install_action (widget_class, "instance.requests", NULL, requests_cb);
  gtk_widget_class_install_action (widget_class, "instance.duplicate", NULL, duplicate_cb);
  gtk_widget_class_install_action (widget_class, "instance.rename", NULL, ask_cb);
  gtk_widget_class_install_action (widget_class, "instance.edit-tags", NULL, ask_cb);
  gtk_widget_class_install_action (widget_class, "instance.delete", NULL, ask_cb);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    gtk_widget_class_install_action (widget_class, verbs[i].action, NULL, verb_cb);
}
