/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyring: the system keyring behind one small interface, which always answers. */

#include "config.h"

#include "plug-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-keyring-service.h"
#include "plug-service-enums.h"

/* libsecret's calls have no shorter limit than GDBus' 25 seconds; a person may take longer. */
#define CALL_MS 25000
#define PROMPT_MS 120000

/* One fixed item, so that a crash in the middle of a probe leaves nothing the next one would
 * not clear. */
#define CANARY_ACCOUNT "probe"

typedef enum {
  PROP_STATE = 1,
} PlugKeyringProperty;

static GParamSpec *properties[PROP_STATE + 1];

G_DEFINE_FINAL_TYPE (PlugKeyring, plug_keyring, G_TYPE_OBJECT)

/* plug_keyring_set_state:
 * Notifies on change. A keyring that left UNLOCKED has to be probed again. */
void
plug_keyring_set_state (PlugKeyring      *self,
                        PlugKeyringState  state)
{
  if (state != PLUG_KEYRING_UNLOCKED)
    {
      self->probed = FALSE;
      self->proved_at = 0;
    }
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* plug_keyring_note_locked:
 * Takes in what was seen of the default collection. That it is open does not mend a keyring
 * that loses what it is given: only a write that works does. That it is locked is no news of
 * one that just refused to open. */
void
plug_keyring_note_locked (PlugKeyring *self,
                          gboolean     locked)
{
  if (locked && self->unlocking == NULL && self->state != PLUG_KEYRING_DENIED)
    plug_keyring_set_state (self, PLUG_KEYRING_LOCKED);
  else if (!locked && self->state != PLUG_KEYRING_NOT_KEEPING &&
           self->state != PLUG_KEYRING_FAILED)
    plug_keyring_set_state (self, PLUG_KEYRING_UNLOCKED);
}

/* plug_keyring_is_locked:
 * @proxy: a SecretCollection or a SecretItem
 *
 * Of a provider that fails to say so libsecret complains with a critical warning: it is called
 * locked here, which has the caller unlock it and look again.
 *
 * Returns: whether it is locked, or may be */
gboolean
plug_keyring_is_locked (gpointer proxy)
{
  g_autoptr (GVariant) locked = g_dbus_proxy_get_cached_property (G_DBUS_PROXY (proxy), "Locked");

  return locked == NULL || !g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) ||
         g_variant_get_boolean (locked);
}

/* plug_keyring_note_collection:
 * Takes in the default collection as it was just read. */
void
plug_keyring_note_collection (PlugKeyring      *self,
                              SecretCollection *collection)
{
  g_free (self->collection_path);
  self->collection_path = g_strdup (g_dbus_proxy_get_object_path (G_DBUS_PROXY (collection)));
  plug_keyring_note_locked (self, plug_keyring_is_locked (collection));
}

static void
service_prompting_cb (PlugKeyringService *service,
                      gboolean            open,
                      PlugKeyring        *self)
{
  if (open)
    self->prompts++;
  else if (self->prompts > 0)
    self->prompts--;
  plug_keyring_calls_rearm (self);
}

/* plug_keyring_take_service:
 * @service: (transfer none): with a session, for this call and those to come */
void
plug_keyring_take_service (PlugKeyring   *self,
                           SecretService *service)
{
  plug_keyring_drop_service (self);
  self->service = g_object_ref (service);
  /* Where a provider answers a method only after the user has, let it. */
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (service), (int) self->prompt_ms);
  g_signal_connect_object (service, "prompting", G_CALLBACK (service_prompting_cb), self, 0);
}

/* plug_keyring_drop_service:
 * Forgets a session that is dead; the next call opens another. */
