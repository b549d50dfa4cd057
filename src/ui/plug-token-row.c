/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTokenRow: an instance's token, hidden until it is asked for. */

#include "config.h"

#include "plug-token-row.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-date.h"
#include "plug-error-view.h"

#include <glib/gi18n-lib.h>

/* What a hidden token looks like, whatever its length. */
#define BULLETS "●●●●●●●●●●●●"

struct _PlugTokenRow {
  AdwPreferencesRow parent_instance;
  GtkLabel *title_label;
  GtkLabel *token_label;
  GtkLabel *status_label;
  GtkSpinner *spinner;
  GtkToggleButton *reveal_button;
  GtkWidget *copy_button;
  GtkWidget *copy_menu_button;
  GtkWidget *unlock_button;
  GtkWidget *remedies;
  GtkWidget *retry_button;
  PlugErrorView *error_view;
  PlugInventory *inventory;
  PlugInstance *instance;
  GCancellable *cancellable; /* of what runs; NULL when nothing does */
  guint reveal_ms;
  guint hide_source;
  gboolean revealed;
};

G_DEFINE_FINAL_TYPE (PlugTokenRow, plug_token_row, ADW_TYPE_PREFERENCES_ROW)

enum {
  SIGNAL_COPIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One thing asked of the service: over when the row has turned to something else since. */
typedef struct {
  PlugTokenRow *self;
  GCancellable *cancellable;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->cancellable);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static gboolean
is_keyring_locked (PlugTokenRow *self)
{
  switch (plug_keyring_get_state (plug_inventory_get_keyring (self->inventory)))
    {
    case PLUG_KEYRING_LOCKED:
    case PLUG_KEYRING_DENIED:
      return TRUE;
    case PLUG_KEYRING_UNKNOWN:
    case PLUG_KEYRING_UNLOCKED:
    case PLUG_KEYRING_UNLOCKING:
    case PLUG_KEYRING_NO_SERVICE:
    case PLUG_KEYRING_NO_COLLECTION:
    case PLUG_KEYRING_HANGING:
    case PLUG_KEYRING_NOT_KEEPING:
    case PLUG_KEYRING_FAILED:
    default:
      return FALSE;
    }
}

static PlugIntent *
find_intent (PlugTokenRow *self)
{
  GListModel *intents = plug_inventory_list_intents (self->inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (plug_intent_get_state (intent) == PLUG_INTENT_TOKEN_UNSAVED &&
          g_strcmp0 (plug_intent_get_instance_id (intent),
                     plug_instance_get_id (self->instance)) == 0 &&
          g_str_equal (plug_intent_get_account_id (intent),
                       plug_instance_get_account_id (self->instance)))
        return g_steal_pointer (&intent);
    }
  return NULL;
}

/* It is known not to be in the keyring. */
static gboolean
is_missing (PlugTokenRow *self)
{
  PlugTokenState state = plug_instance_get_token_state (self->instance);

  return state == PLUG_TOKEN_UNSAVED || state == PLUG_TOKEN_ABSENT
         || (state == PLUG_TOKEN_UNKNOWN
             && plug_instance_get_origin (self->instance) == PLUG_ORIGIN_ELSEWHERE);
}

static char *
dup_status (PlugTokenRow *self)
{
  g_autofree char *ago = NULL;

  if (self->revealed)
    return g_strdup (_("Shown for a short time"));
  if (is_keyring_locked (self))
    return g_strdup (_("The keyring is locked"));
  switch (plug_instance_get_token_state (self->instance))
    {
    case PLUG_TOKEN_SAVED:
      if (plug_instance_get_saved (self->instance) == 0)
        return g_strdup (_("Saved in the keyring"));
      ago = plug_date_dup_ago (plug_instance_get_saved (self->instance), g_get_real_time ());
      /* Translators: %s is "2 days ago" or a date */
      return g_strdup_printf (_("Saved in the keyring, %s"), ago);
    case PLUG_TOKEN_UNSAVED:
      return g_strdup (_("Not saved: the keyring refused it. The instance itself is there."));
    case PLUG_TOKEN_ABSENT:
      return g_strdup (_("Not in the keyring. The tenant can be asked for it again."));
    case PLUG_TOKEN_UNKNOWN:
    default:
      if (is_missing (self))
        return g_strdup (_("Made elsewhere, so it was never saved here. The tenant can be asked"
                           " for it."));
      return g_strdup (_("In the keyring, if it was saved"));
    }
}

static void
show_state (PlugTokenRow *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean locked, missing;
  g_autoptr (PlugIntent) intent = NULL;
  g_autofree char *status = NULL;

  if (self->instance == NULL || self->inventory == NULL)
    return;
  locked = is_keyring_locked (self);
  missing = is_missing (self);
  intent = missing ? find_intent (self) : NULL;
  status = dup_status (self);
  gtk_label_set_text (self->status_label, status);
  gtk_widget_set_visible (GTK_WIDGET (self->token_label), !missing);
  gtk_widget_set_visible (GTK_WIDGET (self->reveal_button), !missing && !locked);
  gtk_widget_set_visible (self->copy_button, !missing && !locked);
  gtk_widget_set_visible (self->unlock_button, locked);
  gtk_widget_set_visible (self->remedies, missing && !locked);
  gtk_widget_set_visible (self->retry_button, intent != NULL);
  gtk_widget_set_sensitive (self->copy_button, !busy);
  gtk_widget_set_sensitive (self->unlock_button, !busy);
  gtk_widget_set_sensitive (self->remedies, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* A label takes its text for its name, but this one is to be found, hidden or not. */
static void
set_token_text (PlugTokenRow *self,
                const char   *text)
{
  gtk_label_set_text (self->token_label, text);
  plug_compat_set_label (GTK_WIDGET (self->token_label), _("Token"));
}

static void
show_token (PlugTokenRow *self,
            PlugSecret   *token)
{
  set_token_text (self, token != NULL ? plug_secret_peek (token) : BULLETS);
  self->revealed = token != NULL;
  gtk_toggle_button_set_active (self->reveal_button, token != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal_button),
                               token != NULL ? _("Hide") : _("Reveal"));
  show_state (self);
}

static gboolean
hide_cb (gpointer user_data)
{
  PlugTokenRow *self = user_data;

  self->hide_source = 0;
  plug_token_row_hide (self);
  return G_SOURCE_REMOVE;
}

static Call *
begin_call (PlugTokenRow *self)
{
  Call *call = g_new0 (Call, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  call->self = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  plug_error_view_set_error (self->error_view, NULL);
  show_state (self);
  return call;
}

/* Returns whether the row still waits for this call. */
static gboolean
end_call (Call         *call,
          const GError *error)
{
  PlugTokenRow *self = call->self;

  if (self->cancellable != call->cancellable)
    return FALSE;
  g_clear_object (&self->cancellable);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plug_error_view_set_error (self->error_view, error);
  show_state (self);
  return TRUE;
}

static void
stop_call (PlugTokenRow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
token_to_reveal_loaded_cb (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugSecret) token = NULL;
  PlugTokenRow *self = call->self;

  token = plug_inventory_load_token_finish (PLUG_INVENTORY (source), result, &error);
  if (!end_call (call, error))
    return;
  show_token (self, gtk_widget_get_mapped (GTK_WIDGET (self)) ? token : NULL);
  if (self->revealed)
    self->hide_source = g_timeout_add (self->reveal_ms, hide_cb, self);
}

static void
token_to_copy_loaded_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugSecret) token = NULL;

  token = plug_inventory_load_token_finish (PLUG_INVENTORY (source), result, &error);
  if (!end_call (call, error) || token == NULL)
    return;
  plug_clipboard_copy_secret (GTK_WIDGET (call->self), token);
  g_signal_emit (call->self, signals[SIGNAL_COPIED], 0);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  plug_inventory_finish (PLUG_INVENTORY (source), result, &error);
  end_call (call, error);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  plug_keyring_unlock_finish (PLUG_KEYRING (source), result, &error);
  end_call (call, error);
}

static void
load_token (PlugTokenRow        *self,
            GAsyncReadyCallback  callback)
{
  Call *call = begin_call (self);

  plug_inventory_load_token_async (self->inventory, self->instance, call->cancellable, callback,
                                   call);
}

static void
reveal_toggled_cb (PlugTokenRow *self)
{
  gboolean wanted = gtk_toggle_button_get_active (self->reveal_button);

  if (self->instance == NULL || (wanted == self->revealed && self->cancellable == NULL))
    return;
  if (!wanted)
    {
      plug_token_row_hide (self);
      return;
    }
  load_token (self, token_to_reveal_loaded_cb);
}

static void
unlock_clicked_cb (PlugTokenRow *self)
{
  Call *call = begin_call (self);

  plug_keyring_unlock_async (plug_inventory_get_keyring (self->inventory), call->cancellable,
                             unlocked_cb, call);
}

static void
retry_clicked_cb (PlugTokenRow *self)
{
  g_autoptr (PlugIntent) intent = find_intent (self);

  if (intent != NULL)
    plug_inventory_retry_token_async (self->inventory, intent, NULL, done_cb, begin_call (self));
}

static void
fetch_clicked_cb (PlugTokenRow *self)
{
  plug_inventory_fetch_token_async (self->inventory, self->instance, NULL, done_cb,
                                    begin_call (self));
}

static void
plug_token_row_unmap (GtkWidget *widget)
{
  plug_token_row_hide (PLUG_TOKEN_ROW (widget));
  GTK_WIDGET_CLASS (plug_token_row_parent_class)->unmap (widget);
}

static void
forget_instance (PlugTokenRow *self)
{
  stop_call (self);
  g_clear_handle_id (&self->hide_source, g_source_remove);
  if (self->instance != NULL)
    g_signal_handlers_disconnect_by_data (self->instance, self);
  g_clear_object (&self->instance);
}

static void
forget_inventory (PlugTokenRow *self)
{
  if (self->inventory == NULL)
    return;
  g_signal_handlers_disconnect_by_data (plug_inventory_get_keyring (self->inventory), self);
  g_signal_handlers_disconnect_by_data (plug_inventory_list_intents (self->inventory), self);
  g_clear_object (&self->inventory);
}

static void
plug_token_row_dispose (GObject *object)
{
  PlugTokenRow *self = PLUG_TOKEN_ROW (object);

  forget_instance (self);
  forget_inventory (self);
  G_OBJECT_CLASS (plug_token_row_parent_class)->dispose (object);
}

static void
plug_token_row_class_init (PlugTokenRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_token_row_dispose;
  widget_class->unmap = plug_token_row_unmap;
  g_type_ensure (PLUG_TYPE_ERROR_VIEW);
  signals[SIGNAL_COPIED] = g_signal_new ("copied", PLUG_TYPE_TOKEN_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/plugboard/Plugboard/plug-token-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, token_label);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, status_label);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, copy_menu_button);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, remedies);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, PlugTokenRow, error_view);
  gtk_widget_class_bind_template_callback (widget_class, reveal_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, plug_token_row_copy);
  gtk_widget_class_bind_template_callback (widget_class, unlock_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, fetch_clicked_cb);
}

