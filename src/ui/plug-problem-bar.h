/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "plug-keyring.h"

G_BEGIN_DECLS

/* At most one problem that concerns everything, in a sentence, with what to do about it.
 *
 * Actions: problem.learn-more, problem.dismiss; and win.unlock of the window it is in. */
#define PLUG_TYPE_PROBLEM_BAR (plug_problem_bar_get_type ())
G_DECLARE_FINAL_TYPE (PlugProblemBar, plug_problem_bar, PLUG, PROBLEM_BAR, GtkWidget)

GtkWidget  *plug_problem_bar_new         (void);
void        plug_problem_bar_set_keyring (PlugProblemBar *self,
                                          PlugKeyring    *keyring);
void        plug_problem_bar_set_notice  (PlugProblemBar *self,
                                          const char     *notice);
const char *plug_problem_bar_get_text    (PlugProblemBar *self);

G_END_DECLS
