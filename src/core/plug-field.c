/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugField: one thing a connector asks for; contract section 3.3. */

#include "config.h"

#include "plug-field.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-region.h"
#include "plug-set-private.h"
#include "plug-text.h"

struct _PlugField {
  GObject parent_instance;

  char *key;
  char *label;
  char *help;
  char *default_value;
  PlugFieldKind kind;
  PlugFieldNormalize normalize;
  gboolean required;
};

G_DEFINE_FINAL_TYPE (PlugField, plug_field, G_TYPE_OBJECT)

/* plug_field_kind_get_type:
 * Returns: the type of PlugFieldKind; its nicks are the words of catalogue.json */
G_DEFINE_ENUM_TYPE (PlugFieldKind, plug_field_kind,
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_PASSWORD, "password"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_SWITCH, "switch"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_CHOICE, "choice"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_MULTILINE, "multiline"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_CODE, "code"))

/* plug_field_normalize_get_type:
 * Returns: the type of PlugFieldNormalize; its nicks are the words of catalogue.json */
G_DEFINE_ENUM_TYPE (PlugFieldNormalize, plug_field_normalize,
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_TRIM, "trim"),
                    G_DEFINE_ENUM_VALUE (PLUG_FIELD_NORMALIZE_HOST, "host"))

typedef enum {
  PROP_KEY = 1,
  PROP_LABEL,
  PROP_HELP,
  PROP_KIND,
  PROP_SECRET,
  PROP_REQUIRED,
  PROP_DEFAULT,
  PROP_NORMALIZE,
} PlugFieldProperty;

static GParamSpec *properties[PROP_NORMALIZE + 1];

static void
notify (PlugField         *self,
        PlugFieldProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
plug_field_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PlugField *self = PLUG_FIELD (object);

  switch ((PlugFieldProperty) property_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_HELP:
      g_value_set_string (value, self->help);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_SECRET:
      g_value_set_boolean (value, plug_field_is_secret (self));
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;
    case PROP_DEFAULT:
      g_value_set_string (value, self->default_value);
      break;
    case PROP_NORMALIZE:
      g_value_set_enum (value, self->normalize);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_field_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  PlugField *self = PLUG_FIELD (object);

  switch ((PlugFieldProperty) property_id)
    {
    case PROP_KEY:
      plug_set_string (&self->key, g_value_get_string (value));
      break;
    case PROP_LABEL:
      plug_set_string (&self->label, g_value_get_string (value));
      break;
    case PROP_HELP:
      plug_field_set_help (self, g_value_get_string (value));
      break;
    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;
    case PROP_REQUIRED:
      plug_field_set_required (self, g_value_get_boolean (value));
      break;
    case PROP_DEFAULT:
      plug_field_set_default (self, g_value_get_string (value));
      break;
    case PROP_NORMALIZE:
      plug_field_set_normalize (self, g_value_get_enum (value));
      break;
    case PROP_SECRET:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_field_finalize (GObject *object)
{
  PlugField *self = PLUG_FIELD (object);

  g_free (self->key);
  g_free (self->label);
  g_free (self->help);
  g_free (self->default_value);
  G_OBJECT_CLASS (plug_field_parent_class)->finalize (object);
}

static void
plug_field_class_init (PlugFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_field_get_property;
  object_class->set_property = plug_field_set_property;
  object_class->finalize = plug_field_finalize;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, "", once);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", once);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, "", flags);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, PLUG_TYPE_FIELD_KIND, PLUG_FIELD_TEXT, once);
  properties[PROP_SECRET] =
    g_param_spec_boolean ("secret", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  properties[PROP_DEFAULT] = g_param_spec_string ("default", NULL, NULL, NULL, flags);
  properties[PROP_NORMALIZE] =
    g_param_spec_enum ("normalize", NULL, NULL, PLUG_TYPE_FIELD_NORMALIZE,
                       PLUG_FIELD_NORMALIZE_TRIM, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_field_init (PlugField *self)
{
  self->help = g_strdup ("");
}

/* plug_field_new:
 * @key: the key in the request's "configuration", sent verbatim
 * @label: translated, in header capitals
 * @kind: how it is asked for
 *
 * Returns: (transfer full): a field that is not required */
PlugField *
plug_field_new (const char    *key,
                const char    *label,
                PlugFieldKind  kind)
{
  g_return_val_if_fail (key != NULL && label != NULL, NULL);

  return g_object_new (PLUG_TYPE_FIELD, "key", key, "label", label, "kind", kind, NULL);
}

/* plug_field_get_key:
 * Returns: (transfer none): the key in the request's "configuration" */
const char *
plug_field_get_key (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->key;
}

/* plug_field_get_label:
 * Returns: (transfer none): translated, in header capitals */
const char *
plug_field_get_label (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->label;
}

/* plug_field_get_help:
 * Returns: (transfer none): a translated sentence, "" when there is none */
const char *
plug_field_get_help (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->help;
}

/* plug_field_set_help:
 * @help: (nullable): a translated sentence */
void
plug_field_set_help (PlugField  *self,
                     const char *help)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (plug_set_string (&self->help, help != NULL ? help : ""))
    notify (self, PROP_HELP);
}

/* plug_field_get_kind:
 * Returns: how it is asked for */
PlugFieldKind
plug_field_get_kind (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), PLUG_FIELD_TEXT);

  return self->kind;
}

/* plug_field_is_secret:
 * Returns: whether its value is a secret, by its kind or by its key */
gboolean
plug_field_is_secret (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), TRUE);

  return self->kind == PLUG_FIELD_PASSWORD || plug_field_key_is_secret (self->key);
}

