/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceWatch: tells when instances have changed in what they are listed by. */

#include "config.h"

#include "plug-instance-watch.h"

#define PAUSE_MS 150

struct _PlugInstanceWatch {
  GObject parent_instance;

  GListModel *instances;
  GPtrArray *watched; /* the same, as they were when the list changed last */
  guint source;
};

G_DEFINE_FINAL_TYPE (PlugInstanceWatch, plug_instance_watch, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
pause_over_cb (gpointer user_data)
{
  PlugInstanceWatch *self = user_data;

  self->source = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
instance_changed_cb (PlugInstanceWatch *self,
                     GParamSpec        *pspec)
{
  static const char *const unlisted[] = {
    "configuration", "checked", "saved", "health-reason", "tags-text", NULL
  };

  if (self->source == 0 && !g_strv_contains (unlisted, pspec->name))
    self->source = g_timeout_add_once (PAUSE_MS, pause_over_cb, self);
}

static void
forget_range (PlugInstanceWatch *self,
              guint              position,
              guint              n)
{
  for (guint i = position; i < position + n; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  if (n > 0)
    g_ptr_array_remove_range (self->watched, position, n);
}

static void
items_changed_cb (PlugInstanceWatch *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  forget_range (self, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      GObject *instance = g_list_model_get_item (self->instances, i);

      g_signal_connect_swapped (instance, "notify", G_CALLBACK (instance_changed_cb), self);
      g_ptr_array_insert (self->watched, (int) i, instance);
    }
}

static void
plug_instance_watch_dispose (GObject *object)
{
  PlugInstanceWatch *self = PLUG_INSTANCE_WATCH (object);

  g_clear_handle_id (&self->source, g_source_remove);
  forget_range (self, 0, self->watched->len);
  if (self->instances != NULL)
    g_signal_handlers_disconnect_by_data (self->instances, self);
  g_clear_object (&self->instances);
  G_OBJECT_CLASS (plug_instance_watch_parent_class)->dispose (object);
}

static void
plug_instance_watch_finalize (GObject *object)
{
  g_ptr_array_unref (PLUG_INSTANCE_WATCH (object)->watched);
  G_OBJECT_CLASS (plug_instance_watch_parent_class)->finalize (object);
}

static void
plug_instance_watch_class_init (PlugInstanceWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plug_instance_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = plug_instance_watch_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_INSTANCE_WATCH, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plug_instance_watch_init (PlugInstanceWatch *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

/* plug_instance_watch_new:
 * @instances: of PlugInstance; followed
 *
 * Returns: (transfer full): what tells of their changes */
PlugInstanceWatch *
plug_instance_watch_new (GListModel *instances)
{
  PlugInstanceWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (instances), NULL);

  self = g_object_new (PLUG_TYPE_INSTANCE_WATCH, NULL);
  self->instances = g_object_ref (instances);
  g_signal_connect_swapped (instances, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (instances));
  return self;
}
