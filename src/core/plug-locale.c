/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language the programs speak. */

#include "config.h"

#include "plug-locale.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

/* plug_locale_init:
 * Takes the locale from the environment, and translations from where they are installed; or from
 * PLUGBOARD_LOCALE_DIR, for a program that is not installed. To be called before anything else. */
void
plug_locale_init (void)
{
  const char *folder = g_getenv ("PLUGBOARD_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : PLUG_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
