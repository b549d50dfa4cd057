/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugPreferences: what the user has set. */

#include "config.h"

#include "plug-preferences.h"

struct _PlugPreferences {
  GObject parent_instance;

  GSettings *settings; /* (nullable) */
  guint values[PLUG_N_PREFERENCES];
};

G_DEFINE_FINAL_TYPE (PlugPreferences, plug_preferences, G_TYPE_OBJECT)

/* As data/io.github.plugboard.Plugboard.gschema.xml has them; a test compares the two. */
static const struct {
  const char *name;
  guint least;
  guint most;
  guint fallback;
} all[] = {
  { "clipboard-seconds", 5, 3600, 30 },
  { "reveal-seconds", 5, 3600, 30 },
  { "idle-minutes", 0, 1440, 5 },
  { "sync-minutes", 0, 1440, 15 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (all) == PLUG_N_PREFERENCES);

static GParamSpec *properties[PLUG_N_PREFERENCES + 1];

static void
plug_preferences_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  g_value_set_uint (value, plug_preferences_get (PLUG_PREFERENCES (object), id - 1));
}

static void
plug_preferences_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  plug_preferences_set (PLUG_PREFERENCES (object), id - 1, g_value_get_uint (value));
}

static void
plug_preferences_finalize (GObject *object)
{
  g_clear_object (&PLUG_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (plug_preferences_parent_class)->finalize (object);
}

static void
plug_preferences_class_init (PlugPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_preferences_get_property;
  object_class->set_property = plug_preferences_set_property;
  object_class->finalize = plug_preferences_finalize;
  for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
    properties[i + 1] = g_param_spec_uint (all[i].name, NULL, NULL, all[i].least, all[i].most,
                                           all[i].fallback,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                           | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/* What GSettings has no schema for ends the program, so it is looked for first. */
static void
bind_settings (PlugPreferences *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = NULL;
  gboolean complete = TRUE;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PLUG_APP_ID, TRUE);
  if (schema == NULL)
    {
      g_info ("There is no schema %s: preferences are not kept", PLUG_APP_ID);
      return;
    }
  for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
    complete = complete && g_settings_schema_has_key (schema, all[i].name);
  if (complete)
    {
      self->settings = g_settings_new_full (schema, NULL, NULL);
      for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
        g_settings_bind (self->settings, all[i].name, self, all[i].name,
                         G_SETTINGS_BIND_DEFAULT);
    }
  g_settings_schema_unref (schema);
}

static void
plug_preferences_init (PlugPreferences *self)
{
  for (guint i = 0; i < PLUG_N_PREFERENCES; i++)
    self->values[i] = all[i].fallback;
  bind_settings (self);
}

/* plug_preferences_new:
 * Returns: (transfer full): what the user has set, and what anybody sets while it lives */
PlugPreferences *
plug_preferences_new (void)
{
  return g_object_new (PLUG_TYPE_PREFERENCES, NULL);
}

/* plug_preferences_get:
 * Returns: the number, in what @preference is called for */
guint
plug_preferences_get (PlugPreferences *self,
                      PlugPreference   preference)
{
  g_return_val_if_fail (PLUG_IS_PREFERENCES (self), 0);
  g_return_val_if_fail (preference < PLUG_N_PREFERENCES, 0);

  return self->values[preference];
}

/* plug_preferences_set:
 * @value: in what @preference is called for; what is out of its range is moved into it */
void
plug_preferences_set (PlugPreferences *self,
                      PlugPreference   preference,
                      guint            value)
{
  g_return_if_fail (PLUG_IS_PREFERENCES (self));
  g_return_if_fail (preference < PLUG_N_PREFERENCES);

  value = CLAMP (value, all[preference].least, all[preference].most);
  if (self->values[preference] == value)
    return;
  self->values[preference] = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[preference + 1]);
}

/* plug_preferences_get_name:
 * Returns: (transfer none): the name of its property and of its key in the schema */
const char *
plug_preferences_get_name (PlugPreference preference)
{
  g_return_val_if_fail (preference < PLUG_N_PREFERENCES, NULL);

  return all[preference].name;
}

/* plug_preferences_are_kept:
 * Returns: whether what is set is there the next time, too */
gboolean
plug_preferences_are_kept (PlugPreferences *self)
{
  g_return_val_if_fail (PLUG_IS_PREFERENCES (self), FALSE);

  return self->settings != NULL;
}
