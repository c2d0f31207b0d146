/*
 * One line a screen: what opens it.  Each stands in a file of its name, ending
 * in one const struct screen_ops.  Failures are told in the message row of what
 * is open; nothing is returned.
 */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "clinic/note.h"
#include "screens/program.h"

extern const struct screen_ops login_screen, locked_screen, today_screen,
    caseload_screen, chart_screen, client_screen, session_screen,
    account_screen, code_screen, note_screen, note_last_screen, pick_screen,
    sign_screen, entry_screen, signature_screen, private_first_screen,
    private_locked_screen, private_screen;

/* login.c: log in, locked */
void login_show(struct program *);
void locked_show(struct program *);

/* today.c, caseload.c, chart.c: home and chart */
void today_show(struct program *);
/* A session was added: read the list anew and mark it. */
void today_added(struct program *, const struct id *session);
void caseload_show(struct program *);
void chart_show(struct program *, const struct id *chart);

/* client.c: new client (name prefilled), client file */
void client_new_show(struct program *, const char *name);
void client_file_show(struct program *, const struct id *chart);

/* session.c: a drawer to add a session (chart NULL: asks for the client) */
void session_add_show(struct program *, const struct id *chart);

/* note.c: writing.  Opens the draft or begins it, cursor at its place. */
void note_show_session(struct program *, const struct id *session);
void note_show_draft(struct program *, const struct id *draft);
void note_show_new(
    struct program *, const struct id *chart, const struct form *);
void note_show_amend(
    struct program *, const struct id *chart, const struct id *entry, enum act);

/* sign.c: the drawer over a note; on success closes the note's screen. */
void sign_show(struct program *, struct note *);

/* entry.c: reading a signed entry */
void entry_show(
    struct program *, const struct id *chart, const struct id *entry);

/* Close the pane if it is open (its text is kept and wiped). */
void private_pane_close(struct program *);

/* private.c: Ctrl-O.  Opens (first use, locked, or the notes of ${chart}) as
 * the pane of the top screen, goes into it, or closes and locks it. */
void private_toggle(struct program *, const struct id *chart,
    const struct id *session, int64_t when);

/* account.c: change password, passphrase; recovery codes */
void account_password_show(struct program *);
/* After a log-in by recovery code: no old password. */
void account_password_set_show(struct program *);
void account_recovery_show(struct program *);
void account_passphrase_show(struct program *);

/* What stands open, for opening it again after a lock (places.c). */
bool today_place(void *self, struct place *);
bool caseload_place(void *self, struct place *);
bool chart_place(void *self, struct place *);
bool client_place(void *self, struct place *);
/* Seal what is typed; true if it cannot be kept now. */
bool client_unsaved(void *self);
bool note_unsaved(void *self);
bool entry_place(void *self, struct place *);
bool note_place(void *self, struct place *);

/* code.c: a recovery code (CODE_TEXT bytes), alone on the screen, once */
void code_show(struct program *, const char *code);

/* The head every screen with a client shares: name, code, born, warnings. */
void head_client(struct program *, struct head *, const struct id *chart);

#endif
