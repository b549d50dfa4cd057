/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of a tenant's instances may be the one an intent in doubt was to make: pure functions,
 * the heart of reconcile. */

#include "config.h"

#include "plug-match.h"

#include <string.h>

#include "plug-text.h"

/* The tenant's two clocks, the one of its Date header and the one of createdDate, may differ. */
#define CREATED_TOLERANCE (5 * 60 * G_USEC_PER_SEC)

/* plug_match_names:
 * @sent: a name as it was posted
 * @stored: a name as the tenant gives it
 *
 * The tenant strips HTML from names and white space at both ends; contract section 7.4.
 *
 * Returns: whether @stored can be what became of @sent */
gboolean
plug_match_names (const char *sent,
                  const char *stored)
{
  g_autofree char *stripped = NULL;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (sent != NULL && stored != NULL, FALSE);

  if (strcmp (sent, stored) == 0)
    return TRUE;
  stripped = g_strstrip (plug_text_strip_html (sent));
  trimmed = g_strstrip (g_strdup (stored));
  return strcmp (stripped, trimmed) == 0;
}

/* plug_match_are_rivals:
 * Two accounts of one base URL may be one tenant's, and then see the same instances.
 *
 * Returns: whether both are creations, and one listed instance could be what either made */
gboolean
plug_match_are_rivals (PlugIntent *a,
                       PlugIntent *b)
{
  g_return_val_if_fail (PLUG_IS_INTENT (a) && PLUG_IS_INTENT (b), FALSE);

  return plug_intent_get_kind (a) == PLUG_INTENT_CREATE &&
         plug_intent_get_kind (b) == PLUG_INTENT_CREATE &&
         g_strcmp0 (plug_intent_get_base_url (a), plug_intent_get_base_url (b)) == 0 &&
         g_strcmp0 (plug_intent_get_connector_key (a), plug_intent_get_connector_key (b)) == 0 &&
         g_strcmp0 (plug_intent_get_name (a), plug_intent_get_name (b)) == 0;
}

/* plug_match_is_plain_name:
 * @name: a name to be posted
 *
 * Returns: whether the tenant stores @name as it is, so that a search for it finds it: nothing
 *   in it looks like HTML or, with @, like a tag (contract section 7.4) */
gboolean
plug_match_is_plain_name (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return strpbrk (name, "<>&@\"'\\%+") == NULL;
}

static gboolean
is_too_old (PlugIntent   *intent,
            PlugInstance *instance)
{
  gint64 server_time = plug_intent_get_server_time (intent);
  gint64 created = plug_instance_get_created (instance);

  return server_time > 0 && created > 0 && created < server_time - CREATED_TOLERANCE;
}

static gboolean
is_candidate (PlugIntent   *intent,
              PlugInstance *instance,
              GHashTable   *taken_ids)
{
  const char *const *known_ids = plug_intent_get_known_ids (intent);
  const char *id = plug_instance_get_id (instance);

  return g_strcmp0 (plug_instance_get_connector_key (instance),
                    plug_intent_get_connector_key (intent)) == 0 &&
         plug_match_names (plug_intent_get_name (intent), plug_instance_get_name (instance)) &&
         !(known_ids != NULL && g_strv_contains (known_ids, id)) &&
         !(taken_ids != NULL && g_hash_table_contains (taken_ids, id)) &&
         !is_too_old (intent, instance);
}

/* Oldest first. Ids are numbers that grow; the longer one is the later one. */
static int
compare_age (const void *a,
             const void *b)
{
  const char *first = plug_instance_get_id (*(PlugInstance *const *) a);
  const char *second = plug_instance_get_id (*(PlugInstance *const *) b);
  gsize first_length = strlen (first);
  gsize second_length = strlen (second);

  if (first_length != second_length)
    return first_length < second_length ? -1 : 1;
  return strcmp (first, second);
}

/* plug_match_candidates:
 * @intent: a creation in doubt
 * @instances: (element-type PlugInstance): what the tenant lists
 * @taken_ids: (nullable) (element-type utf8): ids that are known to be something else: saved
 *   here already, or another intent's
 *
 * Matches on connector key, name, not known before, created since. When several requests of one
 * name were lost, each takes the oldest left: what an earlier one does not leave over, a later
 * one, which knew more instances before it was sent, could not have taken.
 *
 * Returns: (transfer full) (element-type PlugInstance): those that may be it, oldest first */
GPtrArray *
plug_match_candidates (PlugIntent *intent,
                       GPtrArray  *instances,
                       GHashTable *taken_ids)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (PLUG_IS_INTENT (intent), candidates);

  for (guint i = 0; i < instances->len; i++)
    {
      PlugInstance *instance = g_ptr_array_index (instances, i);

      if (is_candidate (intent, instance, taken_ids))
        g_ptr_array_add (candidates, g_object_ref (instance));
    }
  g_ptr_array_sort (candidates, compare_age);
  return candidates;
}

/* plug_match_is_certain:
 * @candidate: the only one plug_match_candidates() found
 *
 * An old instance of the same name must never be taken for the new one.
 *
 * Returns: whether @candidate was proven not to be there before the request left: by the list
 *   taken just before it, or by its date of creation */
gboolean
plug_match_is_certain (PlugIntent   *intent,
                       PlugInstance *candidate)
{
  g_return_val_if_fail (PLUG_IS_INTENT (intent), FALSE);

  if (plug_intent_get_known_ids (intent) != NULL)
    return TRUE;
  return plug_intent_get_server_time (intent) > 0 && plug_instance_get_created (candidate) > 0;
}
