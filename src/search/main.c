/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program GNOME Shell's search asks. */

#include "config.h"

#include "plug-locale.h"
#include "plug-search-provider.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (PlugSearchProvider) provider = NULL;

  plug_locale_init ();

  provider = plug_search_provider_new ();
  return g_application_run (G_APPLICATION (provider), argc, argv);
}
