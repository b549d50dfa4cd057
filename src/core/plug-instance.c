/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugInstance: a connector instance without its token; contract section 2.3. */

#include "config.h"

#include "plug-instance.h"

#include <string.h>

#include "plug-instance-private.h"
#include "plug-set-private.h"
#include "plug-text.h"

G_DEFINE_FINAL_TYPE (PlugInstance, plug_instance, G_TYPE_OBJECT)

/* plug_token_state_get_type:
 * Returns: the type of PlugTokenState for properties and .ui files */
G_DEFINE_ENUM_TYPE (PlugTokenState, plug_token_state,
                    G_DEFINE_ENUM_VALUE (PLUG_TOKEN_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (PLUG_TOKEN_SAVED, "saved"),
                    G_DEFINE_ENUM_VALUE (PLUG_TOKEN_UNSAVED, "unsaved"),
                    G_DEFINE_ENUM_VALUE (PLUG_TOKEN_ABSENT, "absent"))

typedef enum {
  PROP_ACCOUNT_ID = 1,
  PROP_ID,
  PROP_NAME,
  PROP_CONNECTOR_KEY,
  PROP_CONNECTOR_NAME,
  PROP_HUB,
  PROP_TAGS,
  PROP_TAGS_TEXT,
  PROP_CREATED,
  PROP_SAVED,
  PROP_DISABLED,
  PROP_CONFIGURATION,
  PROP_TOKEN_STATE,
  PROP_ACCOUNT_NAME,
  PROP_HEALTH,
  PROP_HEALTH_REASON,
  PROP_CHECKED,
  PROP_ORIGIN,
  PROP_EVENTS,
  PROP_DUE,
} PlugInstanceProperty;

static GParamSpec *properties[PROP_DUE + 1];

static void
notify (PlugInstance         *self,
        PlugInstanceProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* How it is; set by their setters alone. */
static void
get_state_property (PlugInstance         *self,
                    PlugInstanceProperty  property,
                    GValue               *value)
{
  if (property == PROP_HEALTH)
    g_value_set_enum (value, self->health);
  else if (property == PROP_HEALTH_REASON)
    g_value_set_string (value, self->health_reason);
  else if (property == PROP_CHECKED)
    g_value_set_int64 (value, self->checked);
  else if (property == PROP_ORIGIN)
    g_value_set_enum (value, self->origin);
  else if (property == PROP_EVENTS)
    g_value_set_boolean (value, self->events);
  else if (property == PROP_DUE)
    g_value_set_int64 (value, self->due);
}

static void
plug_instance_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PlugInstance *self = PLUG_INSTANCE (object);

  switch ((PlugInstanceProperty) property_id)
    {
    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_CONNECTOR_KEY:
      g_value_set_string (value, self->connector_key);
      break;
    case PROP_CONNECTOR_NAME:
      g_value_set_string (value, plug_instance_get_connector_name (self));
      break;
    case PROP_HUB:
      g_value_set_string (value, self->hub);
      break;
    case PROP_TAGS:
      g_value_set_boxed (value, self->tags);
      break;
    case PROP_TAGS_TEXT:
      g_value_take_string (value, plug_instance_dup_tags_text (self));
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, self->created);
      break;
    case PROP_SAVED:
      g_value_set_int64 (value, self->saved);
      break;
    case PROP_DISABLED:
      g_value_set_boolean (value, self->disabled);
      break;
    case PROP_CONFIGURATION:
      g_value_set_string (value, self->configuration);
      break;
    case PROP_TOKEN_STATE:
      g_value_set_enum (value, self->token_state);
      break;
    case PROP_ACCOUNT_NAME:
      g_value_set_string (value, self->account_name);
      break;
    case PROP_HEALTH:
    case PROP_HEALTH_REASON:
    case PROP_CHECKED:
    case PROP_ORIGIN:
    case PROP_EVENTS:
    case PROP_DUE:
      get_state_property (self, property_id, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  PlugInstance *self = PLUG_INSTANCE (object);

  switch ((PlugInstanceProperty) property_id)
    {
    case PROP_ACCOUNT_ID:
      plug_set_string (&self->account_id, g_value_get_string (value));
      break;
    case PROP_ID:
      plug_set_string (&self->id, g_value_get_string (value));
      break;
    case PROP_NAME:
      plug_instance_set_name (self, g_value_get_string (value));
      break;
    case PROP_CONNECTOR_KEY:
      plug_set_string (&self->connector_key, g_value_get_string (value));
      break;
    case PROP_CONNECTOR_NAME:
      plug_instance_set_connector_name (self, g_value_get_string (value));
      break;
    case PROP_HUB:
      plug_instance_set_hub (self, g_value_get_string (value));
      break;
    case PROP_TAGS:
      plug_instance_set_tags (self, g_value_get_boxed (value));
      break;
    case PROP_CREATED:
      plug_instance_set_created (self, g_value_get_int64 (value));
      break;
    case PROP_SAVED:
      plug_instance_set_saved (self, g_value_get_int64 (value));
      break;
    case PROP_DISABLED:
      plug_instance_set_disabled (self, g_value_get_boolean (value));
      break;
    case PROP_CONFIGURATION:
      plug_instance_set_configuration (self, g_value_get_string (value));
      break;
    case PROP_TOKEN_STATE:
      plug_instance_set_token_state (self, g_value_get_enum (value));
      break;
    case PROP_ACCOUNT_NAME:
      plug_instance_set_account_name (self, g_value_get_string (value));
      break;
    case PROP_TAGS_TEXT:
    case PROP_HEALTH:
    case PROP_HEALTH_REASON:
    case PROP_CHECKED:
    case PROP_ORIGIN:
    case PROP_EVENTS:
    case PROP_DUE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_instance_finalize (GObject *object)
{
  PlugInstance *self = PLUG_INSTANCE (object);

  g_free (self->account_id);
  g_free (self->id);
  g_free (self->name);
  g_free (self->connector_key);
  g_free (self->connector_name);
  g_free (self->hub);
  g_strfreev (self->tags);
  g_free (self->configuration);
  g_free (self->account_name);
  g_free (self->health_reason);
  g_free (self->accepted);
  g_free (self->folded);
  G_OBJECT_CLASS (plug_instance_parent_class)->finalize (object);
}

static void
install_state_properties (void)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_HEALTH] =
    g_param_spec_enum ("health", NULL, NULL, PLUG_TYPE_HEALTH, PLUG_HEALTH_UNKNOWN, flags);
  properties[PROP_HEALTH_REASON] = g_param_spec_string ("health-reason", NULL, NULL, NULL, flags);
  properties[PROP_CHECKED] =
    g_param_spec_int64 ("checked", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_ORIGIN] =
    g_param_spec_enum ("origin", NULL, NULL, PLUG_TYPE_ORIGIN, PLUG_ORIGIN_HERE, flags);
  properties[PROP_EVENTS] = g_param_spec_boolean ("events", NULL, NULL, FALSE, flags);
  properties[PROP_DUE] = g_param_spec_int64 ("due", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", once);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", once);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_CONNECTOR_KEY] = g_param_spec_string ("connector-key", NULL, NULL, "", once);
  properties[PROP_CONNECTOR_NAME] = g_param_spec_string ("connector-name", NULL, NULL, "", flags);
  properties[PROP_HUB] = g_param_spec_string ("hub", NULL, NULL, "", flags);
  properties[PROP_TAGS] = g_param_spec_boxed ("tags", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_TAGS_TEXT] =
    g_param_spec_string ("tags-text", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CREATED] =
    g_param_spec_int64 ("created", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_SAVED] =
    g_param_spec_int64 ("saved", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_DISABLED] = g_param_spec_boolean ("disabled", NULL, NULL, FALSE, flags);
  properties[PROP_CONFIGURATION] = g_param_spec_string ("configuration", NULL, NULL, "{}", flags);
  properties[PROP_TOKEN_STATE] =
    g_param_spec_enum ("token-state", NULL, NULL, PLUG_TYPE_TOKEN_STATE, PLUG_TOKEN_UNKNOWN, flags);
  properties[PROP_ACCOUNT_NAME] = g_param_spec_string ("account-name", NULL, NULL, "", flags);
  install_state_properties ();
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_instance_class_init (PlugInstanceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_instance_get_property;
  object_class->set_property = plug_instance_set_property;
  object_class->finalize = plug_instance_finalize;
  install_properties (object_class);
}

static void
plug_instance_init (PlugInstance *self)
{
  self->name = g_strdup ("");
  self->connector_name = g_strdup ("");
  self->hub = g_strdup ("");
  self->tags = g_new0 (char *, 1);
  self->configuration = g_strdup ("{}");
  self->account_name = g_strdup ("");
}

/* A text that can be searched for has a new value. */
static gboolean
set_searched (PlugInstance  *self,
              char         **slot,
              const char    *value)
{
  if (!plug_set_string (slot, value != NULL ? value : ""))
    return FALSE;
  g_clear_pointer (&self->folded, g_free);
  return TRUE;
}

/* plug_instance_new:
 * @account_id: the account it belongs to
 * @id: the tenant's id, as text
 * @name: (nullable): as the tenant has it
 * @connector_key: (nullable): "element.key"
 *
 * Returns: (transfer full): an instance of which nothing more is known */
PlugInstance *
plug_instance_new (const char *account_id,
                   const char *id,
                   const char *name,
                   const char *connector_key)
{
  g_return_val_if_fail (account_id != NULL && id != NULL, NULL);

  return g_object_new (PLUG_TYPE_INSTANCE,
                       "account-id", account_id,
                       "id", id,
                       "name", name,
                       "connector-key", connector_key != NULL ? connector_key : "",
                       NULL);
}

/* plug_instance_notify_state:
 * Private to PlugInstance. */
void
plug_instance_notify_state (PlugInstance              *self,
                            PlugInstanceStateProperty  property)
{
  notify (self, PROP_HEALTH + property);
}

/* plug_instance_get_account_id:
 * Returns: (transfer none): the id of the account it belongs to */
const char *
plug_instance_get_account_id (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->account_id;
}

/* plug_instance_get_id:
 * Returns: (transfer none): the tenant's id, as text */
const char *
plug_instance_get_id (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->id;
}

/* plug_instance_get_name:
 * Returns: (transfer none): as the tenant has it, maybe "" */
const char *
plug_instance_get_name (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->name;
}

/* plug_instance_set_name:
 * @name: (nullable): as the tenant has it */
void
plug_instance_set_name (PlugInstance *self,
                        const char   *name)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (set_searched (self, &self->name, name))
    notify (self, PROP_NAME);
}

/* plug_instance_get_connector_key:
 * Returns: (transfer none): "element.key", "" when the reply had none */
const char *
plug_instance_get_connector_key (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->connector_key;
}

/* plug_instance_get_connector_name:
 * Returns: (transfer none): "element.name", the key when the reply had none */
const char *
plug_instance_get_connector_name (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return *self->connector_name != '\0' ? self->connector_name : self->connector_key;
}

/* plug_instance_set_connector_name:
 * @name: (nullable): "element.name" */
void
plug_instance_set_connector_name (PlugInstance *self,
                                  const char   *name)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (set_searched (self, &self->connector_name, name))
    notify (self, PROP_CONNECTOR_NAME);
}

