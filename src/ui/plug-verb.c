/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugVerb: what the window does with an instance. */

#include "config.h"

#include "plug-verb.h"

#include <glib/gi18n-lib.h>

struct _PlugVerb {
  GObject parent_instance;

  PlugVerbKind kind;
  char *name;   /* of a RENAME */
  GStrv added;  /* of a RETAG */
  GStrv removed;
  gint64 due;   /* of a DELETE_LATER */
};

G_DEFINE_FINAL_TYPE (PlugVerb, plug_verb, G_TYPE_OBJECT)

static void
plug_verb_finalize (GObject *object)
{
  PlugVerb *self = PLUG_VERB (object);

  g_free (self->name);
  g_strfreev (self->added);
  g_strfreev (self->removed);
  G_OBJECT_CLASS (plug_verb_parent_class)->finalize (object);
}

static void
plug_verb_class_init (PlugVerbClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_verb_finalize;
}

static void
plug_verb_init (PlugVerb *self)
{
}

/* plug_verb_new:
 * @kind: one that needs nothing more
 *
 * Returns: (transfer full): a verb */
PlugVerb *
plug_verb_new (PlugVerbKind kind)
{
  PlugVerb *self = g_object_new (PLUG_TYPE_VERB, NULL);

  self->kind = kind;
  return self;
}

/* plug_verb_new_rename:
 * @name: what an instance is to be called
 *
 * Returns: (transfer full): a verb */
PlugVerb *
plug_verb_new_rename (const char *name)
{
  PlugVerb *self = plug_verb_new (PLUG_VERB_RENAME);

  self->name = g_strdup (name);
  return self;
}

/* plug_verb_new_retag:
 * @added: tags it is to have
 * @removed: tags it is not to have; all others stay
 *
 * Returns: (transfer full): a verb */
PlugVerb *
plug_verb_new_retag (const char *const *added,
                     const char *const *removed)
{
  PlugVerb *self = plug_verb_new (PLUG_VERB_RETAG);

  self->added = g_strdupv ((char **) added);
  self->removed = g_strdupv ((char **) removed);
  return self;
}

/* plug_verb_new_delete:
 * @due: when, a time; 0 is at once
 *
 * Returns: (transfer full): a verb; before its time an instance is disabled and can be kept */
PlugVerb *
plug_verb_new_delete (gint64 due)
{
  PlugVerb *self = plug_verb_new (due != 0 ? PLUG_VERB_DELETE_LATER : PLUG_VERB_DELETE);

  self->due = due;
  return self;
}

/* plug_verb_new_remedy:
 * Returns: (transfer full) (nullable): what @remedy does to an instance; NULL when it takes a
 *   person */
PlugVerb *
plug_verb_new_remedy (PlugRemedy remedy)
{
  switch (remedy)
    {
    case PLUG_REMEDY_ENABLE:
      return plug_verb_new (PLUG_VERB_ENABLE);
    case PLUG_REMEDY_ENABLE_EVENTS:
      return plug_verb_new (PLUG_VERB_EVENTS_ON);
    case PLUG_REMEDY_FETCH_TOKEN:
      return plug_verb_new (PLUG_VERB_FETCH_TOKEN);
    case PLUG_REMEDY_FORGET:
      return plug_verb_new (PLUG_VERB_FORGET);
    case PLUG_REMEDY_ACCEPT:
      return plug_verb_new (PLUG_VERB_ACCEPT);
    case PLUG_REMEDY_NONE:
    case PLUG_REMEDY_EDIT_ACCOUNT:
    case PLUG_REMEDY_UNLOCK_KEYRING:
    case PLUG_REMEDY_REAUTHENTICATE:
    case PLUG_REMEDY_CREATE_AGAIN:
    case PLUG_REMEDY_REVIEW:
    case PLUG_REMEDY_RETRY:
    default:
      return NULL;
    }
}

/* plug_verb_get_kind:
 * Returns: what is done */
PlugVerbKind
plug_verb_get_kind (PlugVerb *self)
{
  g_return_val_if_fail (PLUG_IS_VERB (self), PLUG_VERB_ACCEPT);

  return self->kind;
}

/* plug_verb_get_done:
 * Returns: (transfer none): what is said when it is done */
