/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"

G_BEGIN_DECLS

/* What came of one question. */
typedef struct {
  gboolean      asked;
  const GError *error; /* (nullable): NULL: it went well */
} PlugFinding;

/* What is known of the account's two secrets after the tenant has refused them. */
typedef enum {
  PLUG_SECRETS_UNCLEAR,      /* nobody could tell which */
  PLUG_SECRETS_SWAPPED,      /* by their shapes, in each other's place */
  PLUG_SECRETS_ORGANIZATION, /* the user secret is taken without it */
  PLUG_SECRETS_USER,         /* the user secret is refused without it too */
} PlugSecretsVerdict;

/* Everything a check finds out about an instance; unset members are 0. */
typedef struct {
  PlugFinding        platform; /* GET /organizations/me; contract section 1.2 */
  PlugFinding        instance; /* GET /instances/{id} */
  PlugFinding        ping;     /* with the token; contract section 2.8 */
  const char        *base_url;
  PlugSecretsVerdict secrets;
  gboolean           is_gone;       /* 404, said twice */
  gboolean           is_disabled;   /* as the tenant says now */
  gboolean           was_disabled;  /* as it was saved */
  gboolean           is_due;        /* disabled here, to be deleted */
  gboolean           is_unpingable; /* its connector has no ping */
  gboolean           is_invalid;    /* pinged, and "valid" is false */
  gboolean           token_renewed; /* the ping was made with a token fetched just now */
  gboolean           token_missing; /* it is to be in the keyring, and is not */
  gboolean           events_off;    /* they were on */
  gboolean           is_changed;    /* differs from what was saved */
} PlugFindings;

/* What it means, and what mends it. */
typedef struct {
  PlugHealth health;
  char      *reason;      /* a sentence a person can act on; NULL when healthy */
  PlugRemedy remedy;
  PlugRemedy alternative; /* the second thing to offer */
  gboolean   of_account;  /* every instance of the account has it */
} PlugDiagnosis;

PlugDiagnosis *plug_diagnosis_new  (const PlugFindings *findings);
void           plug_diagnosis_free (PlugDiagnosis      *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugDiagnosis, plug_diagnosis_free)

char          *plug_diagnosis_dup_privilege (const char *server_message);
gboolean       plug_diagnosis_is_unpingable (const GError *error);

G_END_DECLS
