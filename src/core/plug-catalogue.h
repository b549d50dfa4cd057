/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-connector.h"

G_BEGIN_DECLS

/* The built-in catalogue: what Plugboard knows of connectors without asking anybody. Main thread
 * only. Translations are those of the first call for each connector. */

GListModel    *plug_catalogue_list                    (void);
PlugConnector *plug_catalogue_find                    (const char *key);

/* Words for the API's codes; a code that is not known is its own word. */
const char    *plug_catalogue_get_hub_name            (const char *hub);
const char    *plug_catalogue_get_authentication_name (const char *authentication);

G_END_DECLS