/* plug_instance_get_hub:
 * Returns: (transfer none): "element.hub", "" when the reply had none */
const char *
plug_instance_get_hub (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->hub;
}

/* plug_instance_set_hub:
 * @hub: (nullable): "element.hub" */
void
plug_instance_set_hub (PlugInstance *self,
                       const char   *hub)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (plug_set_string (&self->hub, hub != NULL ? hub : ""))
    notify (self, PROP_HUB);
}

/* plug_instance_get_tags:
 * Returns: (transfer none): maybe none, never NULL */
const char *const *
plug_instance_get_tags (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return (const char *const *) self->tags;
}

/* plug_instance_set_tags:
 * @tags: (nullable): as the tenant has them, NULL for none */
void
plug_instance_set_tags (PlugInstance      *self,
                        const char *const *tags)
{
  static const char *const none[] = { NULL };

  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (!plug_set_strings (&self->tags, tags != NULL ? tags : none))
    return;
  g_clear_pointer (&self->folded, g_free);
  notify (self, PROP_TAGS);
  notify (self, PROP_TAGS_TEXT);
}

/* plug_instance_dup_tags_text:
 * Returns: (transfer full): the tags with commas between them, "" for none */
char *
plug_instance_dup_tags_text (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return g_strjoinv (", ", self->tags);
}

