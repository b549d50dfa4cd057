/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-secret.h"

G_BEGIN_DECLS

void          plug_test_result_cb  (GObject       *source,
                                    GAsyncResult  *result,
                                    gpointer       user_data);
GAsyncResult *plug_test_wait       (GAsyncResult **result);
void          plug_test_spin_until (gboolean     (*done) (gpointer),
                                    gpointer       user_data);
char         *plug_test_dup_folder (void);
void          plug_test_remove_folder (const char *path);
char         *plug_test_dup_canary (const char    *label);
char         *plug_test_dup_shared (const char    *relative);

#define plug_test_assert_finalized(object)                  \
  G_STMT_START {                                            \
    GObject *plug_test_object_ = G_OBJECT (object);         \
    g_object_add_weak_pointer (plug_test_object_,           \
                               (gpointer *) &plug_test_object_); \
    (object) = NULL;                                        \
    g_object_unref (plug_test_object_);                     \
    g_assert_null (plug_test_object_);                      \
  } G_STMT_END

G_END_DECLS
