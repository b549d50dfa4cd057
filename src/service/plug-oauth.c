/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugOAuth: authorizations, one at a time. Read from plug_oauth_authorize_async() on; each
 * step's callback stands before the step that waits for it. */

#include "config.h"

#include "plug-oauth.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-oauth-answer.h"
#include "plug-oauth-listener.h"
#include "plug-oauth-private.h"
#include "plug-service-enums.h"
#include "plug-text.h"

/* Ours whenever it is free, and outside of what systems give out by themselves: many providers
 * want the address registered, which takes one that stays. */
#define OWN_HOST "127.0.0.1"
#define OWN_PORT 61423
#define OWN_PATH "/callback"

/* One authorization under way. */
typedef struct {
  PlugAccount *account;
  PlugDraft *draft;
  PlugApi *api;
  PlugOAuthVersion version;
  char *callback_url;
  char *url;                  /* (nullable): until the tenant has said it */
  PlugSecret *api_key;
  PlugSecret *api_secret;
  PlugSecret *state;          /* (nullable): OAuth 1 with a callback that is not ours */
  PlugSecret *request_token;  /* (nullable): OAuth 2 */
  PlugSecret *request_secret; /* (nullable): likewise */
  GSource *time_out;
  GSource *cancelled;
  gboolean manual;            /* the browser goes to where we are not */
  gboolean own;               /* it comes to plug_oauth_get_callback_url() */
} Flow;

struct _PlugOAuth {
  GObject parent_instance;

  PlugInventory *inventory;
  PlugOAuthListener *listener;
  char *own_url; /* (nullable) */
  guint own_port;
  guint time_out_ms;
  GTask *task; /* (nullable): borrowed from the steps; its data is the Flow */
  PlugOAuthPhase phase;
  guint n_foreign;
};

typedef enum {
  PROP_PHASE = 1,
  PROP_N_FOREIGN,
} PlugOAuthProperty;

static GParamSpec *properties[PROP_N_FOREIGN + 1];

G_DEFINE_FINAL_TYPE (PlugOAuth, plug_oauth, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
flow_free (Flow *flow)
{
  clear_source (&flow->time_out);
  clear_source (&flow->cancelled);
  g_clear_object (&flow->account);
  g_clear_object (&flow->draft);
  g_clear_object (&flow->api);
  g_free (flow->callback_url);
  g_free (flow->url);
  g_clear_pointer (&flow->api_key, plug_secret_unref);
  g_clear_pointer (&flow->api_secret, plug_secret_unref);
  g_clear_pointer (&flow->state, plug_secret_unref);
  g_clear_pointer (&flow->request_token, plug_secret_unref);
  g_clear_pointer (&flow->request_secret, plug_secret_unref);
  g_free (flow);
}

static Flow *
get_flow (PlugOAuth *self)
{
  return self->task != NULL ? g_task_get_task_data (self->task) : NULL;
}

static void
enter_phase (PlugOAuth      *self,
             PlugOAuthPhase  phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

static void
set_n_foreign (PlugOAuth *self,
               guint      n_foreign)
{
  if (self->n_foreign == n_foreign)
    return;
  self->n_foreign = n_foreign;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FOREIGN]);
}

