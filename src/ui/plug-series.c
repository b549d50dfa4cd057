/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSeries: one verb done to several instances. */

#include "config.h"

#include "plug-series.h"

#define MAX_AT_ONCE 4

struct _PlugSeries {
  GObject parent_instance;

  PlugInventory *inventory;
  PlugVerb *verb;
  GQueue waiting; /* PlugInstance */
  GListStore *done;
  GError *error;
  guint n_total;
  guint n_running;
  guint n_done;
  guint n_failed;
};

G_DEFINE_FINAL_TYPE (PlugSeries, plug_series, G_TYPE_OBJECT)

typedef enum {
  PROP_N_DONE = 1,
  PROP_N_TOTAL,
  PROP_FINISHED,
} PlugSeriesProperty;

static GParamSpec *properties[PROP_FINISHED + 1];

typedef struct {
  PlugSeries *self;
  PlugInstance *instance;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->self);
  g_object_unref (run->instance);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void begin_next (PlugSeries *self);

static void
note_progress (PlugSeries *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
  if (plug_series_is_finished (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  PlugSeries *self = run->self;
  g_autoptr (GError) error = NULL;

  self->n_running--;
  self->n_done++;
  if (plug_verb_run_finish (PLUG_VERB (source), result, &error))
    g_list_store_append (self->done, run->instance);
  else
    self->n_failed++;
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  begin_next (self);
  note_progress (self);
}

static void
begin_next (PlugSeries *self)
{
  while (self->n_running < MAX_AT_ONCE && !g_queue_is_empty (&self->waiting))
    {
      Run *run = g_new0 (Run, 1);

      run->self = g_object_ref (self);
      run->instance = g_queue_pop_head (&self->waiting);
      self->n_running++;
      plug_verb_run_async (self->verb, self->inventory, run->instance, NULL, run_cb, run);
    }
}

static void
plug_series_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PlugSeries *self = PLUG_SERIES (object);

  switch ((PlugSeriesProperty) property_id)
    {
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, self->n_total);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, plug_series_is_finished (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_series_finalize (GObject *object)
{
  PlugSeries *self = PLUG_SERIES (object);

  g_queue_clear_full (&self->waiting, g_object_unref);
  g_clear_object (&self->inventory);
  g_clear_object (&self->verb);
  g_clear_object (&self->done);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (plug_series_parent_class)->finalize (object);
}

static void
plug_series_class_init (PlugSeriesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_series_get_property;
  object_class->finalize = plug_series_finalize;
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_series_init (PlugSeries *self)
{
  self->done = g_list_store_new (PLUG_TYPE_INSTANCE);
  g_queue_init (&self->waiting);
}

/* plug_series_run:
 * @instances: of PlugInstance, as it is now; those there is nothing to be done to are left out
 *
 * Returns: (transfer full): the series, begun */
PlugSeries *
plug_series_run (PlugInventory *inventory,
                 PlugVerb      *verb,
                 GListModel    *instances)
{
  PlugSeries *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (PLUG_IS_VERB (verb), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (instances), NULL);

  self = g_object_new (PLUG_TYPE_SERIES, NULL);
  self->inventory = g_object_ref (inventory);
  self->verb = g_object_ref (verb);
  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (plug_verb_applies (verb, instance))
        g_queue_push_tail (&self->waiting, g_steal_pointer (&instance));
    }
  self->n_total = g_queue_get_length (&self->waiting);
  begin_next (self);
  return self;
}

/* plug_series_get_verb:
 * Returns: (transfer none): what is done */
PlugVerb *
plug_series_get_verb (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), NULL);

  return self->verb;
}

/* plug_series_get_n_done:
 * Returns: how many are over, well or not */
guint
plug_series_get_n_done (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), 0);

  return self->n_done;
}

/* plug_series_get_n_total:
 * Returns: of how many */
guint
plug_series_get_n_total (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), 0);

  return self->n_total;
}

/* plug_series_get_n_failed:
 * Returns: how many it could not be done to */
guint
plug_series_get_n_failed (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), 0);

  return self->n_failed;
}

/* plug_series_get_error:
 * Returns: (nullable) (transfer none): the first that went wrong */
const GError *
plug_series_get_error (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), NULL);

  return self->error;
}

/* plug_series_is_finished:
 * Returns: whether nothing runs or waits any more */
gboolean
plug_series_is_finished (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), TRUE);

  return self->n_running == 0 && g_queue_is_empty (&self->waiting);
}

/* plug_series_list_done:
 * Returns: (transfer none): the PlugInstance it was done to */
GListModel *
plug_series_list_done (PlugSeries *self)
{
  g_return_val_if_fail (PLUG_IS_SERIES (self), NULL);

  return G_LIST_MODEL (self->done);
}

/* plug_series_stop:
 * What is sent cannot be called back; what waits is left as it is. */
void
plug_series_stop (PlugSeries *self)
{
  g_return_if_fail (PLUG_IS_SERIES (self));

  if (g_queue_is_empty (&self->waiting))
    return;
  self->n_total -= g_queue_get_length (&self->waiting);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TOTAL]);
  note_progress (self);
}