void
plug_keyring_drop_service (PlugKeyring *self)
{
  if (self->service == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
  self->prompts = 0;
}

static void
plug_keyring_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PlugKeyring *self = PLUG_KEYRING (object);

  switch ((PlugKeyringProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_keyring_dispose (GObject *object)
{
  PlugKeyring *self = PLUG_KEYRING (object);

  plug_keyring_watch_stop (self);
  plug_keyring_calls_abandon (self);
  plug_keyring_drop_service (self);

  G_OBJECT_CLASS (plug_keyring_parent_class)->dispose (object);
}

static void
plug_keyring_finalize (GObject *object)
{
  PlugKeyring *self = PLUG_KEYRING (object);

  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->collection_path, g_free);

  G_OBJECT_CLASS (plug_keyring_parent_class)->finalize (object);
}

static void
plug_keyring_class_init (PlugKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_keyring_get_property;
  object_class->dispose = plug_keyring_dispose;
  object_class->finalize = plug_keyring_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PLUG_TYPE_KEYRING_STATE, PLUG_KEYRING_UNKNOWN,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_keyring_init (PlugKeyring *self)
{
  self->call_ms = CALL_MS;
  self->prompt_ms = PROMPT_MS;
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_keyring_call_unref);
}

/* plug_keyring_new:
 * Nothing is asked of the keyring yet; if one runs already, the state says so soon.
 *
 * Returns: (transfer full): the keyring in state UNKNOWN */
PlugKeyring *
plug_keyring_new (void)
{
  PlugKeyring *self = g_object_new (PLUG_TYPE_KEYRING, NULL);

  plug_keyring_watch_start (self);
  return self;
}

/* plug_keyring_new_unwatched:
 * The state is what the last call found, and nothing of what happens outside is noticed: for a
 * process that asks one thing and ends.
 *
 * Returns: (transfer full): the keyring in state UNKNOWN */
PlugKeyring *
plug_keyring_new_unwatched (void)
{
  PlugKeyring *self = g_object_new (PLUG_TYPE_KEYRING, NULL);

  self->unwatched = TRUE;
  return self;
}

/* plug_keyring_get_state:
 * Returns: what is known of the keyring: by the last call, and by what happened outside since */
PlugKeyringState
plug_keyring_get_state (PlugKeyring *self)
{
  g_return_val_if_fail (PLUG_IS_KEYRING (self), PLUG_KEYRING_UNKNOWN);

  return self->state;
}

/* plug_keyring_get_proof_age:
 * Returns: how long ago, in µs, it gave back what it had just been given; G_MAXINT64 when it has
 *   not done so since it was last seen to be open */
gint64
plug_keyring_get_proof_age (PlugKeyring *self)
{
  g_return_val_if_fail (PLUG_IS_KEYRING (self), G_MAXINT64);

  return self->proved_at != 0 ? g_get_monotonic_time () - self->proved_at : G_MAXINT64;
}

/* plug_keyring_set_timeouts:
 * @call_ms: milliseconds after which a call ends with PLUG_ERROR_KEYRING_HANGING
 * @prompt_ms: the same while a prompt may be open
 *
 * For tests; holds for calls under way too. */
void
plug_keyring_set_timeouts (PlugKeyring *self,
                           guint        call_ms,
                           guint        prompt_ms)
{
  g_return_if_fail (PLUG_IS_KEYRING (self));
  g_return_if_fail (prompt_ms <= G_MAXINT);

  self->call_ms = call_ms;
  self->prompt_ms = prompt_ms;
  if (self->service != NULL)
    g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (self->service), (int) prompt_ms);
  plug_keyring_calls_rearm (self);
}

/* Returns: (transfer none): a call to be started */
static PlugKeyringCall *
prepare_call (PlugKeyring         *self,
              PlugKeyringVerb      verb,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data,
              gpointer             source_tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  plug_keyring_watch_start (self);
  return plug_keyring_call_new (self, verb, task, cancellable);
}

static gboolean
finish_call (PlugKeyring   *self,
             GAsyncResult  *result,
             gpointer       source_tag,
             GError       **error)
{
  g_return_val_if_fail (PLUG_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == source_tag, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* plug_keyring_refresh_async:
 * Finds out the state. A provider that does not run is started; nothing is asked of the user. */
void
plug_keyring_refresh_async (PlugKeyring         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_KEYRING (self));

  plug_keyring_call_start (prepare_call (self, PLUG_KEYRING_VERB_REFRESH, cancellable, callback,
                                         user_data, plug_keyring_refresh_async));
}

/* plug_keyring_refresh_finish:
 * Errors: PLUG_ERROR_KEYRING_MISSING, …_NO_COLLECTION, …_HANGING, …_FAILED; and
 *   G_IO_ERROR_CANCELLED, as from every call.
 *
 * Returns: whether there is a default collection, the state being UNLOCKED or LOCKED */
gboolean
plug_keyring_refresh_finish (PlugKeyring   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish_call (self, result, plug_keyring_refresh_async, error);
}

/* plug_keyring_unlock_async:
 * Opens the default collection; the provider may ask the user. However many calls need it
 * unlocked at the same time, the user is asked once. */
void
plug_keyring_unlock_async (PlugKeyring         *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_KEYRING (self));

  plug_keyring_call_start (prepare_call (self, PLUG_KEYRING_VERB_UNLOCK, cancellable, callback,
                                         user_data, plug_keyring_unlock_async));
}

/* plug_keyring_unlock_finish:
 * Errors: as plug_keyring_refresh_finish(), and PLUG_ERROR_KEYRING_DENIED when the question was
 *   dismissed or could not be asked.
 *
 * Returns: whether the collection is unlocked now */
gboolean
plug_keyring_unlock_finish (PlugKeyring   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_call (self, result, plug_keyring_unlock_async, error);
}

/* plug_keyring_lock_async:
 * Closes the default collection. */
void
plug_keyring_lock_async (PlugKeyring         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (PLUG_IS_KEYRING (self));

  plug_keyring_call_start (prepare_call (self, PLUG_KEYRING_VERB_LOCK, cancellable, callback,
                                         user_data, plug_keyring_lock_async));
}

/* plug_keyring_lock_finish:
 * Errors: as plug_keyring_refresh_finish().
 *
 * Returns: whether the collection is locked now */
gboolean
plug_keyring_lock_finish (PlugKeyring   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_call (self, result, plug_keyring_lock_async, error);
}

/* plug_keyring_probe_async:
 * @force: probe even if that was done since the keyring was last unlocked, as before a batch
 *
 * Unlocks if need be, then stores a canary, reads it back, clears it: what a creation must know
 * before it is posted (DESIGN.md "A creation is never lost", step 1). */
void
plug_keyring_probe_async (PlugKeyring         *self,
                          gboolean             force,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  /* One of its own for each process: they would clear each other's. */
  static char *canary_id;
  PlugKeyringCall *call;

  g_return_if_fail (PLUG_IS_KEYRING (self));

  if (canary_id == NULL)
    canary_id = g_uuid_string_random ();
  call = prepare_call (self, PLUG_KEYRING_VERB_PROBE, cancellable, callback, user_data,
                       plug_keyring_probe_async);
  plug_keyring_call_set_item (call, PLUG_SECRET_KIND_CANARY, CANARY_ACCOUNT, canary_id);
  call->force = force;
  call->label = g_strdup (_("Plugboard’s test of the keyring"));
  call->secret = plug_secret_new_format ("%08x%08x", g_random_int (), g_random_int ());
  plug_keyring_call_start (call);
}

/* plug_keyring_probe_finish:
 * Errors: as plug_keyring_store_finish().
 *
 * Returns: whether the keyring keeps what it is given */
gboolean
plug_keyring_probe_finish (PlugKeyring   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_call (self, result, plug_keyring_probe_async, error);
}

static gboolean
is_storable (PlugSecret *secret)
{
  return plug_secret_get_length (secret) > 0 && plug_secret_is_single_line (secret);
}

static void
refuse_unstorable (PlugKeyring         *self,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, plug_keyring_store_async);
  g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                           _("This secret cannot be saved in the system keyring, because it is "
                             "empty or has a line break or another control character in it. "
                             "Enter it as one line."));
}

