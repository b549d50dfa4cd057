/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-exit.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

/* What a command works with: the inventory, opened only as far as it is needed; the wait for what
 * is asynchronous; the words for what went wrong. */
typedef struct _PlugCli PlugCli;

PlugCli       *plug_cli_new             (void);
void           plug_cli_set_brief       (PlugCli             *self,
                                         gboolean             brief);
void           plug_cli_free            (PlugCli             *self);
GCancellable  *plug_cli_get_cancellable (PlugCli             *self);

void           plug_cli_release_signals (PlugCli             *self);

/* Waiting: pass result_cb and a NULL-initialised GAsyncResult*, then wait for it. */
void           plug_cli_result_cb       (GObject             *source,
                                         GAsyncResult        *result,
                                         gpointer             user_data);
GAsyncResult  *plug_cli_wait            (GAsyncResult       **result);

/* instance NULL reads them all. */
PlugInventory *plug_cli_open            (PlugCli             *self,
                                         const char          *instance,
                                         GError             **error);
/* The same, and from then on what other processes write is taken in, and what is in doubt looked
 * for: for commands that take their time. Before anything else is opened. */
PlugInventory *plug_cli_open_live       (PlugCli             *self,
                                         GError             **error);
/* Without an inventory: each instance to visit, the rest returned. */
PlugStoreContents *plug_cli_visit       (PlugCli             *self,
                                         PlugStoreVisit       visit,
                                         gpointer             visit_data,
                                         GError             **error);
PlugKeyring   *plug_cli_get_keyring     (PlugCli             *self);
PlugClient    *plug_cli_get_client      (PlugCli             *self);
PlugStore     *plug_cli_get_store       (PlugCli             *self);

/* account NULL is the only one. */
PlugAccount   *plug_cli_find_account    (PlugCli             *self,
                                         const char          *account,
                                         GError             **error);
PlugInstance  *plug_cli_find_instance   (PlugCli             *self,
                                         const char          *instance,
                                         const char          *account,
                                         GError             **error);

/* Looks for what is in doubt: once, or until it is known. FALSE when a signal ended it. */
gboolean       plug_cli_reconcile       (PlugCli             *self,
                                         gboolean             until_settled);

void           plug_cli_say             (const char          *format,
                                         ...) G_GNUC_PRINTF (1, 2);
gboolean       plug_cli_confirm         (PlugCli             *self,
                                         const char          *question,
                                         GError             **error);
char          *plug_cli_dup_shown       (const char          *text);
void           plug_cli_report          (const GError        *error);
int            plug_cli_fail            (PlugCli             *self,
                                         GError              *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugCli, plug_cli_free)

G_END_DECLS