/* Takes @error, NULL for a success. The last step of every way through. */
static void
finish (PlugOAuth *self,
        GError    *error)
{
  g_autoptr (PlugOAuth) alive = g_object_ref (self);
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  Flow *flow = g_task_get_task_data (task);

  clear_source (&flow->time_out);
  clear_source (&flow->cancelled);
  enter_phase (self, PLUG_OAUTH_IDLE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* What came back */

/* OAuth 1 has no state of its own: the request token is known to those alone who take part. */
static gboolean
is_ours (Flow            *flow,
         PlugOAuthAnswer *answer)
{
  if (flow->state != NULL)
    return plug_oauth_is_same (flow->state, plug_oauth_answer_get (answer, "state"));
  return plug_oauth_is_same (flow->request_token, plug_oauth_answer_get (answer, "oauth_token")) ||
         plug_oauth_is_same (flow->request_token, plug_oauth_answer_get (answer, "denied"));
}

static gboolean
is_complete (Flow            *flow,
             PlugOAuthAnswer *answer)
{
  if (flow->version == PLUG_OAUTH_1)
    return plug_oauth_answer_get (answer, "oauth_verifier") != NULL &&
           plug_oauth_is_same (flow->request_token,
                               plug_oauth_answer_get (answer, "oauth_token"));
  return plug_oauth_answer_get (answer, "code") != NULL ||
         plug_oauth_answer_get (answer, "authorization_code") != NULL ||
         plug_oauth_answer_get (answer, "access_token") != NULL;
}

/* A no, in the provider's words; that of a person is called what it is. */
static GError *
refusal_new (Flow            *flow,
             PlugOAuthAnswer *answer)
{
  const char *const secrets[] = { plug_secret_peek (flow->api_secret), NULL };
  const char *word = plug_oauth_answer_get_error (answer);
  gboolean denied = word == NULL || g_str_equal (word, "access_denied") ||
                    g_str_equal (word, "user_refused") || g_str_equal (word, "not_approved") ||
                    g_str_equal (word, "permission_denied");
  g_autofree char *words = NULL;

  if (plug_oauth_answer_get_words (answer) != NULL)
    words = plug_text_redact (plug_oauth_answer_get_words (answer), secrets);
  return plug_error_new_remote (denied ? PLUG_ERROR_FORBIDDEN : PLUG_ERROR_FAILED, 0,
                                denied
                                  ? _("Access was not granted, so nothing was created. Create the "
                                      "instance again to be asked once more.")
                                  : _("The provider did not authorize the app, so nothing was "
                                      "created. Check its key, secret, scope and callback URL."),
                                NULL, words, NULL);
}

static void
apply (Flow            *flow,
       PlugOAuthAnswer *answer)
{
  plug_oauth_answer_apply (answer, flow->draft);
  if (flow->request_secret != NULL)
    plug_draft_set_provider_data (flow->draft, "secret", flow->request_secret);
  plug_draft_set_value (flow->draft, PLUG_OAUTH_CALLBACK, flow->callback_url);
}

static PlugOAuthPage
take_answer (PlugOAuth       *self,
             PlugOAuthAnswer *answer)
{
  Flow *flow = get_flow (self);

  if (plug_oauth_answer_is_refusal (answer))
    {
      finish (self, refusal_new (flow, answer));
      return PLUG_OAUTH_PAGE_REFUSED;
    }
  if (!is_complete (flow, answer))
    {
      finish (self, g_error_new_literal (PLUG_ERROR, PLUG_ERROR_PROTOCOL,
                                         _("The provider sent the browser back without a code. "
                                           "Create the instance again to be asked once more.")));
      return PLUG_OAUTH_PAGE_REFUSED;
    }
  apply (flow, answer);
  finish (self, NULL);
  return PLUG_OAUTH_PAGE_GRANTED;
}

static PlugOAuthPage
visited (const char *query,
         gsize       length,
         gpointer    user_data)
{
  g_autoptr (PlugOAuth) self = g_object_ref (user_data);
  g_autoptr (PlugOAuthAnswer) answer = NULL;

  if (self->phase != PLUG_OAUTH_WAITING || get_flow (self)->manual)
    return PLUG_OAUTH_PAGE_IDLE;
  answer = plug_oauth_answer_parse (query, length);
  if (answer != NULL && is_ours (get_flow (self), answer))
    return take_answer (self, answer);
  set_n_foreign (self, self->n_foreign + 1);
  return PLUG_OAUTH_PAGE_FOREIGN;
}

/* plug_oauth_paste:
 * @text: the address a browser ended on
 * @error: %PLUG_ERROR_INVALID_FIELD when it is none, or another authorization's; the wait goes on
 *
 * What it says is taken as if the browser had come to us.
 *
 * Returns: whether the authorization is over with it, one way or the other */
gboolean
plug_oauth_paste (PlugOAuth   *self,
                  const char  *text,
                  GError     **error)
{
  g_autoptr (PlugOAuthAnswer) answer = NULL;

  g_return_val_if_fail (PLUG_IS_OAUTH (self) && text != NULL, FALSE);
  g_return_val_if_fail (self->phase == PLUG_OAUTH_WAITING, FALSE);

  answer = plug_oauth_answer_parse_pasted (text, error);
  if (answer == NULL)
    return FALSE;
  if (!is_ours (get_flow (self), answer))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                           _("That address belongs to another authorization. Use the page that "
                             "was opened last, and copy the address it ends on."));
      return FALSE;
    }
  take_answer (self, answer);
  return TRUE;
}

