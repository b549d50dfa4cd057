/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's program. */

#include "config.h"

#include "plug-application.h"
#include "plug-locale.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (PlugApplication) application = NULL;
  int status;

  plug_locale_init ();

  application = plug_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : plug_application_get_exit_status (application);
}
