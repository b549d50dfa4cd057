/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Words of our own for what newer libraries do otherwise: this file alone is to change. */
void     plug_compat_show_about      (GtkWindow            *parent);
void     plug_compat_show_shortcuts  (GtkApplicationWindow *window);
void     plug_compat_show_message    (GtkWindow            *parent,
                                      const char           *heading,
                                      const char           *body);
void     plug_compat_close_with      (GtkWindow            *dialog,
                                      GtkWindow            *parent);
void     plug_compat_fit_width       (GtkWindow            *dialog,
                                      GtkWindow            *parent);
void     plug_compat_open_uri        (GtkWidget            *widget,
                                      const char           *uri);
void     plug_compat_open_uri_async  (GtkWindow            *parent,
                                      const char           *uri,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean plug_compat_open_uri_finish (GtkWindow            *parent,
                                      GAsyncResult         *result,
                                      GError              **error);
void     plug_compat_confirm_async   (GtkWindow            *parent,
                                      const char           *heading,
                                      const char           *body,
                                      const char           *verb,
                                      gboolean              destructive,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
void     plug_compat_confirm_with_async (GtkWindow          *parent,
                                         const char         *heading,
                                         const char         *body,
                                         GtkWidget          *child,
                                         const char         *verb,
                                         gboolean            destructive,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
void     plug_compat_confirm_allow   (GtkWidget            *child,
                                      gboolean              allowed);
void     plug_compat_confirm_answer  (GtkWidget            *child);
gboolean plug_compat_confirm_finish  (GtkWindow            *parent,
                                      GAsyncResult         *result,
                                      GError              **error);
/* Secret files are not to be remembered among those used last. */
void     plug_compat_open_file_async (GtkWindow            *parent,
                                      const char           *title,
                                      gboolean              secret,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
void     plug_compat_save_file_async (GtkWindow            *parent,
                                      const char           *title,
                                      const char           *name,
                                      gboolean              secret,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GFile   *plug_compat_file_finish     (GtkWindow            *parent,
                                      GAsyncResult         *result,
                                      GError              **error);
void     plug_compat_set_label       (GtkWidget            *widget,
                                      const char           *label);
void     plug_compat_set_label_widget (GtkWidget           *widget,
                                       GtkWidget           *label);
void     plug_compat_name_parts      (void);
void     plug_compat_name_row        (GtkWidget            *child,
                                      const char           *name);
void     plug_compat_set_description (GtkWidget            *widget,
                                      const char           *description);
void     plug_compat_set_hidden      (GtkWidget            *widget,
                                      gboolean              hidden);
void     plug_compat_forget_undo     (GtkEditable          *editable);
void     plug_compat_guard_secret    (GtkEditable          *editable);
gboolean plug_compat_scroll_to       (GtkListView          *list,
                                      guint                 position);

G_END_DECLS
