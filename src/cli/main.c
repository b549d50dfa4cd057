/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl: Plugboard on the command line. */

#include "config.h"

#include <sys/resource.h>

#include "plug-command.h"
#include "plug-locale.h"

/* A core would have secrets in it. */
static void
forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}

int
main (int    argc,
      char **argv)
{
  plug_locale_init ();
  forbid_core_dumps ();

  return plug_command_main (argc, argv);
}
