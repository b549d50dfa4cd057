/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDrift: one way in which keyring, tenant and what was saved differ. Quiet about what is only
 * masked, and about what the platform keeps in a configuration for itself. */

#include "config.h"

#include "plug-drift.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-field.h"
#include "plug-json.h"

#define MASK "********" /* as the tenant writes it */

struct _PlugDrift {
  GObject parent_instance;

  PlugInstance *instance;
  char *key;      /* (nullable): of the configuration */
  char *old_text; /* (nullable) */
  char *new_text; /* (nullable) */
  PlugDriftKind kind;
};

G_DEFINE_FINAL_TYPE (PlugDrift, plug_drift, G_TYPE_OBJECT)

/* plug_drift_kind_get_type:
 * Returns: the type of PlugDriftKind for properties and .ui files */
G_DEFINE_ENUM_TYPE (PlugDriftKind, plug_drift_kind,
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_GONE, "gone"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_UNKNOWN_HERE, "unknown-here"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_TOKEN_MISSING, "token-missing"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_TOKEN_CHANGED, "token-changed"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_RENAMED, "renamed"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_RETAGGED, "retagged"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_DISABLED, "disabled"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_ENABLED, "enabled"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_EVENTS_OFF, "events-off"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_EVENTS_ON, "events-on"),
                    G_DEFINE_ENUM_VALUE (PLUG_DRIFT_CONFIGURATION, "configuration"))

typedef enum {
  PROP_INSTANCE = 1,
  PROP_KIND,
  PROP_KEY,
  PROP_OLD,
  PROP_NEW,
  PROP_REMEDY,
} PlugDriftProperty;

static GParamSpec *properties[PROP_REMEDY + 1];

static void
plug_drift_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PlugDrift *self = PLUG_DRIFT (object);

  switch ((PlugDriftProperty) property_id)
    {
    case PROP_INSTANCE:
      g_value_set_object (value, self->instance);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_OLD:
      g_value_set_string (value, self->old_text);
      break;
    case PROP_NEW:
      g_value_set_string (value, self->new_text);
      break;
    case PROP_REMEDY:
      g_value_set_enum (value, plug_drift_get_remedy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_drift_finalize (GObject *object)
{
  PlugDrift *self = PLUG_DRIFT (object);

  g_clear_object (&self->instance);
  g_free (self->key);
  g_free (self->old_text);
  g_free (self->new_text);
  G_OBJECT_CLASS (plug_drift_parent_class)->finalize (object);
}

static void
plug_drift_class_init (PlugDriftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_drift_get_property;
  object_class->finalize = plug_drift_finalize;

  properties[PROP_INSTANCE] =
    g_param_spec_object ("instance", NULL, NULL, PLUG_TYPE_INSTANCE, flags);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, PLUG_TYPE_DRIFT_KIND, PLUG_DRIFT_GONE, flags);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_OLD] = g_param_spec_string ("old", NULL, NULL, NULL, flags);
  properties[PROP_NEW] = g_param_spec_string ("new", NULL, NULL, NULL, flags);
  properties[PROP_REMEDY] =
    g_param_spec_enum ("remedy", NULL, NULL, PLUG_TYPE_REMEDY, PLUG_REMEDY_NONE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_drift_init (PlugDrift *self)
{
}

/* plug_drift_new:
 * @instance: of which something differs
 * @kind: in what way
 * @key: (nullable): which setting of the configuration
 * @old_text: (nullable): what was saved; never a secret
 * @new_text: (nullable): what the tenant has; never a secret
 *
 * Returns: (transfer full): that difference */
PlugDrift *
plug_drift_new (PlugInstance  *instance,
                PlugDriftKind  kind,
                const char    *key,
                const char    *old_text,
                const char    *new_text)
{
  PlugDrift *self;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  self = g_object_new (PLUG_TYPE_DRIFT, NULL);
  self->instance = g_object_ref (instance);
  self->kind = kind;
  self->key = g_strdup (key);
  self->old_text = g_strdup (old_text);
  self->new_text = g_strdup (new_text);
  return self;
}

/* plug_drift_get_instance:
 * Returns: (transfer none): of which something differs */
PlugInstance *
plug_drift_get_instance (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), NULL);

  return self->instance;
}

/* plug_drift_get_kind:
 * Returns: in what way */
PlugDriftKind
plug_drift_get_kind (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), PLUG_DRIFT_GONE);

  return self->kind;
}

/* plug_drift_get_key:
 * Returns: (nullable) (transfer none): which setting of the configuration */
const char *
plug_drift_get_key (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), NULL);

  return self->key;
}

/* plug_drift_get_old:
 * Returns: (nullable) (transfer none): what was saved */