static void
plug_token_row_init (PlugTokenRow *self)
{
  self->reveal_ms = PLUG_TOKEN_ROW_REVEAL_MS;
  gtk_widget_init_template (GTK_WIDGET (self));
  set_token_text (self, BULLETS);
  plug_compat_set_label (self->copy_menu_button, _("More to Copy"));
}

/* plug_token_row_set_inventory:
 * @inventory: where the token is asked for; to be set once */
void
plug_token_row_set_inventory (PlugTokenRow  *self,
                              PlugInventory *inventory)
{
  g_return_if_fail (PLUG_IS_TOKEN_ROW (self));
  g_return_if_fail (self->inventory == NULL);

  self->inventory = g_object_ref (inventory);
  g_signal_connect_swapped (plug_inventory_get_keyring (inventory), "notify::state",
                            G_CALLBACK (show_state), self);
  g_signal_connect_swapped (plug_inventory_list_intents (inventory), "items-changed",
                            G_CALLBACK (show_state), self);
}

/* plug_token_row_set_instance:
 * @instance: (nullable): whose token; the one shown before is hidden first */
void
plug_token_row_set_instance (PlugTokenRow *self,
                             PlugInstance *instance)
{
  g_return_if_fail (PLUG_IS_TOKEN_ROW (self));

  if (self->instance == instance)
    return;
  forget_instance (self);
  plug_error_view_set_error (self->error_view, NULL);
  show_token (self, NULL);
  if (instance == NULL)
    return;
  self->instance = g_object_ref (instance);
  g_signal_connect_swapped (instance, "notify", G_CALLBACK (show_state), self);
  show_state (self);
}

