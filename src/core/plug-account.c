/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAccount: a tenant's base URL under a name; its two secrets are in the keyring. */

#include "config.h"

#include "plug-account.h"

#include <glib/gi18n-lib.h>

#include "plug-region.h"
#include "plug-set-private.h"

struct _PlugAccount {
  GObject parent_instance;

  char *id;
  char *name;
  char *base_url;
  char *organization;
  char *sync_problem; /* (nullable) */
  char *color;        /* (nullable) */
  gint64 created;
  gint64 synced;
  gint64 entered;
  PlugAccountState state;
  gboolean sandbox;
  gboolean production;
};

G_DEFINE_FINAL_TYPE (PlugAccount, plug_account, G_TYPE_OBJECT)

/* plug_account_state_get_type:
 * Returns: the type of PlugAccountState for properties and .ui files */
G_DEFINE_ENUM_TYPE (PlugAccountState, plug_account_state,
                    G_DEFINE_ENUM_VALUE (PLUG_ACCOUNT_STATE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (PLUG_ACCOUNT_STATE_VERIFIED, "verified"),
                    G_DEFINE_ENUM_VALUE (PLUG_ACCOUNT_STATE_REJECTED, "rejected"),
                    G_DEFINE_ENUM_VALUE (PLUG_ACCOUNT_STATE_SECRETS_MISSING, "secrets-missing"))

typedef enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_BASE_URL,
  PROP_REGION_NAME,
  PROP_ORGANIZATION,
  PROP_CREATED,
  PROP_STATE,
  PROP_SANDBOX,
  PROP_SYNCED,
  PROP_SYNC_PROBLEM,
  PROP_COLOR,
  PROP_PRODUCTION,
  PROP_ENTERED,
} PlugAccountProperty;

static GParamSpec *properties[PROP_ENTERED + 1];