/* plug_field_is_required:
 * Returns: whether a draft without it has a problem */
gboolean
plug_field_is_required (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), FALSE);

  return self->required;
}

/* plug_field_set_required:
 * @required: whether a draft without it has a problem */
void
plug_field_set_required (PlugField *self,
                         gboolean   required)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (self->required == !!required)
    return;
  self->required = !!required;
  notify (self, PROP_REQUIRED);
}

/* plug_field_get_default:
 * Returns: (nullable) (transfer none): what is sent when nothing was entered */
const char *
plug_field_get_default (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  return self->default_value;
}

/* plug_field_set_default:
 * @value: (nullable): what is sent when nothing was entered; "true" and "false" for switches */
void
plug_field_set_default (PlugField  *self,
                        const char *value)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (plug_set_string (&self->default_value, value))
    notify (self, PROP_DEFAULT);
}

/* plug_field_get_normalize:
 * Returns: what plug_field_normalize() does */
PlugFieldNormalize
plug_field_get_normalize (PlugField *self)
{
  g_return_val_if_fail (PLUG_IS_FIELD (self), PLUG_FIELD_NORMALIZE_TRIM);

  return self->normalize;
}

/* plug_field_set_normalize:
 * @normalize: what plug_field_normalize() is to do */
void
plug_field_set_normalize (PlugField          *self,
                          PlugFieldNormalize  normalize)
{
  g_return_if_fail (PLUG_IS_FIELD (self));

  if (self->normalize == normalize)
    return;
  self->normalize = normalize;
  notify (self, PROP_NORMALIZE);
}

/* Splits host[:port], [IPv6][:port] among them; @port is "" or ":" and digits. */
static char *
split_port (const char  *authority,
            const char **port)
{
  const char *colon = strrchr (authority, ':');
  const char *bracket = strrchr (authority, ']');

  *port = "";
  if (bracket != NULL && colon != NULL && colon < bracket)
    colon = NULL;
  if (colon == NULL || (bracket == NULL && strchr (authority, ':') != colon))
    return g_strdup (authority);
  *port = colon;
  return g_strndup (authority, (gsize) (colon - authority));
}