/* plug_keyring_store_async:
 * @account_id: UUID of the account
 * @instance_id: (nullable): for tokens, and only for these
 * @label: what Seahorse shows; like all but @secret readable while the keyring is locked
 * @secret: one line
 *
 * Stores the secret in the default collection, in place of what was there under the same
 * attributes, looks it up anew and compares (reliability.md K3). Unlocks if need be. */
void
plug_keyring_store_async (PlugKeyring         *self,
                          PlugSecretKind       kind,
                          const char          *account_id,
                          const char          *instance_id,
                          const char          *label,
                          PlugSecret          *secret,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  PlugKeyringCall *call;

  g_return_if_fail (PLUG_IS_KEYRING (self));
  g_return_if_fail (account_id != NULL && label != NULL && secret != NULL);
  g_return_if_fail ((kind == PLUG_SECRET_KIND_TOKEN) == (instance_id != NULL));

  if (!is_storable (secret))
    {
      refuse_unstorable (self, cancellable, callback, user_data);
      return;
    }
  call = prepare_call (self, PLUG_KEYRING_VERB_STORE, cancellable, callback, user_data,
                       plug_keyring_store_async);
  plug_keyring_call_set_item (call, kind, account_id, instance_id);
  call->label = g_strdup (label);
  call->secret = plug_secret_ref (secret);
  plug_keyring_call_start (call);
}