/* plug_token_row_set_reveal_ms:
 * @reveal_ms: how long a token revealed from now on stands there */
void
plug_token_row_set_reveal_ms (PlugTokenRow *self,
                              guint         reveal_ms)
{
  g_return_if_fail (PLUG_IS_TOKEN_ROW (self));

  self->reveal_ms = reveal_ms;
}

/* plug_token_row_is_revealed:
 * Returns: whether the token itself can be read */
gboolean
plug_token_row_is_revealed (PlugTokenRow *self)
{
  g_return_val_if_fail (PLUG_IS_TOKEN_ROW (self), FALSE);

  return self->revealed;
}

/* plug_token_row_hide:
 * Puts bullets in the token's place; one that is on its way will not be shown. */
void
plug_token_row_hide (PlugTokenRow *self)
{
  g_return_if_fail (PLUG_IS_TOKEN_ROW (self));

  g_clear_handle_id (&self->hide_source, g_source_remove);
  stop_call (self);
  show_token (self, NULL);
}

/* plug_token_row_copy:
 * Reads the token from the keyring into the clipboard, for a short time; emits "copied". */
void
plug_token_row_copy (PlugTokenRow *self)
{
  g_return_if_fail (PLUG_IS_TOKEN_ROW (self));

  if (self->instance != NULL)
    load_token (self, token_to_copy_loaded_cb);
}