/* The steps */

static gboolean
timed_out_cb (gpointer user_data)
{
  finish (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                          _("The browser did not come back in time, so nothing "
                                            "was created. Create the instance again to be asked "
                                            "once more.")));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  finish (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled")));
  return G_SOURCE_REMOVE;
}

static void
wait_for_browser (PlugOAuth *self)
{
  Flow *flow = get_flow (self);
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  flow->time_out = g_timeout_source_new (self->time_out_ms);
  g_source_set_callback (flow->time_out, timed_out_cb, self, NULL);
  g_source_attach (flow->time_out, g_task_get_context (self->task));
  if (cancellable != NULL)
    {
      flow->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (flow->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (flow->cancelled, g_task_get_context (self->task));
    }
  enter_phase (self, PLUG_OAUTH_WAITING);
}

static void
url_came_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugOAuth *self = g_task_get_source_object (task);
  Flow *flow = g_task_get_task_data (task);
  g_autofree char *url = NULL;
  GError *error = NULL;

  url = plug_api_get_oauth_url_finish (PLUG_API (source), result, &error);
  if (url != NULL)
    flow->url = plug_oauth_check_url (url, flow->version == PLUG_OAUTH_2 ? flow->state : NULL,
                                      flow->api_secret, &error);
  if (flow->url == NULL)
    finish (self, error);
  else
    wait_for_browser (self);
}

static void
fill_order (Flow           *flow,
            JsonObject     *extras,
            PlugOAuthOrder *order)
{
  order->connector_key = plug_connector_get_key (plug_draft_get_connector (flow->draft));
  order->api_key = flow->api_key;
  order->api_secret = flow->api_secret;
  order->callback_url = flow->callback_url;
  order->state = flow->version == PLUG_OAUTH_2 ? plug_secret_peek (flow->state) : NULL;
  order->request_token = flow->request_token;
  order->extras = extras;
}

static void
ask_for_url (GTask *task)
{
  Flow *flow = g_task_get_task_data (task);
  g_autoptr (JsonObject) extras = plug_oauth_dup_extras (flow->draft);
  PlugOAuthOrder order = { NULL };

  fill_order (flow, extras, &order);
  plug_api_get_oauth_url_async (flow->api, &order, g_task_get_cancellable (task), url_came_cb,
                                g_object_ref (task));
}

static void
token_came_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;

  if (plug_api_get_oauth_token_finish (PLUG_API (source), result, &flow->request_token,
                                       &flow->request_secret, &error))
    ask_for_url (task);
  else
    finish (g_task_get_source_object (task), error);
}

static void
ask_for_token (GTask *task)
{
  Flow *flow = g_task_get_task_data (task);
  g_autoptr (JsonObject) extras = plug_oauth_dup_extras (flow->draft);
  PlugOAuthOrder order = { NULL };

  fill_order (flow, extras, &order);
  plug_api_get_oauth_token_async (flow->api, &order, g_task_get_cancellable (task),
                                  token_came_cb, g_object_ref (task));
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;

  flow->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (flow->api == NULL)
    finish (g_task_get_source_object (task), error);
  else if (flow->version == PLUG_OAUTH_1)
    ask_for_token (task);
  else
    ask_for_url (task);
}

/* Our own address, or the draft's: where that is on this computer, we listen there. */
static gboolean
prepare_callback (PlugOAuth  *self,
                  Flow       *flow,
                  GError    **error)
{
  const char *wanted = plug_draft_get_value (flow->draft, PLUG_OAUTH_CALLBACK);
  g_autoptr (GUri) uri = NULL;
  const char *own;

  if (wanted == NULL || *wanted == '\0' || g_strcmp0 (wanted, self->own_url) == 0)
    {
      own = plug_oauth_get_callback_url (self, error);
      if (own == NULL)
        return FALSE;
      flow->own = TRUE;
      flow->callback_url = flow->version == PLUG_OAUTH_1
                             ? g_strconcat (own, "?state=", plug_secret_peek (flow->state), NULL)
                             : g_strdup (own);
      return TRUE;
    }
  flow->callback_url = g_strdup (wanted);
  if (flow->version == PLUG_OAUTH_1)
    g_clear_pointer (&flow->state, plug_secret_unref);
  flow->manual = !plug_oauth_is_own_callback (wanted);
  if (flow->manual)
    return TRUE;
  uri = g_uri_parse (wanted, G_URI_FLAGS_ENCODED, NULL);
  return plug_oauth_listener_listen (self->listener, g_uri_get_host (uri),
                                     (guint) g_uri_get_port (uri), g_uri_get_path (uri), error);
}

