/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked into every program of a build with the address sanitizer. GLib's table of quarks, made
 * in its constructor, is left behind on purpose when it has to grow, and nothing in a stack trace
 * says so: what libraries allocate before main() is nobody's leak. */

#include "config.h"

#include <sanitizer/lsan_interface.h>

static void
begin (void)
{
  __lsan_disable ();
}

/* The arrays before the libraries' constructors, and ours after them. */
__attribute__ ((section (".preinit_array"), used)) static void (*begin_pointer) (void) = begin;

__attribute__ ((constructor)) static void
end (void)
{
  __lsan_enable ();
}
