/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugHealthRow: how an instance is, why, and the one button that mends it. */

#include "config.h"

#include "plug-health-row.h"

#include "plug-date.h"
#include "plug-state.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

struct _PlugHealthRow {
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *word_label;
  GtkLabel *reason_label;
  GtkButton *button;
  GtkButton *alternative_button;

  PlugInstance *instance; /* (nullable) */
  char *busy;             /* (nullable) */
  PlugRemedy remedy;
  PlugRemedy alternative;
  gboolean keeps;         /* the button takes a deletion back */
};

G_DEFINE_FINAL_TYPE (PlugHealthRow, plug_health_row, ADW_TYPE_PREFERENCES_ROW)

enum {
  SIGNAL_REMEDY,
  SIGNAL_KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_checked (PlugInstance *instance)
{
  g_autofree char *ago = NULL;

  if (plug_instance_get_checked (instance) == 0)
    return NULL;
  ago = plug_date_dup_ago (plug_instance_get_checked (instance), g_get_real_time ());
  /* Translators: "2 minutes ago" or a date */
  return g_strdup_printf (_("Checked %s."), ago);
}

/* Why, as the tenant or the last check has it. */
static char *
dup_reason (PlugInstance *instance,
            PlugState     state)
{
  const char *reason = plug_remedy_get_reason (instance);
  g_autofree char *when = NULL;

  if (state == PLUG_STATE_DELETING)
    {
      when = plug_date_dup_text (plug_instance_get_due (instance));
      /* Translators: a date with a time */
      return g_strdup_printf (_("Disabled now, and deleted on the tenant on %s."), when);
    }
  if (reason == NULL)
    reason = plug_instance_get_health_reason (instance);
  if (reason != NULL && *reason != '\0'
      && plug_instance_get_health (instance) != PLUG_HEALTH_HEALTHY)
    return plug_text_for_display (reason);
  switch (state)
    {
    case PLUG_STATE_DISABLED:
      return g_strdup (_("It takes no requests and sends no events."));
    case PLUG_STATE_TOKEN_UNSAVED:
    case PLUG_STATE_TOKEN_ABSENT:
      return g_strdup (_("Its token is not in the keyring."));
    case PLUG_STATE_HEALTHY:
    case PLUG_STATE_SAVED:
    case PLUG_STATE_UNKNOWN:
    case PLUG_STATE_REJECTED:
    case PLUG_STATE_GONE:
    case PLUG_STATE_CHANGED:
    case PLUG_STATE_EVENTS_OFF:
    case PLUG_STATE_DELETING:
    default:
      return plug_instance_get_checked (instance) == 0 ? g_strdup (_("Not checked yet.")) : NULL;
    }
}

static void
show_button (GtkButton  *button,
             const char *label,
             gboolean    sensitive)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (button), sensitive);
  if (label != NULL)
    gtk_button_set_label (button, label);
}

static void
show_buttons (PlugHealthRow *self,
              PlugState      state)
{
  self->keeps = state == PLUG_STATE_DELETING;
  self->remedy = plug_remedy_of_instance (self->instance);
  /* The differences stand below. */
  if (self->remedy == PLUG_REMEDY_REVIEW)
    self->remedy = PLUG_REMEDY_ACCEPT;
  self->alternative = plug_remedy_get_alternative (self->instance);
  show_button (self->button, self->keeps ? _("Take Back") : plug_remedy_get_verb (self->remedy),
               self->busy == NULL);
  show_button (self->alternative_button,
               self->keeps ? NULL : plug_remedy_get_verb (self->alternative),
               self->busy == NULL);
}

static void
update (PlugHealthRow *self)
{
  g_autofree char *reason = NULL;
  g_autofree char *checked = NULL;
  g_autofree char *text = NULL;
  PlugState state;

  if (self->instance == NULL || self->icon == NULL)
    return;
  state = plug_state_of (self->instance);
  reason = dup_reason (self->instance, state);
  checked = dup_checked (self->instance);
  text = g_strjoin (reason != NULL && checked != NULL ? " " : "", reason != NULL ? reason : "",
                    checked, NULL);
  gtk_image_set_from_icon_name (self->icon, plug_state_get_icon (state));
  gtk_label_set_text (self->word_label,
                      self->busy != NULL ? self->busy : plug_state_get_name (state));
  gtk_label_set_text (self->reason_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->icon), self->busy == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy != NULL);
  gtk_spinner_set_spinning (self->spinner, self->busy != NULL);
  show_buttons (self, state);
}

static void
button_clicked_cb (PlugHealthRow *self)
{
  if (self->keeps)
    g_signal_emit (self, signals[SIGNAL_KEEP], 0);
  else
    g_signal_emit (self, signals[SIGNAL_REMEDY], 0, (int) self->remedy);
}

static void
alternative_clicked_cb (PlugHealthRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMEDY], 0, (int) self->alternative);
}

static void
drop_instance (PlugHealthRow *self)
{
  if (self->instance != NULL)
    g_signal_handlers_disconnect_by_data (self->instance, self);
  g_clear_object (&self->instance);
}

static void
plug_health_row_dispose (GObject *object)
{
  drop_instance (PLUG_HEALTH_ROW (object));
  G_OBJECT_CLASS (plug_health_row_parent_class)->dispose (object);
}

static void
plug_health_row_finalize (GObject *object)
{
  g_free (PLUG_HEALTH_ROW (object)->busy);
  G_OBJECT_CLASS (plug_health_row_parent_class)->finalize (object);
}

static void
plug_health_row_class_init (PlugHealthRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_health_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_health_row_finalize;
  signals[SIGNAL_REMEDY] = g_signal_new ("remedy", PLUG_TYPE_HEALTH_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_KEEP] = g_signal_new ("keep", PLUG_TYPE_HEALTH_ROW, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-health-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugHealthRow, icon);
  gtk_widget_class_bind_template_child (widget_class, PlugHealthRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugHealthRow, word_label);
  gtk_widget_class_bind_template_child (widget_class, PlugHealthRow, reason_label);
  gtk_widget_class_bind_template_child (widget_class, PlugHealthRow, button);
  gtk_widget_class_bind_template_child (widget_class, PlugHealthRow, alternative_button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, alternative_clicked_cb);
}

static void
plug_health_row_init (PlugHealthRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_health_row_set_instance:
 * @instance: (nullable): whose health; it is followed */
void
plug_health_row_set_instance (PlugHealthRow *self,
                              PlugInstance  *instance)
{
  g_return_if_fail (PLUG_IS_HEALTH_ROW (self));

  if (self->instance == instance)
    return;
  drop_instance (self);
  g_clear_pointer (&self->busy, g_free);
  if (instance == NULL)
    return;
  self->instance = g_object_ref (instance);
  g_signal_connect_swapped (instance, "notify", G_CALLBACK (update), self);
  update (self);
}

/* plug_health_row_set_busy:
 * @text: (nullable): what is being done, "Checking…" for one; no button can be pressed then */
void
plug_health_row_set_busy (PlugHealthRow *self,
                          const char    *text)
{
  g_return_if_fail (PLUG_IS_HEALTH_ROW (self));

  g_free (self->busy);
  self->busy = g_strdup (text);
  update (self);
}
