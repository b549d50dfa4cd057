/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "plug-oauth.h"

G_BEGIN_DECLS

/* Waits, before a window, for a browser to come back from a provider. It opens the browser, and
 * closes itself when the authorization is over, one way or the other. */
#define PLUG_TYPE_AUTHORIZE_DIALOG (plug_authorize_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlugAuthorizeDialog, plug_authorize_dialog, PLUG, AUTHORIZE_DIALOG,
                      AdwWindow)

void     plug_authorize_dialog_run_async  (GtkWindow           *parent,
                                           PlugOAuth           *oauth,
                                           PlugAccount         *account,
                                           PlugDraft           *draft,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean plug_authorize_dialog_run_finish (GtkWindow           *parent,
                                           GAsyncResult        *result,
                                           GError             **error);

G_END_DECLS
