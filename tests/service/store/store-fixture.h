/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-store.h"

G_BEGIN_DECLS

/* A folder, the path of a database in it, and a store on that path, not yet open. */
typedef struct {
  char      *folder;
  char      *path;
  PlugStore *store;
} StoreFixture;

/* Every account of these tests but where a test says otherwise. */
#define ACCOUNT_ID "6e0c7a52-6d52-4b0a-9b2e-7f1f4a0d1c11"

void               store_fixture_set_up        (StoreFixture     *fixture,
                                                gconstpointer     data);
void               store_fixture_tear_down     (StoreFixture     *fixture,
                                                gconstpointer     data);
void               store_fixture_reopen        (StoreFixture     *fixture);

/* Each call and the wait for it. */
gboolean           store_open                  (PlugStore        *store,
                                                GError          **error);
PlugStoreContents *store_load                  (PlugStore        *store,
                                                GError          **error);
gboolean           store_save_account          (PlugStore        *store,
                                                PlugAccount      *account,
                                                GError          **error);
gboolean           store_remove_account        (PlugStore        *store,
                                                const char       *account_id,
                                                GError          **error);
gboolean           store_save_instance         (PlugStore        *store,
                                                PlugInstance     *instance,
                                                GError          **error);
gboolean           store_remove_instance       (PlugStore        *store,
                                                const char       *instance_id,
                                                GError          **error);
gboolean           store_record                (PlugStore        *store,
                                                PlugIntent       *intent,
                                                GError          **error);
gboolean           store_move                  (PlugStore        *store,
                                                PlugIntent       *intent,
                                                PlugIntentState   from,
                                                PlugIntentState   to,
                                                GError          **error);
gboolean           store_settle                (PlugStore        *store,
                                                PlugIntent       *intent,
                                                PlugIntentState   from,
                                                PlugIntentState   to,
                                                PlugInstance     *instance,
                                                GError          **error);
gboolean           store_settle_deletion       (PlugStore        *store,
                                                PlugIntent       *intent,
                                                PlugIntentState   from,
                                                GError          **error);
gboolean           store_probe                 (PlugStore        *store,
                                                GError          **error);

PlugAccount       *store_new_account           (void);
PlugInstance      *store_new_instance          (const char       *id);
PlugIntent        *store_new_intent            (void);

/* The file itself, through a connection of the test's own. */
void               store_sql                   (const char       *path,
                                                const char       *sql);
gint64             store_sql_int               (const char       *path,
                                                const char       *sql);
char              *store_sql_text              (const char       *path,
                                                const char       *sql);
void               store_assert_sound          (const char       *path);
/* The name of the one file in the folder of path that begins so; NULL when there is none. */
char              *store_find_beside           (const char       *path,
                                                const char       *prefix);
gboolean           store_files_contain         (const char       *folder,
                                                const char       *needle);

G_END_DECLS
