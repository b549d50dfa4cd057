/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugChange: what is to become of an instance that exists. */

#include "config.h"

#include "plug-change.h"

#include <string.h>

#include "plug-json.h"
#include "plug-match.h"
#include "plug-set-private.h"
#include "plug-text.h"

/* The members of the journal's "wanted". */
#define MEMBER_ENABLED "enabled"
#define MEMBER_NAME    "name"
#define MEMBER_TAGS    "tags"

struct _PlugChange {
  GObject parent_instance;

  PlugInstance *instance;
  char *name;  /* (nullable): stays as it is */
  char **tags; /* (nullable): stay as they are */
  PlugChangeKind kind;
};

G_DEFINE_FINAL_TYPE (PlugChange, plug_change, G_TYPE_OBJECT)

static void
plug_change_finalize (GObject *object)
{
  PlugChange *self = PLUG_CHANGE (object);

  g_clear_object (&self->instance);
  g_free (self->name);
  g_strfreev (self->tags);
  G_OBJECT_CLASS (plug_change_parent_class)->finalize (object);
}

static void
plug_change_class_init (PlugChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_change_finalize;
}

static void
plug_change_init (PlugChange *self)
{
}

/* plug_change_new:
 * @kind: what is to be done
 * @instance: to what
 *
 * Returns: (transfer full): a change; an EDIT of nothing until something is set */
PlugChange *
plug_change_new (PlugChangeKind  kind,
                 PlugInstance   *instance)
{
  PlugChange *self;

  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), NULL);

  self = g_object_new (PLUG_TYPE_CHANGE, NULL);
  self->kind = kind;
  self->instance = g_object_ref (instance);
  return self;
}

static void
read_wanted (PlugChange *self,
             const char *wanted)
{
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) tags = NULL;
  JsonObject *object;

  if (wanted != NULL)
    node = plug_json_parse (wanted, strlen (wanted), PLUG_JSON_MAX_BYTES, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  if (json_object_has_member (object, MEMBER_ENABLED))
    self->kind = plug_json_get_boolean (object, MEMBER_ENABLED, TRUE) ? PLUG_CHANGE_ENABLE
                                                                      : PLUG_CHANGE_DISABLE;
  plug_change_set_name (self, plug_json_get_string (object, MEMBER_NAME));
  if (plug_json_get_array (object, MEMBER_TAGS) == NULL)
    return;
  tags = plug_json_dup_strings (object, MEMBER_TAGS);
  plug_change_set_tags (self, (const char *const *) tags);
}

/* plug_change_new_from_intent:
 * @intent: an UPDATE or a DELETE as the journal has it
 *
 * Returns: (transfer full): what it was to do, to an instance of which only the intent's words
 *   are known */
PlugChange *
plug_change_new_from_intent (PlugIntent *intent)
{
  g_autoptr (PlugInstance) instance = NULL;
  gboolean is_deletion;
  const char *id;
  PlugChange *self;

  g_return_val_if_fail (PLUG_IS_INTENT (intent), NULL);

  is_deletion = plug_intent_get_kind (intent) == PLUG_INTENT_DELETE;
  id = plug_intent_get_instance_id (intent);
  instance = plug_instance_new (plug_intent_get_account_id (intent), id != NULL ? id : "",
                                plug_intent_get_name (intent),
                                plug_intent_get_connector_key (intent));
  self = plug_change_new (is_deletion ? PLUG_CHANGE_DELETE : PLUG_CHANGE_EDIT, instance);
  if (!is_deletion)
    read_wanted (self, plug_intent_get_wanted (intent));
  return self;
}

/* plug_change_get_kind:
 * Returns: what is to be done */
PlugChangeKind
plug_change_get_kind (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), PLUG_CHANGE_EDIT);

  return self->kind;
}

/* plug_change_get_instance:
 * Returns: (transfer none): to what */
PlugInstance *
plug_change_get_instance (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return self->instance;
}

/* plug_change_get_name:
 * Returns: (transfer none) (nullable): the new name; NULL when it stays */
const char *
plug_change_get_name (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return self->name;
}

/* plug_change_set_name:
 * @name: (nullable): the new name; NULL leaves it */
void
plug_change_set_name (PlugChange *self,
                      const char *name)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));

  plug_set_string (&self->name, name);
}

/* plug_change_get_tags:
 * Returns: (transfer none) (nullable): all tags it is to have; NULL when they stay */
const char *const *
plug_change_get_tags (PlugChange *self)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  return (const char *const *) self->tags;
}

/* plug_change_set_tags:
 * @tags: (nullable): all tags it is to have, for the tenant replaces them together; NULL leaves
 *   them */
void
plug_change_set_tags (PlugChange        *self,
                      const char *const *tags)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));

  plug_set_strings (&self->tags, tags);
}