static void
notify (PlugAccount         *self,
        PlugAccountProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
plug_account_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PlugAccount *self = PLUG_ACCOUNT (object);

  switch ((PlugAccountProperty) property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_BASE_URL:
      g_value_set_string (value, self->base_url);
      break;
    case PROP_REGION_NAME:
      g_value_take_string (value, plug_account_dup_region_name (self));
      break;
    case PROP_ORGANIZATION:
      g_value_set_string (value, self->organization);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, self->created);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_SANDBOX:
      g_value_set_boolean (value, self->sandbox);
      break;
    case PROP_SYNCED:
      g_value_set_int64 (value, self->synced);
      break;
    case PROP_SYNC_PROBLEM:
      g_value_set_string (value, self->sync_problem);
      break;
    case PROP_COLOR:
      g_value_set_string (value, self->color);
      break;
    case PROP_PRODUCTION:
      g_value_set_boolean (value, self->production);
      break;
    case PROP_ENTERED:
      g_value_set_int64 (value, self->entered);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_account_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PlugAccount *self = PLUG_ACCOUNT (object);

  switch ((PlugAccountProperty) property_id)
    {
    case PROP_ID:
      g_clear_pointer (&self->id, g_free);
      self->id = g_value_get_string (value) != NULL ? g_value_dup_string (value)
                                                    : g_uuid_string_random ();
      break;
    case PROP_NAME:
      plug_account_set_name (self, g_value_get_string (value));
      break;
    case PROP_BASE_URL:
      plug_account_set_base_url (self, g_value_get_string (value));
      break;
    case PROP_ORGANIZATION:
      plug_account_set_organization (self, g_value_get_string (value));
      break;
    case PROP_CREATED:
      plug_account_set_created (self, g_value_get_int64 (value));
      break;
    case PROP_STATE:
      plug_account_set_state (self, g_value_get_enum (value));
      break;
    case PROP_SANDBOX:
      plug_account_set_sandbox (self, g_value_get_boolean (value));
      break;
    case PROP_SYNCED:
      plug_account_set_synced (self, g_value_get_int64 (value));
      break;
    case PROP_SYNC_PROBLEM:
      plug_account_set_sync_problem (self, g_value_get_string (value));
      break;
    case PROP_COLOR:
      plug_account_set_color (self, g_value_get_string (value));
      break;
    case PROP_PRODUCTION:
      plug_account_set_production (self, g_value_get_boolean (value));
      break;
    case PROP_ENTERED:
      plug_account_set_entered (self, g_value_get_int64 (value));
      break;
    case PROP_REGION_NAME:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_account_finalize (GObject *object)
{
  PlugAccount *self = PLUG_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->organization);
  g_free (self->sync_problem);
  g_free (self->color);
  G_OBJECT_CLASS (plug_account_parent_class)->finalize (object);
}

static void
plug_account_class_init (PlugAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_account_get_property;
  object_class->set_property = plug_account_set_property;
  object_class->finalize = plug_account_finalize;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, "", flags);
  properties[PROP_REGION_NAME] =
    g_param_spec_string ("region-name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ORGANIZATION] = g_param_spec_string ("organization", NULL, NULL, "", flags);
  properties[PROP_CREATED] =
    g_param_spec_int64 ("created", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PLUG_TYPE_ACCOUNT_STATE, PLUG_ACCOUNT_STATE_UNKNOWN,
                       flags);
  properties[PROP_SANDBOX] = g_param_spec_boolean ("sandbox", NULL, NULL, FALSE, flags);
  properties[PROP_SYNCED] = g_param_spec_int64 ("synced", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SYNC_PROBLEM] =
    g_param_spec_string ("sync-problem", NULL, NULL, NULL, flags);
  properties[PROP_COLOR] = g_param_spec_string ("color", NULL, NULL, NULL, flags);
  properties[PROP_PRODUCTION] =
    g_param_spec_boolean ("production", NULL, NULL, FALSE, flags);
  properties[PROP_ENTERED] =
    g_param_spec_int64 ("entered", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_account_init (PlugAccount *self)
{
  self->name = g_strdup ("");
  self->base_url = g_strdup ("");
  self->organization = g_strdup ("");
}

/* plug_account_new:
 * @name: what the user calls it
 * @base_url: a normal one, see plug_base_url_parse()
 *
 * Returns: (transfer full): an account with a new id, created now */
PlugAccount *
plug_account_new (const char *name,
                  const char *base_url)
{
  PlugAccount *self = plug_account_new_with_id (NULL, name, base_url);

  self->created = g_get_real_time ();
  return self;
}

/* plug_account_new_with_id:
 * @id: (nullable): the UUID it was saved under; NULL for a new one
 * @name: what the user calls it
 * @base_url: a normal one, see plug_base_url_parse()
 *
 * Returns: (transfer full): an account as the store has it */
PlugAccount *
plug_account_new_with_id (const char *id,
                          const char *name,
                          const char *base_url)
{
  return g_object_new (PLUG_TYPE_ACCOUNT, "id", id, "name", name, "base-url", base_url, NULL);
}

/* plug_account_get_id:
 * Returns: (transfer none): a UUID, the same for the account's life, in the keyring too */
const char *
plug_account_get_id (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  return self->id;
}

/* plug_account_get_name:
 * Returns: (transfer none): what the user calls it */
const char *
plug_account_get_name (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  return self->name;
}

/* plug_account_set_name:
 * @name: (nullable): what the user calls it, NULL for "" */
void
plug_account_set_name (PlugAccount *self,
                       const char  *name)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (plug_set_string (&self->name, name != NULL ? name : ""))
    notify (self, PROP_NAME);
}

/* plug_account_get_base_url:
 * Returns: (transfer none): a normal base URL, contract section 1.1 */
const char *
plug_account_get_base_url (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  return self->base_url;
}

/* plug_account_set_base_url:
 * @base_url: (nullable): a normal one, see plug_base_url_parse() */
void
plug_account_set_base_url (PlugAccount *self,
                           const char  *base_url)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (!plug_set_string (&self->base_url, base_url != NULL ? base_url : ""))
    return;
  notify (self, PROP_BASE_URL);
  notify (self, PROP_REGION_NAME);
}

/* plug_account_dup_region_name:
 * Returns: (transfer full): the region's name for the eye, "Sandbox" for one, else the host */
char *
plug_account_dup_region_name (PlugAccount *self)
{
  const PlugRegion *region;

  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  if (self->sandbox)
    return g_strdup (_("Sandbox"));
  region = plug_region_find_by_url (self->base_url);
  return region != NULL ? g_strdup (_(region->name)) : plug_base_url_dup_host (self->base_url);
}

/* plug_account_is_sandbox:
 * Returns: whether the tenant is the pretended one that Plugboard starts itself */
gboolean
plug_account_is_sandbox (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), FALSE);

  return self->sandbox;
}