/* plug_keyring_store_finish:
 * Errors: PLUG_ERROR_INVALID_FIELD before anything was done; PLUG_ERROR_KEYRING_… otherwise,
 *   of which HANGING leaves open what was stored, and NOT_KEEPING says it was not.
 *
 * Returns: whether the keyring has the secret, byte for byte */
gboolean
plug_keyring_store_finish (PlugKeyring   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_call (self, result, plug_keyring_store_async, error);
}

/* plug_keyring_lookup_async:
 * @account_id: UUID of the account
 * @instance_id: (nullable): for tokens, and only for these
 *
 * Reads one secret. Unlocks if need be. */
void
plug_keyring_lookup_async (PlugKeyring         *self,
                           PlugSecretKind       kind,
                           const char          *account_id,
                           const char          *instance_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  PlugKeyringCall *call;

  g_return_if_fail (PLUG_IS_KEYRING (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail ((kind == PLUG_SECRET_KIND_TOKEN) == (instance_id != NULL));

  call = prepare_call (self, PLUG_KEYRING_VERB_LOOKUP, cancellable, callback, user_data,
                       plug_keyring_lookup_async);
  plug_keyring_call_set_item (call, kind, account_id, instance_id);
  plug_keyring_call_start (call);
}

/* plug_keyring_lookup_finish:
 * Errors: PLUG_ERROR_SECRET_ABSENT of a keyring that was unlocked before and after the question;
 *   otherwise PLUG_ERROR_KEYRING_…, which say nothing about the secret.
 *
 * Returns: (transfer full) (nullable): the secret, or NULL with an error */
PlugSecret *
plug_keyring_lookup_finish (PlugKeyring   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (PLUG_IS_KEYRING (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == plug_keyring_lookup_async,
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_keyring_clear_async:
 * @account_id: UUID of the account
 * @instance_id: (nullable): for tokens, and only for these
 *
 * Removes one secret, wherever copies of it are. Unlocks if need be. */
void
plug_keyring_clear_async (PlugKeyring         *self,
                          PlugSecretKind       kind,
                          const char          *account_id,
                          const char          *instance_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  PlugKeyringCall *call;

  g_return_if_fail (PLUG_IS_KEYRING (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail ((kind == PLUG_SECRET_KIND_TOKEN) == (instance_id != NULL));

  call = prepare_call (self, PLUG_KEYRING_VERB_CLEAR, cancellable, callback, user_data,
                       plug_keyring_clear_async);
  plug_keyring_call_set_item (call, kind, account_id, instance_id);
  plug_keyring_call_start (call);
}

/* plug_keyring_clear_finish:
 * Errors: PLUG_ERROR_KEYRING_…
 *
 * Returns: whether the keyring, unlocked, has no such secret any more, or never had */
gboolean
plug_keyring_clear_finish (PlugKeyring   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_call (self, result, plug_keyring_clear_async, error);
}
