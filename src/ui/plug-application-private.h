/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-application.h"
#include "plug-notices.h"
#include "plug-preferences.h"
#include "plug-screen-lock.h"
#include "plug-window.h"

G_BEGIN_DECLS

struct _PlugApplication {
  AdwApplication parent_instance;

  PlugInventory *inventory;
  PlugSandboxHost *sandbox_host;
  PlugScreenLock *screen_lock;
  PlugNotices *notices;
  PlugPreferences *preferences;
  GCancellable *cancellable;
  GError *open_error;
  GVariant *pending;          /* (nullable): "(smv)", what is done when the records are read */
  guint inhibition;           /* of the session's end; 0: none */
  int lock_fd;
  int exit_status;
  guint signal_sources[2];
};

PlugWindow *plug_application_find_window   (PlugApplication *self);
PlugWindow *plug_application_ensure_window (PlugApplication *self);
/* The actions and their keys. */
void        plug_application_add_actions   (PlugApplication *self);
/* What was asked for before the records were read. */
void        plug_application_do_pending    (PlugApplication *self);
/* Hides what is revealed and clears the clipboard. */
void        plug_application_put_away      (PlugApplication *self);

G_END_DECLS