static gboolean
is_port (const char *port)
{
  guint64 number;

  return *port == '\0' || g_ascii_string_to_unsigned (port + 1, 10, 1, 65535, &number, NULL);
}

/* host[:port] in its normal form, or NULL. */
static char *
dup_normal_authority (const char *authority)
{
  const char *port;
  g_autofree char *host = split_port (authority, &port);
  g_autofree char *normal = NULL;
  gsize length = strlen (host);

  if (!is_port (port))
    return NULL;
  if (length < 2 || host[0] != '[' || host[length - 1] != ']')
    {
      normal = plug_host_normalize (host);
      if (normal == NULL || strchr (normal, ':') != NULL)
        return NULL;
      return g_strconcat (normal, port, NULL);
    }
  host[length - 1] = '\0';
  if (strchr (host, ':') == NULL)
    return NULL;
  normal = plug_host_normalize (host + 1);
  return normal != NULL ? g_strconcat ("[", normal, "]", port, NULL) : NULL;
}

/* What stands between scheme and path of a pasted URL. */
static char *
dup_authority (const char *text)
{
  g_autofree char *trimmed = plug_text_trim (text);
  const char *start = strstr (trimmed, "://");
  g_autofree char *authority = NULL;
  const char *at;

  start = start != NULL ? start + strlen ("://") : trimmed;
  start += strspn (start, "/");
  authority = g_strndup (start, strcspn (start, "/?#\\"));
  at = strrchr (authority, '@');
  return plug_text_trim (at != NULL ? at + 1 : authority);
}

/* plug_field_normalize:
 * @text: (nullable): what was entered
 *
 * Passwords stay as they are, white space at their ends may be part of them. Of a pasted URL
 * HOST keeps host and port; what is no host either way stays for plug_field_dup_problem().
 *
 * Returns: (transfer full): what is sent */
char *
plug_field_normalize (PlugField  *self,
                      const char *text)
{
  g_autofree char *authority = NULL;
  char *normal;

  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  if (self->kind == PLUG_FIELD_PASSWORD)
    return g_strdup (text != NULL ? text : "");
  if (self->normalize != PLUG_FIELD_NORMALIZE_HOST)
    return plug_text_trim (text);
  authority = dup_authority (text);
  normal = dup_normal_authority (authority);
  return normal != NULL ? normal : g_steal_pointer (&authority);
}

/* plug_field_dup_problem:
 * @normalized: (nullable): a value as plug_field_normalize() gives it
 *
 * Returns: (nullable) (transfer full): a translated sentence on what is wrong and what to do,
 *   NULL when nothing is; the value is not in it */
char *
plug_field_dup_problem (PlugField  *self,
                        const char *normalized)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (PLUG_IS_FIELD (self), NULL);

  if (normalized == NULL || *normalized == '\0')
    /* Translators: %s is the label of a field, such as Username */
    return self->required ? g_strdup_printf (_("%s is empty. The connector cannot be reached "
                                               "without it."), self->label)
                          : NULL;
  if (self->normalize != PLUG_FIELD_NORMALIZE_HOST)
    return NULL;
  normal = dup_normal_authority (normalized);
  if (normal != NULL)
    return NULL;
  return g_strdup_printf (_("%s is not a host name. Enter it like crm.example.com, without "
                            "https:// and without a path."), self->label);
}

/* plug_field_key_is_secret:
 * @key: (nullable): a configuration key
 *
 * Secret by name, whatever its type says; contract section 3.3. Rather one too many: what is
 * taken for a secret is masked and not saved, nothing else.
 *
 * Returns: whether its value is treated as a secret */
gboolean
plug_field_key_is_secret (const char *key)
{
  static const char *const words[] = {
    "password", "passwd", "pwd", "passphrase", "secret", "token", "key", "jks", "credential",
    "authorization.code",
  };
  g_autofree char *lower = NULL;

  if (key == NULL)
    return FALSE;
  lower = g_ascii_strdown (key, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}
