/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How wrong a program's clocks are, in µs: what is in a file that it has mapped, and that its test
 * writes at any time. */
typedef struct {
  gint64 wall; /* what people call the time */
  gint64 boot; /* counts on while the computer is suspended; the monotonic clock does not */
} FakeClock;

/* Programs that link fake-clock.c have these clocks in place of the system's, in every library
 * they use; the right ones until a file is attached. */
void fake_clock_attach (const char *path);

G_END_DECLS
