/* commands.h - every command, one row each, beside the function that does it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/command.h"

/* cmd-store.c */
extern const ValiseCommand valise_command_init;
extern const ValiseCommand valise_command_vault_init;
extern const ValiseCommand valise_command_passphrase;

/* cmd-record.c */
extern const ValiseCommand valise_command_add;
extern const ValiseCommand valise_command_edit;
extern const ValiseCommand valise_command_withdraw;
extern const ValiseCommand valise_command_reinstate;

/* cmd-limit.c */
extern const ValiseCommand valise_command_limit;

/* cmd-file.c */
extern const ValiseCommand valise_command_file;

/* cmd-show.c */
extern const ValiseCommand valise_command_show;

/* cmd-list.c */
extern const ValiseCommand valise_command_list;
extern const ValiseCommand valise_command_search;

/* cmd-conflict.c */
extern const ValiseCommand valise_command_conflicts;
extern const ValiseCommand valise_command_resolve;

/* cmd-erase.c */
extern const ValiseCommand valise_command_erase;

/* cmd-photos.c */
extern const ValiseCommand valise_command_photos;

/* cmd-exchange.c */
extern const ValiseCommand valise_command_exchange;
extern const ValiseCommand valise_command_relay;

/* cmd-pack.c */
extern const ValiseCommand valise_command_pack;
extern const ValiseCommand valise_command_inspect;

/* cmd-reconcile.c */
extern const ValiseCommand valise_command_reconcile;

/* cmd-enrol.c */
extern const ValiseCommand valise_command_request;
extern const ValiseCommand valise_command_vouch;
extern const ValiseCommand valise_command_enrol;
extern const ValiseCommand valise_command_join;

/* cmd-roster.c */
extern const ValiseCommand valise_command_roster;
extern const ValiseCommand valise_command_revoke;
extern const ValiseCommand valise_command_admit;

/* cmd-import.c, cmd-export.c */
extern const ValiseCommand valise_command_import;
extern const ValiseCommand valise_command_export;

/* cmd-case.c */
extern const ValiseCommand valise_command_case_add;
extern const ValiseCommand valise_command_case_countries;
extern const ValiseCommand valise_command_case_list;

/* cmd-status.c */
extern const ValiseCommand valise_command_status;

/* cmd-log.c */
extern const ValiseCommand valise_command_log;

/* cmd-check.c */
extern const ValiseCommand valise_command_verify;
extern const ValiseCommand valise_command_rebuild;

/* cmd-backup.c */
extern const ValiseCommand valise_command_backup;

/* cmd-recovery.c */
extern const ValiseCommand valise_command_recovery_init;
extern const ValiseCommand valise_command_recover;

/* cmd-reseal.c */
extern const ValiseCommand valise_command_reseal;

/* cmd-restore.c */
extern const ValiseCommand valise_command_restore;

/* cmd-drill.c */
extern const ValiseCommand valise_command_drill;

/* cmd-wipe.c */
extern const ValiseCommand valise_command_wipe;

/* help.c */
extern const ValiseCommand valise_command_help;
