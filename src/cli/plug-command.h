/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-cli.h"

G_BEGIN_DECLS

/* What the words behind a command are, for completion. */
typedef enum {
  PLUG_WORDS_NONE,
  PLUG_WORDS_ACCOUNT,
  PLUG_WORDS_INSTANCE,
  PLUG_WORDS_CONNECTOR,
  PLUG_WORDS_COMMAND,
  PLUG_WORDS_FILE,
} PlugWords;

/* One command. A new one is a constant of this type and a line in plug-command.c. */
typedef struct {
  const char         *name;        /* "list", "account add" */
  const char         *arguments;   /* (nullable) for the usage line: "INSTANCE", translatable */
  const char         *summary;     /* one line, translatable */
  const char         *description; /* (nullable) what --help says below the options */
  const GOptionEntry *options;     /* (nullable) */
  guint               min;         /* how many words behind it there have to be */
  guint               max;         /* and may be */
  PlugWords           words;
  gboolean            runs_others; /* all behind its first word is another program's */
  gboolean            is_brief;    /* it only reads a little; see plug_store_set_brief() */
  gboolean            is_raw;      /* it reads all its words itself */
  int               (*run) (PlugCli  *cli,
                            char    **arguments);
} PlugCommand;

extern const PlugCommand plug_command_account_add;
extern const PlugCommand plug_command_account_list;
extern const PlugCommand plug_command_account_remove;
extern const PlugCommand plug_command_account_verify;
extern const PlugCommand plug_command_bulk;
extern const PlugCommand plug_command_check;
extern const PlugCommand plug_command_complete;
extern const PlugCommand plug_command_create;
extern const PlugCommand plug_command_curl;
extern const PlugCommand plug_command_delete;
extern const PlugCommand plug_command_disable;
extern const PlugCommand plug_command_doctor;
extern const PlugCommand plug_command_enable;
extern const PlugCommand plug_command_export;
extern const PlugCommand plug_command_header;
extern const PlugCommand plug_command_help;
extern const PlugCommand plug_command_import;
extern const PlugCommand plug_command_list;
extern const PlugCommand plug_command_reconcile;
extern const PlugCommand plug_command_request;
extern const PlugCommand plug_command_run;
extern const PlugCommand plug_command_show;
extern const PlugCommand plug_command_sync;
extern const PlugCommand plug_command_token;

const PlugCommand *const *plug_command_list_all (void);
const PlugCommand        *plug_command_find     (char             **words,
                                                 guint             *n_words);
char                     *plug_command_dup_help (const PlugCommand *self);
char                     *plug_command_dup_overview (void);
int                       plug_command_main     (int                argc,
                                                 char             **argv);

/* Options that several commands have. */
#define PLUG_OPTION_ACCOUNT(variable)                                          \
  { "account", 'a', 0, G_OPTION_ARG_STRING, variable,                         \
    N_("The account meant, by its name; needless when there is one"),         \
    N_("ACCOUNT") }
#define PLUG_OPTION_JSON(variable)                                             \
  { "json", 0, 0, G_OPTION_ARG_NONE, variable, N_("Print JSON, for programs"), NULL }
#define PLUG_OPTION_YES(variable)                                              \
  { "yes", 'y', 0, G_OPTION_ARG_NONE, variable, N_("Do it without asking"), NULL }
#define PLUG_OPTION_TO_TERMINAL(variable)                                      \
  { "to-terminal", 0, 0, G_OPTION_ARG_NONE, variable,                         \
    N_("Print it even where it can be read: on a terminal"), NULL }

G_END_DECLS