/* plug_instance_get_created:
 * Returns: when the tenant made it: microseconds since 1970, 0 when unknown */
gint64
plug_instance_get_created (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), 0);

  return self->created;
}

/* plug_instance_set_created:
 * @created: microseconds since 1970, 0 when unknown */
void
plug_instance_set_created (PlugInstance *self,
                           gint64        created)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->created == created)
    return;
  self->created = created;
  notify (self, PROP_CREATED);
}

/* plug_instance_get_saved:
 * Returns: when it was last written to the store: microseconds since 1970, 0 when unknown */
gint64
plug_instance_get_saved (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), 0);

  return self->saved;
}

/* plug_instance_set_saved:
 * @saved: microseconds since 1970, 0 when unknown */
void
plug_instance_set_saved (PlugInstance *self,
                         gint64        saved)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->saved == saved)
    return;
  self->saved = saved;
  notify (self, PROP_SAVED);
}

/* plug_instance_is_disabled:
 * Returns: whether the tenant refuses calls on it, contract section 2.7 */
gboolean
plug_instance_is_disabled (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), FALSE);

  return self->disabled;
}

/* plug_instance_set_disabled:
 * @disabled: whether the tenant refuses calls on it */
void
plug_instance_set_disabled (PlugInstance *self,
                            gboolean      disabled)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->disabled == !!disabled)
    return;
  self->disabled = !!disabled;
  notify (self, PROP_DISABLED);
}

