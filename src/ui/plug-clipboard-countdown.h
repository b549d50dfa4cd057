/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How long a secret of ours stays in a clipboard yet: what a window says of it. */
#define PLUG_TYPE_CLIPBOARD_COUNTDOWN (plug_clipboard_countdown_get_type ())
G_DECLARE_FINAL_TYPE (PlugClipboardCountdown, plug_clipboard_countdown, PLUG, CLIPBOARD_COUNTDOWN,
                      GObject)

typedef enum {
  PLUG_CLIPBOARD_EMPTY,   /* no secret of ours, and none lately */
  PLUG_CLIPBOARD_HOLDS,   /* for so many seconds */
  PLUG_CLIPBOARD_OVERDUE, /* the time is over, but no window of ours is active */
  PLUG_CLIPBOARD_CLEARED, /* it was taken out */
} PlugClipboardPhase;

/* Signals: "changed" (). */
PlugClipboardCountdown *plug_clipboard_countdown_new         (void);
PlugClipboardPhase      plug_clipboard_countdown_get_phase   (PlugClipboardCountdown *self);
guint                   plug_clipboard_countdown_get_seconds (PlugClipboardCountdown *self);
void                    plug_clipboard_countdown_set         (PlugClipboardCountdown *self,
                                                              PlugClipboardPhase      phase,
                                                              guint                   seconds);

G_END_DECLS
