/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstanceFilter: which instances are listed. */

#include "config.h"

#include "plug-instance-filter.h"

#include "plug-state.h"
#include "plug-text.h"

#include <string.h>

struct _PlugInstanceFilter {
  GtkFilter parent_instance;

  char *needle;                      /* folded; NULL when nothing is searched for */
  char *values[PLUG_FILTER_N_PARTS]; /* NULL: any */
};

G_DEFINE_FINAL_TYPE (PlugInstanceFilter, plug_instance_filter, GTK_TYPE_FILTER)

static gboolean
has_value (PlugInstance   *instance,
           PlugFilterPart  part,
           const char     *value)
{
  const char *const *tags;

  switch (part)
    {
    case PLUG_FILTER_ACCOUNT:
      return strcmp (plug_instance_get_account_id (instance), value) == 0;
    case PLUG_FILTER_CONNECTOR:
      return strcmp (plug_instance_get_connector_key (instance), value) == 0;
    case PLUG_FILTER_HUB:
      return g_strcmp0 (plug_instance_get_hub (instance), value) == 0;
    case PLUG_FILTER_TAG:
      tags = plug_instance_get_tags (instance);
      return tags != NULL && g_strv_contains (tags, value);
    case PLUG_FILTER_STATE:
    default:
      return strcmp (plug_state_get_nick (plug_state_of (instance)), value) == 0;
    }
}

static gboolean
plug_instance_filter_match (GtkFilter *filter,
                            gpointer   item)
{
  PlugInstanceFilter *self = PLUG_INSTANCE_FILTER (filter);

  for (PlugFilterPart part = 0; part < PLUG_FILTER_N_PARTS; part++)
    {
      if (self->values[part] != NULL && !has_value (item, part, self->values[part]))
        return FALSE;
    }
  return self->needle == NULL || plug_instance_matches (item, self->needle);
}

static GtkFilterMatch
plug_instance_filter_get_strictness (GtkFilter *filter)
{
  PlugInstanceFilter *self = PLUG_INSTANCE_FILTER (filter);

  return self->needle == NULL && plug_instance_filter_count (self) == 0 ? GTK_FILTER_MATCH_ALL
                                                                       : GTK_FILTER_MATCH_SOME;
}

static void
plug_instance_filter_finalize (GObject *object)
{
  PlugInstanceFilter *self = PLUG_INSTANCE_FILTER (object);

  g_free (self->needle);
  for (guint i = 0; i < PLUG_FILTER_N_PARTS; i++)
    g_free (self->values[i]);
  G_OBJECT_CLASS (plug_instance_filter_parent_class)->finalize (object);
}

static void
plug_instance_filter_class_init (PlugInstanceFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_instance_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = plug_instance_filter_match;
  GTK_FILTER_CLASS (klass)->get_strictness = plug_instance_filter_get_strictness;
}

static void
plug_instance_filter_init (PlugInstanceFilter *self)
{
}

/* plug_instance_filter_new:
 * Returns: (transfer full): one that lets everything through */
PlugInstanceFilter *
plug_instance_filter_new (void)
{
  return g_object_new (PLUG_TYPE_INSTANCE_FILTER, NULL);
}

/* A needle that has grown finds no more than before: what is hidden need not be looked at. */
static GtkFilterChange
compare_needles (const char *old,
                 const char *new)
{
  if (old == NULL || (new != NULL && g_str_has_prefix (new, old)))
    return GTK_FILTER_CHANGE_MORE_STRICT;
  if (new == NULL || g_str_has_prefix (old, new))
    return GTK_FILTER_CHANGE_LESS_STRICT;
  return GTK_FILTER_CHANGE_DIFFERENT;
}

/* plug_instance_filter_set_text:
 * @text: what is searched for, "" for nothing */
void
plug_instance_filter_set_text (PlugInstanceFilter *self,
                               const char         *text)
{
  g_autofree char *needle = NULL;
  GtkFilterChange change;

  g_return_if_fail (PLUG_IS_INSTANCE_FILTER (self));
  g_return_if_fail (text != NULL);

  needle = *text != '\0' ? plug_text_fold (text) : NULL;
  if (g_strcmp0 (needle, self->needle) == 0)
    return;
  change = compare_needles (self->needle, needle);
  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  gtk_filter_changed (GTK_FILTER (self), change);
}

/* plug_instance_filter_get_value:
 * Returns: (nullable) (transfer none): what @part has to be; NULL is any */
const char *
plug_instance_filter_get_value (PlugInstanceFilter *self,
                                PlugFilterPart      part)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE_FILTER (self), NULL);
  g_return_val_if_fail (part < PLUG_FILTER_N_PARTS, NULL);

  return self->values[part];
}

/* plug_instance_filter_set_value:
 * @value: (nullable): what @part has to be; NULL is any */
void
plug_instance_filter_set_value (PlugInstanceFilter *self,
                                PlugFilterPart      part,
                                const char         *value)
{
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (PLUG_IS_INSTANCE_FILTER (self));
  g_return_if_fail (part < PLUG_FILTER_N_PARTS);

  if (g_strcmp0 (self->values[part], value) == 0)
    return;
  if (self->values[part] == NULL)
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (value == NULL)
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  g_free (self->values[part]);
  self->values[part] = g_strdup (value);
  gtk_filter_changed (GTK_FILTER (self), change);
}

/* plug_instance_filter_count:
 * Returns: how many parts have to be something, the search apart */
guint
plug_instance_filter_count (PlugInstanceFilter *self)
{
  guint n = 0;

  g_return_val_if_fail (PLUG_IS_INSTANCE_FILTER (self), 0);

  for (guint i = 0; i < PLUG_FILTER_N_PARTS; i++)
    n += self->values[i] != NULL;
  return n;
}

/* plug_instance_filter_reset:
 * Lets everything through that is searched for. */
void
plug_instance_filter_reset (PlugInstanceFilter *self)
{
  g_return_if_fail (PLUG_IS_INSTANCE_FILTER (self));

  if (plug_instance_filter_count (self) == 0)
    return;
  for (guint i = 0; i < PLUG_FILTER_N_PARTS; i++)
    g_clear_pointer (&self->values[i], g_free);
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_LESS_STRICT);
}
