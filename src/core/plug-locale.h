/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first thing a program does: speaks the user's language. */
void plug_locale_init (void);

G_END_DECLS