static gboolean
has_tag (const char *const *stored,
         const char        *sent)
{
  for (guint i = 0; stored != NULL && stored[i] != NULL; i++)
    {
      if (plug_match_names (sent, stored[i]))
        return TRUE;
    }
  return FALSE;
}

/* The tenant strips tags as it strips names, and gives them in any order. */
static gboolean
are_tags (const char *const *sent,
          const char *const *stored)
{
  guint n_stored = stored != NULL ? g_strv_length ((char **) stored) : 0;

  if (n_stored > g_strv_length ((char **) sent))
    return FALSE;
  for (guint i = 0; sent[i] != NULL; i++)
    {
      g_autofree char *stripped = g_strstrip (plug_text_strip_html (sent[i]));

      if (*stripped != '\0' && !has_tag (stored, sent[i]))
        return FALSE;
    }
  return TRUE;
}

/* plug_change_is_carried_out:
 * @instance: as the tenant has it now
 *
 * For a DELETE an instance that can be asked for is proof that it was not.
 *
 * Returns: whether @instance is what the change is to come to */
gboolean
plug_change_is_carried_out (PlugChange   *self,
                            PlugInstance *instance)
{
  g_return_val_if_fail (PLUG_IS_CHANGE (self), FALSE);
  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), FALSE);

  switch (self->kind)
    {
    case PLUG_CHANGE_EDIT:
      return (self->name == NULL ||
              plug_match_names (self->name, plug_instance_get_name (instance))) &&
             (self->tags == NULL ||
              are_tags ((const char *const *) self->tags, plug_instance_get_tags (instance)));
    case PLUG_CHANGE_ENABLE:
      return !plug_instance_is_disabled (instance);
    case PLUG_CHANGE_DISABLE:
      return plug_instance_is_disabled (instance);
    case PLUG_CHANGE_DELETE:
    default:
      return FALSE;
    }
}

/* plug_change_apply:
 * @instance: ours, to say what the tenant said yes to */
void
plug_change_apply (PlugChange   *self,
                   PlugInstance *instance)
{
  g_return_if_fail (PLUG_IS_CHANGE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  if (self->kind == PLUG_CHANGE_ENABLE || self->kind == PLUG_CHANGE_DISABLE)
    plug_instance_set_disabled (instance, self->kind == PLUG_CHANGE_DISABLE);
  if (self->name != NULL)
    plug_instance_set_name (instance, self->name);
  if (self->tags != NULL)
    plug_instance_set_tags (instance, (const char *const *) self->tags);
}

static void
add_edit (PlugChange *self,
          JsonObject *object)
{
  JsonArray *tags;

  if (self->name != NULL)
    json_object_set_string_member (object, MEMBER_NAME, self->name);
  if (self->tags == NULL)
    return;
  tags = json_array_new ();
  for (guint i = 0; self->tags[i] != NULL; i++)
    json_array_add_string_element (tags, self->tags[i]);
  json_object_set_array_member (object, MEMBER_TAGS, tags);
}

static char *
take_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return plug_json_to_string (node, FALSE);
}

/* plug_change_build_text:
 * Returns: (transfer full): the body of an EDIT's PATCH, contract section 2.6 */
char *
plug_change_build_text (PlugChange *self)
{
  JsonObject *object = json_object_new ();

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  add_edit (self, object);
  return take_to_text (object);
}

static char *
dup_wanted (PlugChange *self)
{
  JsonObject *object = json_object_new ();

  if (self->kind == PLUG_CHANGE_ENABLE || self->kind == PLUG_CHANGE_DISABLE)
    json_object_set_boolean_member (object, MEMBER_ENABLED, self->kind == PLUG_CHANGE_ENABLE);
  add_edit (self, object);
  return take_to_text (object);
}

/* plug_change_create_intent:
 * @base_url: of the instance's account
 *
 * Returns: (transfer full): its line in the journal, QUEUED, from which
 *   plug_change_new_from_intent() makes the same change again */
PlugIntent *
plug_change_create_intent (PlugChange *self,
                           const char *base_url)
{
  gboolean is_deletion;
  PlugIntent *intent;

  g_return_val_if_fail (PLUG_IS_CHANGE (self), NULL);

  is_deletion = self->kind == PLUG_CHANGE_DELETE;
  intent = plug_intent_new (is_deletion ? PLUG_INTENT_DELETE : PLUG_INTENT_UPDATE,
                            plug_instance_get_account_id (self->instance), base_url,
                            plug_instance_get_connector_key (self->instance),
                            plug_instance_get_name (self->instance),
                            plug_instance_get_tags (self->instance));
  plug_intent_set_instance_id (intent, plug_instance_get_id (self->instance));
  if (!is_deletion)
    {
      g_autofree char *wanted = dup_wanted (self);

      plug_intent_set_wanted (intent, wanted);
    }
  return intent;
}
