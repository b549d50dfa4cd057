/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a setter does before it notifies: take the new value, and say whether it is a new one. */

static inline gboolean
plug_set_string (char       **slot,
                 const char  *value)
{
  char *copy;

  if (g_strcmp0 (*slot, value) == 0)
    return FALSE;
  copy = g_strdup (value);
  g_free (*slot);
  *slot = copy;
  return TRUE;
}

static inline gboolean
plug_strings_equal (const char *const *a,
                    const char *const *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal (a, b);
}

static inline gboolean
plug_set_strings (char              ***slot,
                  const char *const   *value)
{
  char **copy;

  if (plug_strings_equal ((const char *const *) *slot, value))
    return FALSE;
  copy = g_strdupv ((char **) value);
  g_strfreev (*slot);
  *slot = copy;
  return TRUE;
}

G_END_DECLS
