/*
 * A note's life: draft, unsigned, signed; addendum, correction, late entry,
 * entered in error.  Nothing signed is ever changed (product.md N3, N6).
 */
#ifndef CLINIC_NOTE_H
#define CLINIC_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "clinic/clinic.h"
#include "clinic/record.h"
#include "clinic/session.h"

enum note_state {
	NOTE_NONE,     /* "no note" */
	NOTE_DRAFT,    /* begun, something needed is open */
	NOTE_UNSIGNED, /* complete, checks ok, not signed */
	NOTE_SIGNED,
	NOTE_ERROR, /* entered in error */
	NOTE_STATES
};
/* The word for the screen, translated. */
const char *note_state_word(enum note_state);

/* ---- writing ----------------------------------------------------------- */

struct note; /* an open draft */

struct note_facts {
	struct id id; /* entry id to be; the session's where there is one */
	struct id chart;
	struct id session;
	const struct form *form;
	enum act act;
	struct id target;
	uint32_t target_ver;
	int64_t when;
	bool readonly;		  /* held by another login: note_take */
	int64_t held_since;	  /* of that login, UTC ms */
	bool recovered;		  /* the last login ended without closing it */
	unsigned recovered_words; /* words in it then */
	int64_t recovered_at;	  /* last saved, UTC ms */
	char cursor_field[17];
	size_t cursor;
};

/* The form a new note of this chart begins with: the last one used, borrowed
 * from clinic_forms. */
WARN_UNUSED enum err note_usual_form(
    struct clinic *, const struct id *chart, const struct form **out);
/* Begin or reopen the note of a session: dated and headed from it (service,
 * times, place). ${form}: NULL takes the form last used for this chart. */
WARN_UNUSED enum err note_open_session(struct clinic *,
    const struct id *session, const struct form *, struct note **out);
/* A new note without a session. */
WARN_UNUSED enum err note_new(struct clinic *, const struct id *chart,
    const struct form *, struct note **out);
/* An existing draft. */
WARN_UNUSED enum err note_open_draft(
    struct clinic *, const struct id *draft, struct note **out);
/*
 * Begin what comes after signing: ACT_ADDENDUM (a new entry naming the target;
 * fields of addendum.form), ACT_CORRECTION (the next version, prefilled with
 * the signed text; its form has the field "reason" before the sections) or
 * ACT_ERROR (the next version; only "reason").  A draft like any other; one
 * that was begun before is opened again.  ERR_DENIED for a correction or error
 * of somebody else's entry, ERR_EXISTS while the other of the two is begun,
 * ERR_CONFLICT for an entry that is entered in error.
 */
WARN_UNUSED enum err note_amend(struct clinic *, const struct id *chart,
    const struct id *entry, enum act, struct note **out);

const struct note_facts *note_facts(const struct note *);
/* Borrowed until the next put; "" if empty. */
const char *note_text(const struct note *, const char *field);
/*
 * Keep a field: sealed into the draft before it returns.  ERR_CONFLICT: taken
 * over by another login (the note is read-only now); ERR_FULL, ERR_IO: the text
 * stays in memory, note_saved() is false, note_retry tries again.
 */
WARN_UNUSED enum err note_put(
    struct note *, const char *field, const void *text, size_t len);
bool note_saved(const struct note *);
/* Whether there is a draft: an empty note that nobody typed in leaves none. */
bool note_begun(const struct note *);
WARN_UNUSED enum err note_retry(struct note *);
WARN_UNUSED enum err note_take(struct note *);
/* Kept with the next put, settle or close: tell the place before the text. */
WARN_UNUSED enum err note_put_cursor(
    struct note *, const char *field, size_t offset);
/* Sync to the platter (2 s of quiet, field change, hang-up). */
WARN_UNUSED enum err note_settle(struct note *);
/* Another form for the draft: no text is lost; a field that the new form lacks
 * is appended to its last text field under its heading.  ERR_UNSUPPORTED for
 * what comes after signing. */
WARN_UNUSED enum err note_convert(struct note *, const struct form *);
WARN_UNUSED enum err note_move(struct note *, const struct id *chart);
/*
 * Throw the draft away.  Where it has a session, its calendar entry keeps that
 * and when, with the reason if it is one of note_discard_reasons (anything else
 * counts as the last of them: chart 0 holds no free text).
 */
