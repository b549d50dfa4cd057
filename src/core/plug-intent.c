/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugIntent: one thing Plugboard set out to do on a tenant, as the journal has it. */

#include "config.h"

#include "plug-intent.h"

#include "plug-set-private.h"

struct _PlugIntent {
  GObject parent_instance;

  char *op;
  char *account_id;
  char *base_url;
  char *connector_key;
  char *name;
  char **tags;
  char *instance_id; /* (nullable) */
  char *wanted;      /* (nullable): JSON, what a change is to come to */
  char *message;     /* (nullable) */
  char *request_id;  /* (nullable) */
  char **known_ids;  /* (nullable): nobody looked */
  gint64 created;
  gint64 sent;
  gint64 server_time;
  PlugIntentKind kind;
  PlugIntentState state;
};

G_DEFINE_FINAL_TYPE (PlugIntent, plug_intent, G_TYPE_OBJECT)

/* plug_intent_kind_get_type:
 * Returns: the type of PlugIntentKind for properties and .ui files */
G_DEFINE_ENUM_TYPE (PlugIntentKind, plug_intent_kind,
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_CREATE, "create"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_UPDATE, "update"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_DELETE, "delete"))

/* plug_intent_state_get_type:
 * Returns: the type of PlugIntentState; its nicks are the words of the journal */
G_DEFINE_ENUM_TYPE (PlugIntentState, plug_intent_state,
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_TOKEN_UNSAVED, "token-unsaved"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_NOT_FOUND, "not-found"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_AMBIGUOUS, "ambiguous"),
                    G_DEFINE_ENUM_VALUE (PLUG_INTENT_DROPPED, "dropped"))

typedef enum {
  PROP_OP = 1,
  PROP_KIND,
  PROP_ACCOUNT_ID,
  PROP_BASE_URL,
  PROP_CONNECTOR_KEY,
  PROP_NAME,
  PROP_TAGS,
  PROP_STATE,
  PROP_OPEN,
  PROP_INSTANCE_ID,
  PROP_CREATED,
  PROP_SENT,
  PROP_SERVER_TIME,
  PROP_MESSAGE,
  PROP_REQUEST_ID,
} PlugIntentProperty;

static GParamSpec *properties[PROP_REQUEST_ID + 1];

