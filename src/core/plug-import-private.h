/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-import.h"
#include "plug-json-lenient.h"
#include "plug-shell.h"
#include "plug-source.h"

G_BEGIN_DECLS

/* What was done to a text before it was read. */
typedef enum {
  PLUG_IMPORT_MENDED_INVISIBLE = 1 << 0, /* spaces of other widths, characters without any */
  PLUG_IMPORT_MENDED_NUMBERS   = 1 << 1, /* line numbers */
  PLUG_IMPORT_MENDED_PROMPTS   = 1 << 2, /* the > of a shell or of a quotation */
  PLUG_IMPORT_MENDED_BYTES     = 1 << 3, /* what is not UTF-8 */
} PlugImportMended;

/* A cURL command. */
typedef struct {
  gsize start; /* in the cleaned text */
  gsize end;
  PlugShellCommand *shell;
  GPtrArray *slices;       /* PlugSource: parts of words */
  char *method;
  char *base_url;          /* (nullable) */
  char *path;              /* (nullable): under the base URL, without a query */
  const PlugSource *url;   /* (nullable) */
  const PlugSource *body;  /* (nullable) */
  const PlugSource *file;  /* (nullable): the body is in a file of this name */
  gboolean posts;          /* data or POST */
  gboolean body_elsewhere; /* -d @- and nothing that feeds it */
  gboolean insecure;
  gboolean form;
  gboolean authorization;  /* there is such a header, maybe with placeholders */
  PlugSecret *user_secret;
  PlugSecret *organization_secret;
  char *url_problem;       /* (nullable) */
} PlugImportCommand;

/* JSON, and what it looks like. */
typedef enum {
  PLUG_IMPORT_JSON_OTHER,
  PLUG_IMPORT_JSON_INSTANCE,
  PLUG_IMPORT_JSON_CONFIGURATION, /* no connector */
  PLUG_IMPORT_JSON_CREATE,
} PlugImportJson;

typedef struct {
  gsize start; /* in the cleaned text */
  gsize end;
  JsonNode *root;
  GArray *flaws; /* PlugJsonFlaw, from @start */
  PlugImportJson looks;
} PlugImportBlock;

/* What becomes of a JSON object. */
typedef struct {
  JsonNode *body;
  char *connector_key; /* (nullable) */
  char *name;          /* (nullable) */
  guint n_fields;
  GPtrArray *unfilled; /* char * */
  gboolean instance;
  gboolean token;      /* there is one, and it was left out */
  guint n_others;      /* instances of a list that were left out */
} PlugImportBody;

struct _PlugImport {
  GObject parent_instance;

  PlugImportKind kind;
  char *method;
  char *path;
  char *base_url;
  char *connector_key;
  PlugSecret *user_secret;
  PlugSecret *organization_secret;
  PlugImportBody *body; /* (nullable) */
  GPtrArray *unfilled; /* char *, NULL-terminated */
  GPtrArray *notes;    /* char *, NULL-terminated */
  GArray *problems;    /* PlugImportProblem */
};

/* What is known while a text is read. */
typedef struct {
  PlugImport *import;
  const char *text; /* as it was pasted */
  gsize length;
  PlugSource *source;
  guint mended;
  GPtrArray *commands;
  GPtrArray *blocks;
  PlugImportCommand *command; /* (nullable): the one taken */
  PlugImportBlock *block;     /* (nullable): the JSON taken, when it is not in the command */
  GArray *found;              /* problems, by where they are in @text */
} PlugImportReading;

PlugSource     *plug_import_clean          (const char        *text,
                                            gsize              length,
                                            guint             *mended);
GPtrArray      *plug_import_find_commands  (const PlugSource  *source);
gboolean        plug_import_command_creates (PlugImportCommand *command);
char           *plug_import_dup_base_url   (const char        *url,
                                            gsize              length,
                                            GError           **error);
gboolean        plug_import_path_creates   (const char        *path,
                                            char             **connector_key);
GPtrArray      *plug_import_find_blocks    (const PlugSource  *source,
                                            GPtrArray         *commands);
PlugImportBlock *plug_import_read_block    (const PlugSource  *source,
                                            gsize              start,
                                            gsize              end);
void            plug_import_block_free     (PlugImportBlock   *block);
PlugImportJson  plug_import_classify       (JsonNode          *root);
PlugImportBody *plug_import_body_new       (JsonNode          *root);
void            plug_import_body_free      (PlugImportBody    *body);
void            plug_import_read           (PlugImportReading *reading);
void            plug_import_find_problem   (PlugImportReading *reading,
                                            gsize              offset,
                                            gsize              length,
                                            const char        *clause,
                                            const char        *sentence);
void            plug_import_find_flaws     (PlugImportReading *reading,
                                            const PlugSource  *source,
                                            gsize              start,
                                            GArray            *flaws);
void            plug_import_place_problems (PlugImportReading *reading);
void            plug_import_add_notes      (PlugImportReading *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugImportBlock, plug_import_block_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugImportBody, plug_import_body_free)

G_END_DECLS