static gboolean
prepare (PlugOAuth  *self,
         Flow       *flow,
         GError    **error)
{
  g_autoptr (GPtrArray) problems = plug_oauth_list_problems (flow->draft);

  if (problems->len > 0)
    {
      PlugProblem *problem = g_ptr_array_index (problems, 0);

      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, problem->message);
      return FALSE;
    }
  flow->version = plug_oauth_version_of (flow->draft);
  flow->api_key = plug_oauth_dup_secret (flow->draft, PLUG_OAUTH_KEY);
  flow->api_secret = plug_oauth_dup_secret (flow->draft, PLUG_OAUTH_SECRET);
  flow->state = plug_oauth_dup_state ();
  if (flow->state == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _("This computer has no random numbers to give, so no authorization "
                             "can be told from a forged one."));
      return FALSE;
    }
  if (prepare_callback (self, flow, error))
    return TRUE;
  g_prefix_error (error, _("Plugboard cannot listen at the callback URL: "));
  return FALSE;
}

/* plug_oauth_authorize_async:
 * @account: whose tenant is asked
 * @draft: an OAuth 1 or 2 connector's; must not be changed meanwhile
 * @cancellable: (nullable): ends it at any point
 *
 * Asks the tenant where to go, then waits for a browser to come back. With
 * %PLUG_OAUTH_WAITING, plug_oauth_get_url() is to be opened in one. */
void
plug_oauth_authorize_async (PlugOAuth           *self,
                            PlugAccount         *account,
                            PlugDraft           *draft,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Flow *flow;

  g_return_if_fail (PLUG_IS_OAUTH (self));
  g_return_if_fail (PLUG_IS_ACCOUNT (account) && PLUG_IS_DRAFT (draft));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_oauth_authorize_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->task != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               _("Another authorization is under way."));
      return;
    }
  flow = g_new0 (Flow, 1);
  flow->account = g_object_ref (account);
  flow->draft = g_object_ref (draft);
  g_task_set_task_data (task, flow, (GDestroyNotify) flow_free);
  self->task = g_object_ref (task);
  set_n_foreign (self, 0);
  enter_phase (self, PLUG_OAUTH_ASKING);
  if (!prepare (self, flow, &error))
    {
      finish (self, error);
      return;
    }
  plug_inventory_open_api_async (self->inventory, account, cancellable, api_opened_cb,
                                 g_object_ref (task));
}

/* plug_oauth_authorize_finish:
 * Errors: %PLUG_ERROR_FORBIDDEN when access was not granted, %PLUG_ERROR_FAILED for whatever else
 * the provider says, both with its words; %G_IO_ERROR_TIMED_OUT when nobody came back;
 * %PLUG_ERROR_INVALID_FIELD for a draft that lacks something, and those of a call of the API.
 *
 * Returns: whether the draft has "providerData" and the callback URL that was used */
