/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program GNOME Shell's search asks. */

#include "config.h"

#include "plug-search-provider.h"

#include <locale.h>

#include <glib/gi18n.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (PlugSearchProvider) provider = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PLUG_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  provider = plug_search_provider_new ();
  return g_application_run (G_APPLICATION (provider), argc, argv);
}
