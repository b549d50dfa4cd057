/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clipboard, and a secret in it for a short time only. */

#include "config.h"

#include "plug-clipboard.h"

#define PLUG_TYPE_SECRET_CONTENT (plug_secret_content_get_type ())
G_DECLARE_FINAL_TYPE (PlugSecretContent, plug_secret_content, PLUG, SECRET_CONTENT,
                      GdkContentProvider)

/* Text for whoever asks, and the word by which KDE's clipboard history leaves it out. GDK cannot
 * serve a type without a slash, but who only reads the list of types sees it. */
#define HINT_LISTED   "x-kde-passwordManagerHint"
#define HINT_READABLE "text/x-kde-passwordManagerHint"

struct _PlugSecretContent {
  GdkContentProvider parent_instance;
  PlugSecret *secret;
};

G_DEFINE_FINAL_TYPE (PlugSecretContent, plug_secret_content, GDK_TYPE_CONTENT_PROVIDER)

/* What is known of one display's clipboard. */
typedef struct {
  GdkDisplay *display;
  GdkContentProvider *content; /* ours; NULL when there is none */
  PlugClipboardCountdown *countdown;
  guint timer;
  guint tick;
  guint ms;
  gint64 deadline; /* of what is ours, monotonic */
  gboolean due;    /* the time is over, but no window was active */
} PlugClipboardState;

static GdkContentFormats *
plug_secret_content_ref_formats (GdkContentProvider *provider)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  gdk_content_formats_builder_add_mime_type (builder, HINT_READABLE);
  gdk_content_formats_builder_add_mime_type (builder, HINT_LISTED);
  return gdk_content_formats_builder_free_to_formats (builder);
}

static gboolean
plug_secret_content_get_value (GdkContentProvider  *provider,
                               GValue              *value,
                               GError             **error)
{
  PlugSecretContent *self = PLUG_SECRET_CONTENT (provider);

  if (G_VALUE_HOLDS_STRING (value))
    {
      g_value_set_string (value, plug_secret_peek (self->secret));
      return TRUE;
    }
  return GDK_CONTENT_PROVIDER_CLASS (plug_secret_content_parent_class)
           ->get_value (provider, value, error);
}

static void
hint_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
plug_secret_content_write_mime_type_async (GdkContentProvider  *provider,
                                           const char          *mime_type,
                                           GOutputStream       *stream,
                                           int                  io_priority,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  static const char answer[] = "secret";
  GTask *task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, plug_secret_content_write_mime_type_async);
  g_output_stream_write_all_async (stream, answer, sizeof answer - 1, io_priority, cancellable,
                                   hint_written_cb, task);
}

static gboolean
plug_secret_content_write_mime_type_finish (GdkContentProvider  *provider,
                                            GAsyncResult        *result,
                                            GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
plug_secret_content_finalize (GObject *object)
{
  PlugSecretContent *self = PLUG_SECRET_CONTENT (object);

  g_clear_pointer (&self->secret, plug_secret_unref);
  G_OBJECT_CLASS (plug_secret_content_parent_class)->finalize (object);
}

static void
plug_secret_content_class_init (PlugSecretContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plug_secret_content_finalize;
  provider_class->ref_formats = plug_secret_content_ref_formats;
  provider_class->get_value = plug_secret_content_get_value;
  provider_class->write_mime_type_async = plug_secret_content_write_mime_type_async;
  provider_class->write_mime_type_finish = plug_secret_content_write_mime_type_finish;
}

static void
plug_secret_content_init (PlugSecretContent *self)
{
}

static void
state_free (PlugClipboardState *state)
{
  g_clear_handle_id (&state->timer, g_source_remove);
  g_clear_handle_id (&state->tick, g_source_remove);
  g_clear_object (&state->content);
  g_clear_object (&state->countdown);
  g_free (state);
}

static void
show_countdown (PlugClipboardState *state)
{
  gint64 left = state->deadline - g_get_monotonic_time ();
  guint seconds = (guint) (MAX (left, 0) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  if (state->content != NULL)
    plug_clipboard_countdown_set (state->countdown,
                                  state->due ? PLUG_CLIPBOARD_OVERDUE : PLUG_CLIPBOARD_HOLDS,
                                  state->due ? 0 : seconds);
}

static gboolean
tick_cb (gpointer user_data)
{
  show_countdown (user_data);
  return G_SOURCE_CONTINUE;
}

static void
forget_content (PlugClipboardState *state,
                PlugClipboardPhase  phase)
{
  g_clear_object (&state->content);
  g_clear_handle_id (&state->timer, g_source_remove);
  g_clear_handle_id (&state->tick, g_source_remove);
  state->due = FALSE;
  plug_clipboard_countdown_set (state->countdown, phase, 0);
}

/* Somebody else has copied something. */
static void
clipboard_changed_cb (GdkClipboard       *clipboard,
                      PlugClipboardState *state)
{
  if (state->content != NULL && gdk_clipboard_get_content (clipboard) != state->content)
    forget_content (state, PLUG_CLIPBOARD_EMPTY);
}

static PlugClipboardState *
state_of (GdkDisplay *display)
{
  PlugClipboardState *state = g_object_get_data (G_OBJECT (display), "plug-clipboard");

  if (state == NULL)
    {
      state = g_new0 (PlugClipboardState, 1);
      state->display = display;
      state->ms = PLUG_CLIPBOARD_SECONDS * 1000;
      state->countdown = plug_clipboard_countdown_new ();
      g_signal_connect (gdk_display_get_clipboard (display), "changed",
                        G_CALLBACK (clipboard_changed_cb), state);
      g_object_set_data_full (G_OBJECT (display), "plug-clipboard", state,
                              (GDestroyNotify) state_free);
    }
  return state;
}

/* One that is hidden may still call itself active. */
static gboolean
is_active (GtkWindow *window)
{
  return gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_window_is_active (window);
}

static gboolean
is_any_window_active (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (GTK_IS_WINDOW (l->data) && is_active (l->data))
        return TRUE;
    }
  return FALSE;
}

static void
clear_now (PlugClipboardState *state)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (state->display);
  gboolean ours = state->content != NULL
                  && gdk_clipboard_get_content (clipboard) == state->content;

  if (state->content == NULL)
    return;
  forget_content (state, ours ? PLUG_CLIPBOARD_CLEARED : PLUG_CLIPBOARD_EMPTY);
  if (ours)
    {
      gdk_clipboard_set_content (clipboard, NULL);
      gdk_display_sync (state->display);
    }
}

