/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a sandbox accepts until it is given other secrets. They stand here for all to read, for
 * they open nothing else; the program that is a sandbox and the one that starts it share them. */
#define PLUG_SANDBOX_USER_SECRET         "c2FuZGJveC11c2VyLXNlY3JldC1vcGVucy1ub3RoaW4="
#define PLUG_SANDBOX_ORGANIZATION_SECRET "5a4db0c0ffee5a4db0c0ffee5a4db0c0"