static void
notify (PlugIntent         *self,
        PlugIntentProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
plug_intent_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PlugIntent *self = PLUG_INTENT (object);

  switch ((PlugIntentProperty) property_id)
    {
    case PROP_OP:
      g_value_set_string (value, self->op);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;
    case PROP_BASE_URL:
      g_value_set_string (value, self->base_url);
      break;
    case PROP_CONNECTOR_KEY:
      g_value_set_string (value, self->connector_key);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TAGS:
      g_value_set_boxed (value, self->tags);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, plug_intent_is_open (self));
      break;
    case PROP_INSTANCE_ID:
      g_value_set_string (value, self->instance_id);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, self->created);
      break;
    case PROP_SENT:
      g_value_set_int64 (value, self->sent);
      break;
    case PROP_SERVER_TIME:
      g_value_set_int64 (value, self->server_time);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_REQUEST_ID:
      g_value_set_string (value, self->request_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
set_tags (PlugIntent        *self,
          const char *const *tags)
{
  static const char *const none[] = { NULL };

  plug_set_strings (&self->tags, tags != NULL ? tags : none);
}

static void
plug_intent_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PlugIntent *self = PLUG_INTENT (object);

  switch ((PlugIntentProperty) property_id)
    {
    case PROP_OP:
      plug_set_string (&self->op, g_value_get_string (value));
      break;
    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;
    case PROP_ACCOUNT_ID:
      plug_set_string (&self->account_id, g_value_get_string (value));
      break;
    case PROP_BASE_URL:
      plug_set_string (&self->base_url, g_value_get_string (value));
      break;
    case PROP_CONNECTOR_KEY:
      plug_set_string (&self->connector_key, g_value_get_string (value));
      break;
    case PROP_NAME:
      plug_set_string (&self->name, g_value_get_string (value));
      break;
    case PROP_TAGS:
      set_tags (self, g_value_get_boxed (value));
      break;
    case PROP_STATE:
      plug_intent_set_state (self, g_value_get_enum (value));
      break;
    case PROP_INSTANCE_ID:
      plug_intent_set_instance_id (self, g_value_get_string (value));
      break;
    case PROP_CREATED:
      plug_intent_set_created (self, g_value_get_int64 (value));
      break;
    case PROP_SENT:
      plug_intent_set_sent (self, g_value_get_int64 (value));
      break;
    case PROP_SERVER_TIME:
      plug_intent_set_server_time (self, g_value_get_int64 (value));
      break;
    case PROP_MESSAGE:
      plug_intent_set_message (self, g_value_get_string (value));
      break;
    case PROP_REQUEST_ID:
      plug_intent_set_request_id (self, g_value_get_string (value));
      break;
    case PROP_OPEN:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_intent_finalize (GObject *object)
{
  PlugIntent *self = PLUG_INTENT (object);

  g_free (self->op);
  g_free (self->account_id);
  g_free (self->base_url);
  g_free (self->connector_key);
  g_free (self->name);
  g_strfreev (self->tags);
  g_free (self->instance_id);
  g_free (self->wanted);
  g_free (self->message);
  g_free (self->request_id);
  g_strfreev (self->known_ids);
  G_OBJECT_CLASS (plug_intent_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_OP] = g_param_spec_string ("op", NULL, NULL, NULL, once);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, PLUG_TYPE_INTENT_KIND, PLUG_INTENT_CREATE, once);
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", once);
  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, "", once);
  properties[PROP_CONNECTOR_KEY] = g_param_spec_string ("connector-key", NULL, NULL, "", once);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", once);
  properties[PROP_TAGS] = g_param_spec_boxed ("tags", NULL, NULL, G_TYPE_STRV, once);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PLUG_TYPE_INTENT_STATE, PLUG_INTENT_QUEUED, flags);
  properties[PROP_OPEN] =
    g_param_spec_boolean ("open", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSTANCE_ID] = g_param_spec_string ("instance-id", NULL, NULL, NULL, flags);
  properties[PROP_CREATED] =
    g_param_spec_int64 ("created", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_SENT] =
    g_param_spec_int64 ("sent", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_SERVER_TIME] =
    g_param_spec_int64 ("server-time", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_REQUEST_ID] = g_param_spec_string ("request-id", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_intent_class_init (PlugIntentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_intent_get_property;
  object_class->set_property = plug_intent_set_property;
  object_class->finalize = plug_intent_finalize;
  install_properties (object_class);
}

static void
plug_intent_init (PlugIntent *self)
{
}

/* plug_intent_new:
 * @kind: what is to be done
 * @account_id: on which account
 * @base_url: where that was at the time
 * @connector_key: of what
 * @name: the instance's name as it will be sent
 * @tags: (nullable): its tags as they will be sent
 *
 * Returns: (transfer full): an intent with an op of its own, QUEUED, created now */
PlugIntent *
plug_intent_new (PlugIntentKind     kind,
                 const char        *account_id,
                 const char        *base_url,
                 const char        *connector_key,
                 const char        *name,
                 const char *const *tags)
{
  g_autofree char *op = g_uuid_string_random ();
  PlugIntent *self = plug_intent_new_with_op (op, kind, account_id, base_url, connector_key, name,
                                              tags);

  self->created = g_get_real_time ();
  return self;
}

/* plug_intent_new_with_op:
 * @op: the UUID the journal has it under
 *
 * As plug_intent_new(), for what the journal has.
 *
 * Returns: (transfer full): an intent, QUEUED until told otherwise */
PlugIntent *
plug_intent_new_with_op (const char        *op,
                         PlugIntentKind     kind,
                         const char        *account_id,
                         const char        *base_url,
                         const char        *connector_key,
                         const char        *name,
                         const char *const *tags)
{
  g_return_val_if_fail (op != NULL && account_id != NULL, NULL);

  return g_object_new (PLUG_TYPE_INTENT,
                       "op", op,
                       "kind", kind,
                       "account-id", account_id,
                       "base-url", base_url != NULL ? base_url : "",
                       "connector-key", connector_key != NULL ? connector_key : "",
                       "name", name != NULL ? name : "",
                       "tags", tags,
                       NULL);
}

/* plug_intent_get_op:
 * Returns: (transfer none): a UUID, the same for the life of the intent */
const char *
plug_intent_get_op (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->op;
}

/* plug_intent_get_kind:
 * Returns: what is to be done */
PlugIntentKind
plug_intent_get_kind (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), PLUG_INTENT_CREATE);

  return self->kind;
}

/* plug_intent_get_account_id:
 * Returns: (transfer none): on which account */
