/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with the instances chosen in PlugInstanceList. */

#include "config.h"

#include "plug-instance-list-private.h"

#include "plug-ask.h"

#include <glib/gi18n-lib.h>

enum {
  SIGNAL_CHECK,
  SIGNAL_SERIES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct {
  const char *action;
  PlugVerbKind kind;
} verbs[] = {
  { "chosen.enable", PLUG_VERB_ENABLE },
  { "chosen.disable", PLUG_VERB_DISABLE },
  { "chosen.fetch", PLUG_VERB_FETCH_TOKEN },
  { "chosen.forget", PLUG_VERB_FORGET },
};

/* A series and how far it is */

static void
show_progress (PlugInstanceList *self)
{
  guint n_done = plug_series_get_n_done (self->series);
  guint n_total = plug_series_get_n_total (self->series);
  g_autofree char *text = NULL;

  /* Translators: how many instances something was done to, of how many */
  text = g_strdup_printf (_("%u of %u done"), n_done, n_total);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress,
                                 n_total > 0 ? (double) n_done / (double) n_total : 1);
}

static void
series_finished_cb (PlugInstanceList *self)
{
  plug_instance_list_drop_series (self);
  plug_instance_list_update_chosen (self);
}

/* plug_instance_list_drop_series:
 * Private to PlugInstanceList. What runs goes on unseen. */
void
plug_instance_list_drop_series (PlugInstanceList *self)
{
  if (self->series != NULL)
    g_signal_handlers_disconnect_by_data (self->series, self);
  g_clear_object (&self->series);
}

static void
run (PlugInstanceList *self,
     PlugVerb         *verb,
     GListModel       *instances)
{
  g_autoptr (PlugSeries) series = plug_series_run (self->inventory, verb, instances);

  g_signal_emit (self, signals[SIGNAL_SERIES], 0, series);
  plug_instance_list_set_selecting (self, FALSE);
  if (plug_series_is_finished (series))
    return;
  self->series = g_steal_pointer (&series);
  g_signal_connect_swapped (self->series, "notify::n-done", G_CALLBACK (show_progress), self);
  g_signal_connect_swapped (self->series, "notify::n-total", G_CALLBACK (show_progress), self);
  g_signal_connect_swapped (self->series, "notify::finished", G_CALLBACK (series_finished_cb),
                            self);
  show_progress (self);
  plug_instance_list_update_chosen (self);
}

/* Actions */

static void
all_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (widget);

  plug_instance_list_set_selecting (self, TRUE);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->chosen));
}

static void
check_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (widget);
  g_autoptr (GListModel) instances = plug_instance_list_dup_chosen (self);

  plug_instance_list_set_selecting (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_CHECK], 0, instances);
}

static void
verb_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (widget);
  g_autoptr (GListModel) instances = plug_instance_list_dup_chosen (self);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (g_str_equal (verbs[i].action, action_name))
        {
          g_autoptr (PlugVerb) verb = plug_verb_new (verbs[i].kind);

          run (self, verb, instances);
          return;
        }
    }
}

/* The instances that were asked about: by the time of the answer others may be chosen. */
static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GListModel) instances = user_data;
  PlugInstanceList *self = PLUG_INSTANCE_LIST (source);
  g_autoptr (PlugVerb) verb = plug_ask_finish (GTK_WIDGET (source), result, NULL);

  if (verb != NULL && self->inventory != NULL && self->series == NULL)
    run (self, verb, instances);
}

static void
tags_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (widget);
  GListModel *instances = plug_instance_list_dup_chosen (self);

  plug_ask_tags_async (widget, self->inventory, instances, asked_cb, instances);
}

static void
delete_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (widget);
  GListModel *instances = plug_instance_list_dup_chosen (self);

  plug_ask_delete_async (widget, self->inventory, instances, asked_cb, instances);
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PlugInstanceList *self = PLUG_INSTANCE_LIST (widget);

  if (self->series != NULL)
    plug_series_stop (self->series);
}

/* plug_instance_list_update_chosen:
 * Private to PlugInstanceList. The one place that decides what can be done with those chosen. */
void
plug_instance_list_update_chosen (PlugInstanceList *self)
{
  static const char *const actions[] = {
    "chosen.check", "chosen.tags", "chosen.delete", "chosen.enable", "chosen.disable",
    "chosen.fetch", "chosen.forget",
  };
  guint n_chosen;

  g_object_get (self, "n-chosen", &n_chosen, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i],
                                   n_chosen > 0 && self->series == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chosen.cancel", self->series != NULL);
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->action_bar),
                               self->selecting && self->series == NULL);
  gtk_widget_set_visible (self->progress_bar, self->series != NULL);
}

/* plug_instance_list_install_chosen:
 * Private to PlugInstanceList. Its actions, and the signals they emit. */
void
plug_instance_list_install_chosen (GtkWidgetClass *widget_class)
{
  signals[SIGNAL_CHECK] = g_signal_new ("check", PLUG_TYPE_INSTANCE_LIST, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_LIST_MODEL);
  signals[SIGNAL_SERIES] = g_signal_new ("series", PLUG_TYPE_INSTANCE_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, PLUG_TYPE_SERIES);
  gtk_widget_class_install_action (widget_class, "chosen.all", NULL, all_cb);
  gtk_widget_class_install_action (widget_class, "chosen.check", NULL, check_cb);
  gtk_widget_class_install_action (widget_class, "chosen.tags", NULL, tags_cb);
  gtk_widget_class_install_action (widget_class, "chosen.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "chosen.cancel", NULL, cancel_cb);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    gtk_widget_class_install_action (widget_class, verbs[i].action, NULL, verb_cb);
}
