/* struct clinic, for the files of this folder only. */
#ifndef CLINIC_INTERNAL_H
#define CLINIC_INTERNAL_H

#include "clinic/banner.h"
#include "clinic/client.h"
#include "clinic/clinic.h"
#include "clinic/idmap.h"
#include "clinic/note.h"
#include "clinic/session.h"
#include "vault/chart.h"
#include "vault/draft.h"
#include "vault/entry.h"

/* ---- what has been read: kept until clinic_forget ------------------------ */

struct client_node {
	struct client pub; /* first: a node is its client */
	uint32_t ver;
	char *folded; /* name, for order */
	char *hay;    /* what a finder looks in */
	/* Made by the caseload from sessions. */
	int64_t last_seen, next;
	unsigned due;
};

struct session_node {
	struct session pub; /* first: a node is its session */
	uint32_t want;	    /* newest version that the ledger names */
	unsigned char digest[ENTRY_DIGEST];
	char discarded[80];
	bool has_note; /* its note is signed; never goes back for this ver */
};

/* One record entry, as its newest version says. */
struct entry_node {
	struct id entry;
	uint32_t ver, want;
	struct id author;  /* of version 1 */
	int64_t signed_at; /* version 1 */
	int64_t when;
	enum act act;
	bool late, bad; /* bad: fails its check, not shown */
	char *title;
	char form[33], kind[17];
	char level[17]; /* of a risk assessment, else "" */
	bool scored;	/* a measure with a total */
	int score;
	struct id target, session;
};

struct chart_node {
	struct id chart;
	uint64_t seq; /* of the newest entry head taken */
	bool fresh;
	bool warned; /* banner is of the entries as they are */
	struct banner banner;
	struct idmap map;
	struct entry_node **v;
	size_t n, cap;
};

struct clinic {
	struct vault *vault;
	struct forms *forms;
	const struct clock *clock;
	char **problems;
	size_t nproblems, cproblems;

	struct id whose; /* the person that all below was read as */
	struct {
		struct client_node **v;
		size_t n, cap;
		struct idmap map;
		bool fresh;
	} clients;
	struct {
		struct session_node **v; /* by start */
		size_t n, cap;
		struct idmap map;
		uint64_t seq;
		bool fresh;
	} sessions;
	struct {
		struct chart_node **v;
		size_t n, cap;
		struct idmap map;
	} charts;
};

/* ERR_LOCKED unless somebody is logged in; drops what another person read. */
WARN_UNUSED enum err clinic_need(struct clinic *);
/* Something was written: look again before the next answer. */
void clinic_stale(struct clinic *);

void clients_forget(struct clinic *);
void sessions_forget(struct clinic *);
void charts_forget(struct clinic *);

/* client.c: the nodes are up to date. */
WARN_UNUSED enum err clients_fresh(struct clinic *);
/* session.c: likewise. */
WARN_UNUSED enum err sessions_fresh(struct clinic *);
struct session_node *session_node(struct clinic *, const struct id *);
/* Write the session with a fact about a draft thrown away. */
WARN_UNUSED enum err session_discarded(
    struct clinic *, const struct id *, const char *reason);

/*
 * timeline.c: VIEW is committed and the newest version of every record entry
 * decoded once.  An entry that fails its check is marked, not fatal.
 */
WARN_UNUSED enum err chart_fresh(
    struct clinic *, const struct id *chart, struct chart_node **out);
/* NULL if there is none. */
struct entry_node *entry_node(const struct chart_node *, const struct id *);
/* The newest signed original of kind note before ${when} (0: at all), NULL. */
struct entry_node *entry_last(const struct chart_node *, int64_t when);

/* banner.c: what the banner needs of an entry. */
/* Whether values of this form are needed for the banner. */
bool banner_wants(const char *form);
void banner_take(struct entry_node *, const struct record *);
/* note_measure.c: what the next measure compares itself with, and whether
 * values of this kind are needed for it. */
bool measure_wants(const char *kind);
void measure_take(struct entry_node *, const struct record *);

/* today.c: state of a session's note; ${drafts} (may be NULL) maps draft ids to
 * struct draft_meta (note_meta.h). */
WARN_UNUSED enum err session_note_state(struct clinic *, struct session_node *,
    const struct idmap *drafts, enum note_state *);

#endif