/* plug_instance_get_configuration:
 * Returns: (transfer none): a JSON object on one line, no secret in it, "{}" when unknown */
const char *
plug_instance_get_configuration (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->configuration;
}

/* plug_instance_set_configuration:
 * @json: (nullable): a JSON object, already without secrets as plug_instance_new_from_json()
 *   makes it */
void
plug_instance_set_configuration (PlugInstance *self,
                                 const char   *json)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (plug_set_string (&self->configuration, json != NULL ? json : "{}"))
    notify (self, PROP_CONFIGURATION);
}

/* plug_instance_get_token_state:
 * Returns: what is known of its token in the keyring */
PlugTokenState
plug_instance_get_token_state (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), PLUG_TOKEN_UNKNOWN);

  return self->token_state;
}

/* plug_instance_set_token_state:
 * @state: what is known of its token in the keyring */
void
plug_instance_set_token_state (PlugInstance   *self,
                               PlugTokenState  state)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (self->token_state == state)
    return;
  self->token_state = state;
  notify (self, PROP_TOKEN_STATE);
}

/* plug_instance_get_account_name:
 * Returns: (transfer none): its account's name, "" when not told */
const char *
plug_instance_get_account_name (PlugInstance *self)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), NULL);

  return self->account_name;
}

/* plug_instance_set_account_name:
 * @name: (nullable): its account's name, which rows show and a search finds */
void
plug_instance_set_account_name (PlugInstance *self,
                                const char   *name)
{
  g_return_if_fail (PLUG_IS_INSTANCE (self));

  if (set_searched (self, &self->account_name, name))
    notify (self, PROP_ACCOUNT_NAME);
}

/* Line breaks between the texts: no word of a search spans two of them. */
static char *
dup_folded (PlugInstance *self)
{
  g_autofree char *tags = g_strjoinv ("\t", self->tags);
  const char *texts[] = {
    self->name, self->connector_name, self->connector_key, self->account_name, self->id, tags,
  };
  GString *folded = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = plug_text_fold (texts[i]);

      g_string_append (folded, text);
      g_string_append_c (folded, '\n');
    }
  return g_string_free (folded, FALSE);
}

/* plug_instance_matches:
 * @needle_folded: (nullable): what is searched for, from plug_text_fold()
 *
 * Looks at name, connector, account, id and tags; their folded text is kept, so a key stroke
 * over 10,000 instances takes milliseconds.
 *
 * Returns: whether every word of it is found */
gboolean
plug_instance_matches (PlugInstance *self,
                       const char   *needle_folded)
{
  g_return_val_if_fail (PLUG_IS_INSTANCE (self), FALSE);

  if (self->folded == NULL)
    self->folded = dup_folded (self);
  return plug_text_matches (self->folded, needle_folded);
}

/* plug_time_parse:
 * @iso8601: (nullable): "2017-06-12T14:09:00Z", for one; without a zone it is UTC
 *
 * Returns: microseconds since 1970 in UTC, 0 when it is no such text */
gint64
plug_time_parse (const char *iso8601)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  if (iso8601 == NULL)
    return 0;
  time = g_date_time_new_from_iso8601 (iso8601, utc);
  if (time == NULL)
    return 0;
  return g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
}

/* plug_time_format:
 * @time: microseconds since 1970 in UTC
 *
 * Returns: (nullable) (transfer full): "2017-06-12T14:09:00Z", as the API writes it; NULL for 0
 *   and what no calendar has */
char *
plug_time_format (gint64 time)
{
  g_autoptr (GDateTime) utc = NULL;

  if (time == 0)
    return NULL;
  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}
