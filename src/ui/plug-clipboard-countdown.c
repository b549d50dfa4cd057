/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugClipboardCountdown: how long a secret of ours stays in a clipboard yet. */

#include "config.h"

#include "plug-clipboard-countdown.h"

struct _PlugClipboardCountdown {
  GObject parent_instance;

  PlugClipboardPhase phase;
  guint seconds;
};

G_DEFINE_FINAL_TYPE (PlugClipboardCountdown, plug_clipboard_countdown, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
plug_clipboard_countdown_class_init (PlugClipboardCountdownClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLUG_TYPE_CLIPBOARD_COUNTDOWN,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plug_clipboard_countdown_init (PlugClipboardCountdown *self)
{
}

/* plug_clipboard_countdown_new:
 * Returns: (transfer full): one of a clipboard without a secret */
PlugClipboardCountdown *
plug_clipboard_countdown_new (void)
{
  return g_object_new (PLUG_TYPE_CLIPBOARD_COUNTDOWN, NULL);
}

/* plug_clipboard_countdown_get_phase:
 * Returns: what there is in the clipboard */
PlugClipboardPhase
plug_clipboard_countdown_get_phase (PlugClipboardCountdown *self)
{
  g_return_val_if_fail (PLUG_IS_CLIPBOARD_COUNTDOWN (self), PLUG_CLIPBOARD_EMPTY);

  return self->phase;
}

/* plug_clipboard_countdown_get_seconds:
 * Returns: for how long yet */
guint
plug_clipboard_countdown_get_seconds (PlugClipboardCountdown *self)
{
  g_return_val_if_fail (PLUG_IS_CLIPBOARD_COUNTDOWN (self), 0);

  return self->seconds;
}

/* plug_clipboard_countdown_set:
 * @seconds: for how long yet, when it holds one */
void
plug_clipboard_countdown_set (PlugClipboardCountdown *self,
                              PlugClipboardPhase      phase,
                              guint                   seconds)
{
  g_return_if_fail (PLUG_IS_CLIPBOARD_COUNTDOWN (self));

  if (self->phase == phase && self->seconds == seconds)
    return;
  self->phase = phase;
  self->seconds = seconds;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