const char *
plug_intent_get_account_id (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->account_id;
}

/* plug_intent_get_base_url:
 * Returns: (transfer none): where the account was when the intent was made */
const char *
plug_intent_get_base_url (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->base_url;
}

/* plug_intent_get_connector_key:
 * Returns: (transfer none): "element.key" of the instance */
const char *
plug_intent_get_connector_key (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->connector_key;
}

/* plug_intent_get_name:
 * Returns: (transfer none): the name as it was sent */
const char *
plug_intent_get_name (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->name;
}

/* plug_intent_get_tags:
 * Returns: (transfer none): the tags as they were sent, maybe none, never NULL */
const char *const *
plug_intent_get_tags (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return (const char *const *) self->tags;
}

/* plug_intent_get_state:
 * Returns: what became of it so far */
PlugIntentState
plug_intent_get_state (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), PLUG_INTENT_UNKNOWN);

  return self->state;
}

/* plug_intent_set_state:
 * @state: as the journal has it. The store guards the transition, see
 *   plug_store_move_intent_async(); this only says what came of that. */
void
plug_intent_set_state (PlugIntent      *self,
                       PlugIntentState  state)
{
  gboolean was_open;

  g_return_if_fail (PLUG_IS_INTENT (self));

  if (self->state == state)
    return;
  was_open = plug_intent_is_open (self);
  self->state = state;
  notify (self, PROP_STATE);
  if (was_open != plug_intent_is_open (self))
    notify (self, PROP_OPEN);
}

/* plug_intent_get_instance_id:
 * Returns: (nullable) (transfer none): the instance, once it is known */
const char *
plug_intent_get_instance_id (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->instance_id;
}

/* plug_intent_set_instance_id:
 * @instance_id: (nullable): the instance, once it is known */
void
plug_intent_set_instance_id (PlugIntent *self,
                             const char *instance_id)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  if (plug_set_string (&self->instance_id, instance_id))
    notify (self, PROP_INSTANCE_ID);
}

/* plug_intent_get_created:
 * Returns: when the intent was made: microseconds since 1970, 0 when unknown */
gint64
plug_intent_get_created (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), 0);

  return self->created;
}

/* plug_intent_set_created:
 * @created: microseconds since 1970, 0 when unknown */
void
plug_intent_set_created (PlugIntent *self,
                         gint64      created)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  if (self->created == created)
    return;
  self->created = created;
  notify (self, PROP_CREATED);
}

/* plug_intent_get_sent:
 * Returns: when the request left by our clock, for the eye: microseconds since 1970, 0 before */
gint64
plug_intent_get_sent (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), 0);

  return self->sent;
}

/* plug_intent_set_sent:
 * @sent: microseconds since 1970, 0 when unknown */
void
plug_intent_set_sent (PlugIntent *self,
                      gint64      sent)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  if (self->sent == sent)
    return;
  self->sent = sent;
  notify (self, PROP_SENT);
}

/* plug_intent_get_server_time:
 * Returns: the tenant's clock just before the request left: microseconds since 1970, 0 when
 *   unknown */
gint64
plug_intent_get_server_time (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), 0);

  return self->server_time;
}

/* plug_intent_set_server_time:
 * @server_time: microseconds since 1970, 0 when unknown */
void
plug_intent_set_server_time (PlugIntent *self,
                             gint64      server_time)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  if (self->server_time == server_time)
    return;
  self->server_time = server_time;
  notify (self, PROP_SERVER_TIME);
}

/* plug_intent_get_known_ids:
 * Returns: (nullable) (transfer none): the instances of this name that were there before the
 *   request left; NULL when nobody looked, which is not the same as none */
const char *const *
plug_intent_get_known_ids (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return (const char *const *) self->known_ids;
}

/* plug_intent_set_known_ids:
 * @ids: (nullable): the instances of this name that are there already */
void
plug_intent_set_known_ids (PlugIntent        *self,
                           const char *const *ids)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  plug_set_strings (&self->known_ids, ids);
}

/* plug_intent_get_wanted:
 * Returns: (nullable) (transfer none): what plug_change_dup_wanted() gave for an UPDATE */
const char *
plug_intent_get_wanted (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->wanted;
}

/* plug_intent_set_wanted:
 * @wanted: (nullable): JSON without a secret in it */
void
plug_intent_set_wanted (PlugIntent *self,
                        const char *wanted)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  plug_set_string (&self->wanted, wanted);
}

