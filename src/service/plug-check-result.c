/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCheckResult: what a check found out about one instance. */

#include "config.h"

#include "plug-check-private.h"
#include "plug-service-enums.h"

struct _PlugCheckResult {
  GObject parent_instance;

  PlugInstance *instance;
  char *reason; /* (nullable) */
  PlugCheckState state;
  PlugHealth health;
  PlugRemedy remedy;
  PlugRemedy alternative;
  gboolean of_account;
};

G_DEFINE_FINAL_TYPE (PlugCheckResult, plug_check_result, G_TYPE_OBJECT)

typedef enum {
  PROP_INSTANCE = 1,
  PROP_STATE,
  PROP_HEALTH,
  PROP_REASON,
  PROP_REMEDY,
  PROP_ALTERNATIVE,
  PROP_OF_ACCOUNT,
} PlugCheckResultProperty;

static GParamSpec *properties[PROP_OF_ACCOUNT + 1];

static void
plug_check_result_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PlugCheckResult *self = PLUG_CHECK_RESULT (object);

  switch ((PlugCheckResultProperty) property_id)
    {
    case PROP_INSTANCE:
      g_value_set_object (value, self->instance);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_HEALTH:
      g_value_set_enum (value, self->health);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_REMEDY:
      g_value_set_enum (value, self->remedy);
      break;
    case PROP_ALTERNATIVE:
      g_value_set_enum (value, self->alternative);
      break;
    case PROP_OF_ACCOUNT:
      g_value_set_boolean (value, self->of_account);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_check_result_finalize (GObject *object)
{
  PlugCheckResult *self = PLUG_CHECK_RESULT (object);

  g_clear_object (&self->instance);
  g_free (self->reason);
  G_OBJECT_CLASS (plug_check_result_parent_class)->finalize (object);
}

static void
plug_check_result_class_init (PlugCheckResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = plug_check_result_get_property;
  object_class->finalize = plug_check_result_finalize;

  properties[PROP_INSTANCE] =
    g_param_spec_object ("instance", NULL, NULL, PLUG_TYPE_INSTANCE, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PLUG_TYPE_CHECK_STATE, PLUG_CHECK_WAITING, flags);
  properties[PROP_HEALTH] =
    g_param_spec_enum ("health", NULL, NULL, PLUG_TYPE_HEALTH, PLUG_HEALTH_UNKNOWN, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_REMEDY] =
    g_param_spec_enum ("remedy", NULL, NULL, PLUG_TYPE_REMEDY, PLUG_REMEDY_NONE, flags);
  properties[PROP_ALTERNATIVE] =
    g_param_spec_enum ("alternative", NULL, NULL, PLUG_TYPE_REMEDY, PLUG_REMEDY_NONE, flags);
  properties[PROP_OF_ACCOUNT] = g_param_spec_boolean ("of-account", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_check_result_init (PlugCheckResult *self)
{
}

/* plug_check_result_new:
 * Private to the service.
 *
 * Returns: (transfer full): of an instance that waits for its check */
PlugCheckResult *
plug_check_result_new (PlugInstance *instance)
{
  PlugCheckResult *self = g_object_new (PLUG_TYPE_CHECK_RESULT, NULL);

  self->instance = g_object_ref (instance);
  return self;
}

/* plug_check_result_get_instance:
 * Returns: (transfer none): what is checked */
PlugInstance *
plug_check_result_get_instance (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), NULL);

  return self->instance;
}

/* plug_check_result_get_state:
 * Returns: how far it is */
PlugCheckState
plug_check_result_get_state (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), PLUG_CHECK_WAITING);

  return self->state;
}

/* plug_check_result_set_state:
 * Private to the service.
 * @state: how far it is */
void
plug_check_result_set_state (PlugCheckResult *self,
                             PlugCheckState   state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* plug_check_result_conclude:
 * Private to the service. It is DONE. */
void
plug_check_result_conclude (PlugCheckResult     *self,
                            const PlugDiagnosis *diagnosis)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  self->health = diagnosis->health;
  self->remedy = diagnosis->remedy;
  self->alternative = diagnosis->alternative;
  self->of_account = diagnosis->of_account;
  g_free (self->reason);
  self->reason = g_strdup (diagnosis->reason);
  for (guint i = PROP_HEALTH; i < G_N_ELEMENTS (properties); i++)
    g_object_notify_by_pspec (object, properties[i]);
  plug_check_result_set_state (self, PLUG_CHECK_DONE);
  g_object_thaw_notify (object);
}

/* plug_check_result_get_health:
 * Returns: how the instance is; UNKNOWN while it is not checked, and when nobody could tell */
PlugHealth
plug_check_result_get_health (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), PLUG_HEALTH_UNKNOWN);

  return self->health;
}

/* plug_check_result_get_reason:
 * Returns: (nullable) (transfer none): a sentence a person can act on; NULL when it is healthy */
const char *
plug_check_result_get_reason (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), NULL);

  return self->reason;
}

/* plug_check_result_get_remedy:
 * Returns: what mends it */
PlugRemedy
plug_check_result_get_remedy (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), PLUG_REMEDY_NONE);

  return self->remedy;
}

/* plug_check_result_get_alternative:
 * Returns: the second thing to offer */
PlugRemedy
plug_check_result_get_alternative (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), PLUG_REMEDY_NONE);

  return self->alternative;
}

/* plug_check_result_is_of_account:
 * Returns: whether every instance of the account has it */
gboolean
plug_check_result_is_of_account (PlugCheckResult *self)
{
  g_return_val_if_fail (PLUG_IS_CHECK_RESULT (self), FALSE);

  return self->of_account;
}