WARN_UNUSED enum err note_discard(struct note *, const char *reason);
/* Untranslated (N_), NULL ends. */
const char *const *note_discard_reasons(void);
/* Keeps the draft and wipes the text; NULL is fine.  Close before the vault is
 * locked and open again after: what is closed later counts as recovered. */
void note_close(struct note *);
/* The same without a farewell, as when the line drops: reopening says what was
 * recovered. */
void note_drop(struct note *);

/* ---- signing ----------------------------------------------------------- */

enum check_level { CHECK_OK, CHECK_LOOK, CHECK_MUST };
struct note_check {
	enum check_level level;
	const char *id;	    /* "sections", "times", "words" ... */
	const char *words;  /* one line, translated, no note text; of an ok one
			       what it looked at: "sections", "times" */
	char field[17];	    /* where to go, "" if nowhere */
	const char *reason; /* given with note_ack for a look, else "" */
};
/* In fixed order, ok ones included. */
WARN_UNUSED enum err note_checks(struct note *,
    enum err (*each)(void *arg, const struct note_check *), void *arg);
/* Why a look may stand; kept in the draft and then in the entry. ${reason} ""
 * takes it back. */
WARN_UNUSED enum err note_ack(
    struct note *, const char *check, const char *reason);
/* What would be signed, as it will be kept and printed. */
WARN_UNUSED enum err note_preview(struct note *, struct record *out);
/*
 * Sign exactly what note_preview gave: ERR_LOCKED without vault_sign_ready,
 * ERR_FORMAT while a check is must or a look has no reason, ERR_CONFLICT if
 * that version exists. The draft is removed; the session is marked attended.
 */
WARN_UNUSED enum err note_sign(struct note *);

/* ---- reading ----------------------------------------------------------- */

/* One line of a chart's timeline. */
struct timeline_row {
	struct id entry; /* or draft id */
	bool draft;
	unsigned depth; /* 1: an addendum under its entry */
	int64_t when;
	const char *title; /* "SOAP note", "addendum" */
	enum note_state state;
	bool late, amended;
	struct id author;
};
/* Newest first; addenda under their entry; my drafts among them.  Commits VIEW
 * (once per login) first.  An entry that fails its check is left out, and after
 * the others ERR_CORRUPT says so. */
WARN_UNUSED enum err timeline_each(struct clinic *, const struct id *chart,
    enum err (*each)(void *arg, const struct timeline_row *), void *arg);

/* A signed entry with all that was ever added, for reading. */
struct signed_note {
	struct record *versions; /* 1st, corrections, error */
	struct signature {
		struct id author;
		int64_t time;
		char brief[10]; /* 7F3A-91C2 */
		unsigned char digest[32];
	} * signatures; /* one per version */
	size_t nversions;
	struct signed_note *addenda;
	size_t naddenda;
	enum note_state state;
};
WARN_UNUSED enum err note_read(struct clinic *, const struct id *chart,
    const struct id *entry, struct signed_note *out);
void signed_note_done(struct signed_note *);

/* The newest signed note of the chart before ${when} (0: at all); ERR_NOTFOUND.
 * For "last note readable beside". */
WARN_UNUSED enum err note_last(
    struct clinic *, const struct id *chart, int64_t when, struct record *out);

/* ---- Today ------------------------------------------------------------- */

enum today_group { TODAY_OVERDUE, TODAY_TODAY };
struct today_row {
	enum today_group group;
	const struct session *session;
	const struct client *client; /* NULL: not my chart */
	enum note_state note;
	unsigned days;	  /* overdue */
	bool drafts_only; /* a draft without session */
	struct id draft;
	int64_t when;
};
/* Overdue first, oldest on top (attended or past sessions without a signed
 * note, and drafts without a session), then today by time. */
WARN_UNUSED enum err today_each(struct clinic *,
    enum err (*each)(void *arg, const struct today_row *), void *arg);
/* What `n` opens: the session that ended within the hour, else the oldest row
 * that needs its author; ERR_NOTFOUND. */
WARN_UNUSED enum err today_next(struct clinic *, struct today_row *out);

/* Counts for the log-out question. */
WARN_UNUSED enum err note_open_counts(
    struct clinic *, unsigned *drafts, unsigned *unsigned_notes);

#endif