/* plug_account_set_sandbox:
 * @sandbox: whether the tenant is the pretended one that Plugboard starts itself */
void
plug_account_set_sandbox (PlugAccount *self,
                          gboolean     sandbox)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (self->sandbox == !!sandbox)
    return;
  self->sandbox = !!sandbox;
  notify (self, PROP_SANDBOX);
  notify (self, PROP_REGION_NAME);
}

/* plug_account_get_created:
 * Returns: when the account was added here: microseconds since 1970, 0 when unknown */
gint64
plug_account_get_created (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), 0);

  return self->created;
}

/* plug_account_set_created:
 * @created: microseconds since 1970, 0 when unknown */
void
plug_account_set_created (PlugAccount *self,
                          gint64       created)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (self->created == created)
    return;
  self->created = created;
  notify (self, PROP_CREATED);
}

/* plug_account_get_organization:
 * Returns: (transfer none): the name GET /organizations/me gave, "" while unknown */
const char *
plug_account_get_organization (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  return self->organization;
}

/* plug_account_set_organization:
 * @organization: (nullable): the name GET /organizations/me gave */
void
plug_account_set_organization (PlugAccount *self,
                               const char  *organization)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (plug_set_string (&self->organization, organization != NULL ? organization : ""))
    notify (self, PROP_ORGANIZATION);
}

/* plug_account_get_state:
 * Returns: what is known of the account's secrets */
PlugAccountState
plug_account_get_state (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), PLUG_ACCOUNT_STATE_UNKNOWN);

  return self->state;
}

/* plug_account_set_state:
 * @state: what is known of the account's secrets */
void
plug_account_set_state (PlugAccount      *self,
                        PlugAccountState  state)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

/* plug_account_get_synced:
 * Returns: when the tenant last listed in full what it has: microseconds since 1970, 0 for never */
gint64
plug_account_get_synced (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), 0);

  return self->synced;
}

/* plug_account_set_synced:
 * @synced: microseconds since 1970, 0 for never */
void
plug_account_set_synced (PlugAccount *self,
                         gint64       synced)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (self->synced == synced)
    return;
  self->synced = synced;
  notify (self, PROP_SYNCED);
}

/* plug_account_get_sync_problem:
 * Returns: (nullable) (transfer none): why the tenant could not list in full the last time, for
 *   the eye; NULL when it did, or was not asked in this run */
const char *
plug_account_get_sync_problem (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  return self->sync_problem;
}

/* plug_account_set_sync_problem:
 * @problem: (nullable): a sentence */
void
plug_account_set_sync_problem (PlugAccount *self,
                               const char  *problem)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (plug_set_string (&self->sync_problem, problem))
    notify (self, PROP_SYNC_PROBLEM);
}

/* plug_account_get_color:
 * Returns: (nullable) (transfer none): the colour it is told apart by, such as "blue" */
const char *
plug_account_get_color (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), NULL);

  return self->color;
}

/* plug_account_set_color:
 * @color: (nullable): a word of the window's, NULL for none */
void
plug_account_set_color (PlugAccount *self,
                        const char  *color)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (plug_set_string (&self->color, color))
    notify (self, PROP_COLOR);
}

/* plug_account_is_production:
 * Returns: whether the user says that others work with what it has */
gboolean
plug_account_is_production (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), FALSE);

  return self->production;
}

/* plug_account_set_production:
 * @production: whether what cannot be undone is to be asked for twice */
void
plug_account_set_production (PlugAccount *self,
                             gboolean     production)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (self->production == (production != FALSE))
    return;
  self->production = production != FALSE;
  notify (self, PROP_PRODUCTION);
}

/* plug_account_get_entered:
 * Returns: when its organization secret was saved here last, microseconds since 1970, 0 when
 *   nobody wrote that down */
gint64
plug_account_get_entered (PlugAccount *self)
{
  g_return_val_if_fail (PLUG_IS_ACCOUNT (self), 0);

  return self->entered;
}

/* plug_account_set_entered:
 * @entered: microseconds since 1970 */
void
plug_account_set_entered (PlugAccount *self,
                               gint64       entered)
{
  g_return_if_fail (PLUG_IS_ACCOUNT (self));

  if (self->entered == entered)
    return;
  self->entered = entered;
  notify (self, PROP_ENTERED);
}