const char *
plug_drift_get_old (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), NULL);

  return self->old_text;
}

/* plug_drift_get_new:
 * Returns: (nullable) (transfer none): what the tenant has */
const char *
plug_drift_get_new (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), NULL);

  return self->new_text;
}

/* plug_drift_get_remedy:
 * Returns: what settles the difference with one click */
PlugRemedy
plug_drift_get_remedy (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), PLUG_REMEDY_NONE);

  switch (self->kind)
    {
    case PLUG_DRIFT_GONE:
      return PLUG_REMEDY_FORGET;
    case PLUG_DRIFT_UNKNOWN_HERE:
    case PLUG_DRIFT_TOKEN_MISSING:
    case PLUG_DRIFT_TOKEN_CHANGED:
      return PLUG_REMEDY_FETCH_TOKEN;
    case PLUG_DRIFT_DISABLED:
      return PLUG_REMEDY_ENABLE;
    case PLUG_DRIFT_EVENTS_OFF:
      return PLUG_REMEDY_ENABLE_EVENTS;
    case PLUG_DRIFT_RENAMED:
    case PLUG_DRIFT_RETAGGED:
    case PLUG_DRIFT_ENABLED:
    case PLUG_DRIFT_EVENTS_ON:
    case PLUG_DRIFT_CONFIGURATION:
    default:
      return PLUG_REMEDY_ACCEPT;
    }
}

/* plug_drift_dup_sentence:
 * Returns: (transfer full): what differs, for the eye */
char *
plug_drift_dup_sentence (PlugDrift *self)
{
  g_return_val_if_fail (PLUG_IS_DRIFT (self), NULL);

  switch (self->kind)
    {
    case PLUG_DRIFT_GONE:
      return g_strdup (_("The tenant does not have this instance any more."));
    case PLUG_DRIFT_UNKNOWN_HERE:
      return g_strdup (_("Made elsewhere; its token is not saved here."));
    case PLUG_DRIFT_TOKEN_MISSING:
      return g_strdup (_("Its token is not in the keyring any more."));
    case PLUG_DRIFT_TOKEN_CHANGED:
      return g_strdup (_("The tenant gives out another token than the keyring has."));
    case PLUG_DRIFT_RENAMED:
      return g_strdup (_("Its name was changed on the tenant."));
    case PLUG_DRIFT_RETAGGED:
      return g_strdup (_("Its tags were changed on the tenant."));
    case PLUG_DRIFT_DISABLED:
      return g_strdup (_("It was disabled on the tenant."));
    case PLUG_DRIFT_ENABLED:
      return g_strdup (_("It was enabled on the tenant."));
    case PLUG_DRIFT_EVENTS_OFF:
      return g_strdup (_("Its events were turned off on the tenant."));
    case PLUG_DRIFT_EVENTS_ON:
      return g_strdup (_("Its events were turned on on the tenant."));
    case PLUG_DRIFT_CONFIGURATION:
    default:
      /* Translators: %s is a setting's key, such as base.url */
      return g_strdup_printf (_("Its setting %s was changed on the tenant."), self->key);
    }
}

/* Configurations. */

/* What the platform writes there itself, and anew each time; contract sections 4 and 5.1. */
static gboolean
is_quiet_key (const char *key)
{
  static const char *const prefixes[] = {
    "oauth.user.", "expires", "event.notification.subscription", "event.helper", "event.metadata",
  };

  if (plug_field_key_is_secret (key) || g_str_equal (key, "event.notification.enabled"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (key, prefixes[i]))
        return TRUE;
    }
  return FALSE;
}

/* Booleans and numbers come back as strings, objects as JSON in one; contract section 2.3.
 * Returns: (transfer full) (nullable): NULL for what is null or masked */
static char *
dup_value (JsonNode *node)
{
  char *text;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    text = g_strdup (json_node_get_string (node));
  else
    text = plug_json_to_string (node, FALSE);
  if (strcmp (text, MASK) == 0)
    g_clear_pointer (&text, g_free);
  return text;
}