const char *
plug_verb_get_done (PlugVerb *self)
{
  g_return_val_if_fail (PLUG_IS_VERB (self), NULL);

  switch (self->kind)
    {
    case PLUG_VERB_ENABLE:
      return _("Instance enabled");
    case PLUG_VERB_DISABLE:
      return _("Instance disabled");
    case PLUG_VERB_EVENTS_ON:
      return _("Events turned on");
    case PLUG_VERB_EVENTS_OFF:
      return _("Events turned off");
    case PLUG_VERB_RENAME:
      return _("Instance renamed");
    case PLUG_VERB_RETAG:
      return _("Tags changed");
    case PLUG_VERB_FETCH_TOKEN:
      return _("Token fetched and saved");
    case PLUG_VERB_ACCEPT:
      return _("Differences accepted");
    case PLUG_VERB_FORGET:
      return _("Instance forgotten");
    case PLUG_VERB_DELETE:
      return _("Instance deleted on the tenant");
    case PLUG_VERB_DELETE_LATER:
      return _("Instance disabled, to be deleted");
    case PLUG_VERB_KEEP:
    default:
      return _("Instance kept");
    }
}

/* plug_verb_dup_done_many:
 * Returns: (transfer full): what is said when it is done to @n */
char *
plug_verb_dup_done_many (PlugVerb *self,
                         guint     n)
{
  g_return_val_if_fail (PLUG_IS_VERB (self), NULL);

  if (n == 1)
    return g_strdup (plug_verb_get_done (self));
  switch (self->kind)
    {
    case PLUG_VERB_ENABLE:
      return g_strdup_printf (ngettext ("%u instance enabled", "%u instances enabled", n), n);
    case PLUG_VERB_DISABLE:
      return g_strdup_printf (ngettext ("%u instance disabled", "%u instances disabled", n), n);
    case PLUG_VERB_FETCH_TOKEN:
      return g_strdup_printf (ngettext ("%u token fetched", "%u tokens fetched", n), n);
    case PLUG_VERB_FORGET:
      return g_strdup_printf (ngettext ("%u instance forgotten", "%u instances forgotten", n), n);
    case PLUG_VERB_DELETE:
      return g_strdup_printf (ngettext ("%u instance deleted", "%u instances deleted", n), n);
    case PLUG_VERB_DELETE_LATER:
      return g_strdup_printf (ngettext ("%u instance to be deleted", "%u instances to be deleted",
                                        n), n);
    case PLUG_VERB_KEEP:
      return g_strdup_printf (ngettext ("%u instance kept", "%u instances kept", n), n);
    case PLUG_VERB_EVENTS_ON:
    case PLUG_VERB_EVENTS_OFF:
    case PLUG_VERB_RENAME:
    case PLUG_VERB_RETAG:
    case PLUG_VERB_ACCEPT:
    default:
      return g_strdup_printf (ngettext ("%u instance changed", "%u instances changed", n), n);
    }
}

/* Tags: those it has without those taken away, then those added. */
static GStrv
dup_tags (PlugVerb     *self,
          PlugInstance *instance)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *const *tags = plug_instance_get_tags (instance);

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) self->removed, tags[i]))
        g_strv_builder_add (builder, tags[i]);
    }
  for (guint i = 0; self->added[i] != NULL; i++)
    {
      if (tags == NULL || !g_strv_contains (tags, self->added[i]))
        g_strv_builder_add (builder, self->added[i]);
    }
  return g_strv_builder_end (builder);
}

static gboolean
changes_tags (PlugVerb     *self,
              PlugInstance *instance)
{
  g_auto (GStrv) tags = dup_tags (self, instance);
  const char *const *old = plug_instance_get_tags (instance);
  const char *const none[] = { NULL };

  return !g_strv_equal ((const char *const *) tags, old != NULL ? old : none);
}

/* plug_verb_applies:
 * Returns: whether there is anything to be done to @instance */
