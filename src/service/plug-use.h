/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Something on the tenant that needs an instance: a formula instance; contract section 6.1.
 * Properties, read-only: "id", "name", "formula", "active". */
#define PLUG_TYPE_USE (plug_use_get_type ())
G_DECLARE_FINAL_TYPE (PlugUse, plug_use, PLUG, USE, GObject)

PlugUse    *plug_use_new         (const char *id,
                                  const char *name,
                                  const char *formula,
                                  gboolean    active);
const char *plug_use_get_id      (PlugUse    *self);
const char *plug_use_get_name    (PlugUse    *self);
const char *plug_use_get_formula (PlugUse    *self);
gboolean    plug_use_is_active   (PlugUse    *self);

G_END_DECLS