static JsonNode *
parse_configuration (PlugInstance *instance)
{
  const char *text = plug_instance_get_configuration (instance);
  JsonNode *node = plug_json_parse (text, strlen (text), PLUG_JSON_MAX_BYTES, NULL);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

static void
compare_configuration (PlugInstance *saved,
                       PlugInstance *current,
                       GPtrArray    *drifts)
{
  g_autoptr (JsonNode) saved_node = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (g_str_equal (plug_instance_get_configuration (saved),
                   plug_instance_get_configuration (current)))
    return;
  saved_node = parse_configuration (saved);
  node = parse_configuration (current);
  if (saved_node == NULL || node == NULL)
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (saved_node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autofree char *old_text = dup_value (value);
      g_autofree char *new_text = NULL;

      new_text = dup_value (json_object_get_member (json_node_get_object (node), key));
      if (old_text != NULL && new_text != NULL && !is_quiet_key (key) &&
          !g_str_equal (old_text, new_text))
        g_ptr_array_add (drifts, plug_drift_new (current, PLUG_DRIFT_CONFIGURATION, key, old_text,
                                                 new_text));
    }
}

static gboolean
are_same_tags (PlugInstance *saved,
               PlugInstance *current)
{
  const char *const *a = plug_instance_get_tags (saved);
  const char *const *b = plug_instance_get_tags (current);

  if (g_strv_length ((char **) a) != g_strv_length ((char **) b))
    return FALSE;
  for (guint i = 0; a[i] != NULL; i++)
    {
      if (!g_strv_contains (b, a[i]))
        return FALSE;
    }
  return TRUE;
}

static void
compare_switches (PlugInstance *saved,
                  PlugInstance *current,
                  GPtrArray    *drifts)
{
  gboolean is_disabled = plug_instance_is_disabled (current);
  gboolean has_events = plug_instance_has_events (current);

  if (plug_instance_is_disabled (saved) != is_disabled)
    g_ptr_array_add (drifts, plug_drift_new (current,
                                             is_disabled ? PLUG_DRIFT_DISABLED : PLUG_DRIFT_ENABLED,
                                             NULL, NULL, NULL));
  if (plug_instance_has_events (saved) != has_events)
    g_ptr_array_add (drifts, plug_drift_new (current,
                                             has_events ? PLUG_DRIFT_EVENTS_ON
                                                        : PLUG_DRIFT_EVENTS_OFF,
                                             NULL, NULL, NULL));
}

/* plug_drift_compare:
 * @saved: as it was saved
 * @current: as the tenant has it
 *
 * Returns: (transfer full) (element-type PlugDrift): what differs, of @current */
GPtrArray *
plug_drift_compare (PlugInstance *saved,
                    PlugInstance *current)
{
  GPtrArray *drifts = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (PLUG_IS_INSTANCE (saved), drifts);
  g_return_val_if_fail (PLUG_IS_INSTANCE (current), drifts);

  if (!g_str_equal (plug_instance_get_name (saved), plug_instance_get_name (current)))
    g_ptr_array_add (drifts, plug_drift_new (current, PLUG_DRIFT_RENAMED, NULL,
                                             plug_instance_get_name (saved),
                                             plug_instance_get_name (current)));
  if (!are_same_tags (saved, current))
    {
      g_autofree char *old_tags = plug_instance_dup_tags_text (saved);
      g_autofree char *new_tags = plug_instance_dup_tags_text (current);

      g_ptr_array_add (drifts, plug_drift_new (current, PLUG_DRIFT_RETAGGED, NULL, old_tags,
                                               new_tags));
    }
  compare_switches (saved, current, drifts);
  compare_configuration (saved, current, drifts);
  return drifts;
}

/* plug_drift_find:
 * @instance: as the tenant has it, with what was saved
 *
 * What needs no question to tenant or keyring: gone, token missing, made elsewhere, and what
 * differs from what was saved. Of what is gone nothing else is said.
 *
 * Returns: (transfer full) (element-type PlugDrift): what differs */
GPtrArray *
plug_drift_find (PlugInstance *instance)
{
  g_autoptr (PlugInstance) saved = NULL;
  GPtrArray *drifts;
  PlugTokenState token;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  if (plug_instance_get_health (instance) == PLUG_HEALTH_GONE)
    {
      drifts = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (drifts, plug_drift_new (instance, PLUG_DRIFT_GONE, NULL, NULL, NULL));
      return drifts;
    }
  saved = plug_instance_dup_accepted (instance);
  drifts = plug_drift_compare (saved, instance);
  token = plug_instance_get_token_state (instance);
  if (plug_instance_get_origin (instance) == PLUG_ORIGIN_HERE &&
      (token == PLUG_TOKEN_ABSENT || token == PLUG_TOKEN_UNSAVED))
    g_ptr_array_insert (drifts, 0, plug_drift_new (instance, PLUG_DRIFT_TOKEN_MISSING, NULL, NULL,
                                                   NULL));
  else if (token != PLUG_TOKEN_SAVED &&
           plug_instance_get_origin (instance) == PLUG_ORIGIN_ELSEWHERE)
    g_ptr_array_insert (drifts, 0, plug_drift_new (instance, PLUG_DRIFT_UNKNOWN_HERE, NULL, NULL,
                                                   NULL));
  return drifts;
}