gboolean
plug_verb_applies (PlugVerb     *self,
                   PlugInstance *instance)
{
  gboolean due;

  g_return_val_if_fail (PLUG_IS_VERB (self), FALSE);
  g_return_val_if_fail (PLUG_IS_INSTANCE (instance), FALSE);

  due = plug_instance_get_due (instance) != 0;
  switch (self->kind)
    {
    case PLUG_VERB_ENABLE:
      return plug_instance_is_disabled (instance) && !due;
    case PLUG_VERB_DISABLE:
      return !plug_instance_is_disabled (instance);
    case PLUG_VERB_EVENTS_ON:
      return !plug_instance_has_events (instance);
    case PLUG_VERB_EVENTS_OFF:
      return plug_instance_has_events (instance);
    case PLUG_VERB_RENAME:
      return g_strcmp0 (self->name, plug_instance_get_name (instance)) != 0;
    case PLUG_VERB_RETAG:
      return changes_tags (self, instance);
    case PLUG_VERB_DELETE_LATER:
      return !due;
    case PLUG_VERB_KEEP:
      return due;
    case PLUG_VERB_FETCH_TOKEN:
    case PLUG_VERB_ACCEPT:
    case PLUG_VERB_FORGET:
    case PLUG_VERB_DELETE:
    default:
      return TRUE;
    }
}

/* Doing it. */

static PlugChange *
create_change (PlugVerb     *self,
               PlugInstance *instance)
{
  static const PlugChangeKind kinds[] = {
    [PLUG_VERB_ENABLE] = PLUG_CHANGE_ENABLE,
    [PLUG_VERB_DISABLE] = PLUG_CHANGE_DISABLE,
    [PLUG_VERB_EVENTS_ON] = PLUG_CHANGE_EVENTS_ON,
    [PLUG_VERB_EVENTS_OFF] = PLUG_CHANGE_EVENTS_OFF,
    [PLUG_VERB_RENAME] = PLUG_CHANGE_EDIT,
    [PLUG_VERB_RETAG] = PLUG_CHANGE_EDIT,
    [PLUG_VERB_DELETE] = PLUG_CHANGE_DELETE,
  };
  PlugChange *change;

  g_return_val_if_fail (self->kind < G_N_ELEMENTS (kinds), NULL);

  change = plug_change_new (kinds[self->kind], instance);
  if (self->kind == PLUG_VERB_RENAME)
    plug_change_set_name (change, self->name);
  if (self->kind == PLUG_VERB_RETAG)
    {
      g_auto (GStrv) tags = dup_tags (self, instance);

      plug_change_set_tags (change, (const char *const *) tags);
    }
  return change;
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_inventory_change_finish (PLUG_INVENTORY (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* plug_verb_run_async:
 * @cancellable: (nullable): before anything is sent, nothing is; after it, only the waiting ends
 *
 * Does it to @instance. */
void
plug_verb_run_async (PlugVerb            *self,
                     PlugInventory       *inventory,
                     PlugInstance        *instance,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (PlugChange) change = NULL;
  GTask *task;

  g_return_if_fail (PLUG_IS_VERB (self));
  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plug_verb_run_async);
  switch (self->kind)
    {
    case PLUG_VERB_FETCH_TOKEN:
      plug_inventory_fetch_token_async (inventory, instance, cancellable, done_cb, task);
      break;
    case PLUG_VERB_ACCEPT:
      plug_inventory_accept_async (inventory, instance, cancellable, done_cb, task);
      break;
    case PLUG_VERB_FORGET:
      plug_inventory_forget_instance_async (inventory, instance, cancellable, done_cb, task);
      break;
    case PLUG_VERB_DELETE_LATER:
      plug_inventory_delete_later_async (inventory, instance, self->due, cancellable, changed_cb,
                                         task);
      break;
    case PLUG_VERB_KEEP:
      plug_inventory_keep_instance_async (inventory, instance, cancellable, changed_cb, task);
      break;
    case PLUG_VERB_ENABLE:
    case PLUG_VERB_DISABLE:
    case PLUG_VERB_EVENTS_ON:
    case PLUG_VERB_EVENTS_OFF:
    case PLUG_VERB_RENAME:
    case PLUG_VERB_RETAG:
    case PLUG_VERB_DELETE:
    default:
      change = create_change (self, instance);
      plug_inventory_change_async (inventory, change, cancellable, changed_cb, task);
    }
}

/* plug_verb_run_finish:
 * Errors: those of the inventory's own verbs.
 *
 * Returns: whether it is done */
gboolean
plug_verb_run_finish (PlugVerb      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