/* plug_intent_get_message:
 * Returns: (nullable) (transfer none): a sentence on what happened */
const char *
plug_intent_get_message (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->message;
}

/* plug_intent_set_message:
 * @message: (nullable): a sentence on what happened, redacted */
void
plug_intent_set_message (PlugIntent *self,
                         const char *message)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  if (plug_set_string (&self->message, message))
    notify (self, PROP_MESSAGE);
}

/* plug_intent_get_request_id:
 * Returns: (nullable) (transfer none): the tenant's "requestId" */
const char *
plug_intent_get_request_id (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), NULL);

  return self->request_id;
}

/* plug_intent_set_request_id:
 * @request_id: (nullable): the tenant's "requestId" */
void
plug_intent_set_request_id (PlugIntent *self,
                            const char *request_id)
{
  g_return_if_fail (PLUG_IS_INTENT (self));

  if (plug_set_string (&self->request_id, request_id))
    notify (self, PROP_REQUEST_ID);
}

/* plug_intent_is_open:
 * Returns: whether something is left to be done: it is not DONE, FAILED or DROPPED */
gboolean
plug_intent_is_open (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), FALSE);

  return self->state != PLUG_INTENT_DONE && self->state != PLUG_INTENT_FAILED &&
         self->state != PLUG_INTENT_DROPPED;
}

/* plug_intent_is_in_doubt:
 * Returns: whether the tenant may have done it and nobody knows yet */
gboolean
plug_intent_is_in_doubt (PlugIntent *self)
{
  g_return_val_if_fail (PLUG_IS_INTENT (self), FALSE);

  return self->state == PLUG_INTENT_SENT || self->state == PLUG_INTENT_UNKNOWN ||
         self->state == PLUG_INTENT_AMBIGUOUS;
}

/* plug_intent_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its word in the journal, never translated */
const char *
plug_intent_state_to_string (PlugIntentState state)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (PLUG_TYPE_INTENT_STATE);
  GEnumValue *value = g_enum_get_value (klass, state);

  g_return_val_if_fail (value != NULL, NULL);

  return value->value_nick;
}

/* plug_intent_state_from_string:
 * @text: (nullable): a word of the journal
 * @state: (out): its state
 *
 * Returns: whether there is a state of that word */
gboolean
plug_intent_state_from_string (const char      *text,
                               PlugIntentState *state)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (PLUG_TYPE_INTENT_STATE);
  GEnumValue *value = text != NULL ? g_enum_get_value_by_nick (klass, text) : NULL;

  g_return_val_if_fail (state != NULL, FALSE);

  if (value == NULL)
    return FALSE;
  *state = value->value;
  return TRUE;
}

#define STATE(name) (1u << PLUG_INTENT_##name)

/* plug_intent_may_become:
 * @from: a state
 * @to: another
 *
 * The protocol, DESIGN.md "A creation is never lost". Nothing leads back to SENT, so nothing
 * is ever sent twice.
 *
 * Returns: whether an intent may go from @from to @to */
gboolean
plug_intent_may_become (PlugIntentState from,
                        PlugIntentState to)
{
  static const guint next[] = {
    [PLUG_INTENT_QUEUED] = STATE (SENT) | STATE (FAILED) | STATE (DROPPED),
    [PLUG_INTENT_SENT] = STATE (DONE) | STATE (TOKEN_UNSAVED) | STATE (FAILED) | STATE (UNKNOWN),
    [PLUG_INTENT_DONE] = 0,
    [PLUG_INTENT_TOKEN_UNSAVED] = STATE (DONE) | STATE (DROPPED),
    [PLUG_INTENT_FAILED] = STATE (DROPPED),
    [PLUG_INTENT_UNKNOWN] = STATE (DONE) | STATE (TOKEN_UNSAVED) | STATE (FAILED) |
                            STATE (NOT_FOUND) | STATE (AMBIGUOUS) | STATE (DROPPED),
    [PLUG_INTENT_NOT_FOUND] = STATE (UNKNOWN) | STATE (DONE) | STATE (DROPPED),
    [PLUG_INTENT_AMBIGUOUS] = STATE (UNKNOWN) | STATE (DONE) | STATE (TOKEN_UNSAVED) |
                              STATE (DROPPED),
    [PLUG_INTENT_DROPPED] = 0,
  };

  g_return_val_if_fail (from < G_N_ELEMENTS (next) && to < G_N_ELEMENTS (next), FALSE);

  return (next[from] & (1u << to)) != 0;
}