gboolean
plug_oauth_authorize_finish (PlugOAuth     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The class */

static void
plug_oauth_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PlugOAuth *self = PLUG_OAUTH (object);

  switch ((PlugOAuthProperty) property_id)
    {
    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;
    case PROP_N_FOREIGN:
      g_value_set_uint (value, self->n_foreign);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_oauth_dispose (GObject *object)
{
  PlugOAuth *self = PLUG_OAUTH (object);

  g_clear_object (&self->listener);
  g_clear_object (&self->inventory);
  G_OBJECT_CLASS (plug_oauth_parent_class)->dispose (object);
}

static void
plug_oauth_finalize (GObject *object)
{
  g_free (PLUG_OAUTH (object)->own_url);
  G_OBJECT_CLASS (plug_oauth_parent_class)->finalize (object);
}

static void
plug_oauth_class_init (PlugOAuthClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = plug_oauth_get_property;
  object_class->dispose = plug_oauth_dispose;
  object_class->finalize = plug_oauth_finalize;
  properties[PROP_PHASE] = g_param_spec_enum ("phase", NULL, NULL, PLUG_TYPE_OAUTH_PHASE,
                                              PLUG_OAUTH_IDLE, flags);
  properties[PROP_N_FOREIGN] = g_param_spec_uint ("n-foreign", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/* Tests of the whole program have no ten minutes. */
static guint
get_time_out (void)
{
  const char *text = g_getenv ("PLUG_OAUTH_TIME_OUT_MS");
  guint64 milliseconds;

  if (text == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 1, PLUG_OAUTH_TIME_OUT_MS, &milliseconds, NULL))
    return PLUG_OAUTH_TIME_OUT_MS;
  return (guint) milliseconds;
}

static void
plug_oauth_init (PlugOAuth *self)
{
  self->time_out_ms = get_time_out ();
  self->own_port = OWN_PORT;
  self->listener = plug_oauth_listener_new (visited, self);
}

/* plug_oauth_new:
 * Returns: (transfer full): no authorization yet, and no address */
PlugOAuth *
plug_oauth_new (PlugInventory *inventory)
{
  PlugOAuth *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_OAUTH, NULL);
  self->inventory = g_object_ref (inventory);
  return self;
}

/* plug_oauth_set_time_out:
 * @milliseconds: how long a browser may take from the next authorization on */
void
plug_oauth_set_time_out (PlugOAuth *self,
                         guint      milliseconds)
{
  g_return_if_fail (PLUG_IS_OAUTH (self));

  self->time_out_ms = milliseconds;
}

/* Moving away now would leave the browser without us. */
static gboolean
is_awaited_elsewhere (PlugOAuth *self)
{
  Flow *flow = get_flow (self);

  return flow != NULL && flow->callback_url != NULL && !flow->manual && !flow->own;
}

/* plug_oauth_get_callback_url:
 * Listens from now on, at the same address as ever unless somebody else has it. While a browser
 * is to come to another address of this computer, that is where it listens.
 *
 * Returns: (transfer none) (nullable): where browsers are to come back to, until it moves; NULL for
 *   %G_IO_ERROR_ADDRESS_IN_USE, %G_IO_ERROR_PENDING and the like */
const char *
plug_oauth_get_callback_url (PlugOAuth  *self,
                             GError    **error)
{
  guint port;

  g_return_val_if_fail (PLUG_IS_OAUTH (self), NULL);

  if (is_awaited_elsewhere (self))
    {
      if (self->own_url == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING,
                             _("Another authorization is under way."));
      return self->own_url;
    }
  if (!plug_oauth_listener_listen (self->listener, OWN_HOST, self->own_port, OWN_PATH, NULL) &&
      !plug_oauth_listener_listen (self->listener, OWN_HOST, 0, OWN_PATH, error))
    return NULL;
  port = plug_oauth_listener_get_port (self->listener);
  if (self->own_url != NULL && port == self->own_port)
    return self->own_url;
  self->own_port = port;
  g_free (self->own_url);
  self->own_url = g_strdup_printf ("http://" OWN_HOST ":%u" OWN_PATH, port);
  return self->own_url;
}

/* plug_oauth_get_phase:
 * Returns: what it is doing */
PlugOAuthPhase
plug_oauth_get_phase (PlugOAuth *self)
{
  g_return_val_if_fail (PLUG_IS_OAUTH (self), PLUG_OAUTH_IDLE);

  return self->phase;
}

/* plug_oauth_get_url:
 * Returns: (transfer none) (nullable): what a browser is to open, while it is waited for */
const char *
plug_oauth_get_url (PlugOAuth *self)
{
  g_return_val_if_fail (PLUG_IS_OAUTH (self), NULL);

  return self->phase == PLUG_OAUTH_WAITING ? get_flow (self)->url : NULL;
}

/* plug_oauth_is_manual:
 * Returns: whether the browser goes to where we are not, so that it has to be pasted */
gboolean
plug_oauth_is_manual (PlugOAuth *self)
{
  g_return_val_if_fail (PLUG_IS_OAUTH (self), FALSE);

  return self->task != NULL && get_flow (self)->manual;
}

/* plug_oauth_get_n_foreign:
 * Returns: how often somebody came in this authorization who does not belong to it */
guint
plug_oauth_get_n_foreign (PlugOAuth *self)
{
  g_return_val_if_fail (PLUG_IS_OAUTH (self), 0);

  return self->n_foreign;
}
