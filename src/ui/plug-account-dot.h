/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-account.h"

G_BEGIN_DECLS

/* The colour an account is told apart by, beside its name; not visible when it has none.
 *
 * Properties: "account". */
#define PLUG_TYPE_ACCOUNT_DOT (plug_account_dot_get_type ())
G_DECLARE_FINAL_TYPE (PlugAccountDot, plug_account_dot, PLUG, ACCOUNT_DOT, GtkWidget)

GtkWidget         *plug_account_dot_new         (PlugAccount    *account);
void               plug_account_dot_set_account (PlugAccountDot *self,
                                                 PlugAccount    *account);

/* The colours there are: words of the database and of the style sheet, NULL at the end, and
 * their names for the eye. */
const char *const *plug_account_dot_get_colors  (void);
const char        *plug_account_dot_get_name    (const char     *color);

G_END_DECLS