/* On Wayland only the active application may change the clipboard, and a refusal is silent. */
static gboolean
time_over_cb (gpointer user_data)
{
  PlugClipboardState *state = user_data;

  state->timer = 0;
  if (is_any_window_active ())
    clear_now (state);
  else
    {
      state->due = TRUE;
      show_countdown (state);
    }
  return G_SOURCE_REMOVE;
}

static void
window_active_changed_cb (GtkWindow *window)
{
  PlugClipboardState *state = state_of (gtk_widget_get_display (GTK_WIDGET (window)));

  if (state->due && is_active (window))
    clear_now (state);
}

static gboolean
window_closing_cb (GtkWindow *window)
{
  clear_now (state_of (gtk_widget_get_display (GTK_WIDGET (window))));
  return GDK_EVENT_PROPAGATE;
}

static void
application_shutdown_cb (GApplication *application,
                         GdkDisplay   *display)
{
  clear_now (state_of (display));
}

static void
watch_once (gpointer    object,
            const char *signal,
            GCallback   callback,
            gpointer    user_data)
{
  guint id;
  GQuark detail;

  /* Of one callback for several signals, this one's alone. */
  g_signal_parse_name (signal, G_OBJECT_TYPE (object), &id, &detail, FALSE);
  g_signal_handlers_disconnect_matched (
    object, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, id, 0, NULL,
    (gpointer) callback, user_data);
  g_signal_connect (object, signal, callback, user_data);
}

/* plug_clipboard_copy_text:
 * @widget: the widget copied from
 * @text: what is no secret */
void
plug_clipboard_copy_text (GtkWidget  *widget,
                          const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* plug_clipboard_copy_secret:
 * @widget: a widget in a window
 * @secret: put into the clipboard, and taken out again as the header says
 *
 * Other programs can read it meanwhile, and those that keep a history may keep it; nothing here
 * can prevent that. */
void
plug_clipboard_copy_secret (GtkWidget  *widget,
                            PlugSecret *secret)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  PlugClipboardState *state = state_of (display);
  GtkRoot *root = gtk_widget_get_root (widget);
  PlugSecretContent *content;

  g_return_if_fail (secret != NULL);

  content = g_object_new (PLUG_TYPE_SECRET_CONTENT, NULL);
  content->secret = plug_secret_ref (secret);
  g_set_object (&state->content, GDK_CONTENT_PROVIDER (content));
  g_object_unref (content);
  gdk_clipboard_set_content (gdk_display_get_clipboard (display), state->content);
  g_clear_handle_id (&state->timer, g_source_remove);
  state->due = FALSE;
  state->timer = g_timeout_add (state->ms, time_over_cb, state);
  state->deadline = g_get_monotonic_time () + (gint64) state->ms * 1000;
  if (state->tick == 0)
    state->tick = g_timeout_add_seconds (1, tick_cb, state);
  show_countdown (state);
  if (GTK_IS_WINDOW (root))
    {
      watch_once (root, "notify::is-active", G_CALLBACK (window_active_changed_cb), NULL);
      watch_once (root, "map", G_CALLBACK (window_active_changed_cb), NULL);
      watch_once (root, "close-request", G_CALLBACK (window_closing_cb), NULL);
    }
  if (g_application_get_default () != NULL)
    watch_once (g_application_get_default (), "shutdown", G_CALLBACK (application_shutdown_cb),
                display);
}

/* plug_clipboard_clear_secret:
 * Takes the secret out of the clipboard now, if it is still ours. */
void
plug_clipboard_clear_secret (GdkDisplay *display)
{
  clear_now (state_of (display));
}

/* plug_clipboard_holds_secret:
 * Returns: whether a secret we copied is still the clipboard's content */
gboolean
plug_clipboard_holds_secret (GdkDisplay *display)
{
  PlugClipboardState *state = state_of (display);

  return state->content != NULL &&
         gdk_clipboard_get_content (gdk_display_get_clipboard (display)) == state->content;
}

/* plug_clipboard_set_ms:
 * @ms: how long a secret copied from now on stays; 0 is PLUG_CLIPBOARD_SECONDS */
void
plug_clipboard_set_ms (GdkDisplay *display,
                       guint       ms)
{
  state_of (display)->ms = ms != 0 ? ms : PLUG_CLIPBOARD_SECONDS * 1000;
}

/* plug_clipboard_get_countdown:
 * Returns: (transfer none): what a window says of the clipboard */
PlugClipboardCountdown *
plug_clipboard_get_countdown (GdkDisplay *display)
{
  return state_of (display)->countdown;
}
