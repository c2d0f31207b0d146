/* Tools of somebody who can write to the database, and more. */
#ifndef TESTS_VAULT_ATTACK_H
#define TESTS_VAULT_ATTACK_H

#include "tests/vault/clinic.h"
#include "vault/internal.h"
#include "vault/row.h"
#include "vault/verify.h"

/* Owned copies of the rows of one table. */
struct saved {
	enum store_table table;
	size_t n;
	struct saved_row {
		struct store_val val[STORE_COLS_MAX];
	} * row;
};

const struct store_def *attack_def(enum store_table);
void attack_save(struct store *, enum store_table, struct saved *);
void attack_free(struct saved *);
/* In a transaction of its own. */
void attack_put(struct store *, enum store_table, const struct store_val *row);
void attack_set(struct store *, enum store_table, const struct store_val *row);
void attack_remove(
    struct store *, enum store_table, const struct store_val *row);

/* Put the clinic of ${v} into memory, where a thousand writes cost nothing. */
void attack_in_memory(struct vault *v);

/* Which checks of the verifier reported something. */
struct finding {
	unsigned faults;
	char checks[512]; /* " chain bodies " */
	bool stop;	  /* at the first */
};
enum err attack_verify(struct vault *, const char *skip, struct finding *);
/* The first fault ends it. */
bool attack_noticed(struct vault *);
bool attack_found(const struct finding *, const char *check);
/* ${check} and no other finds it: without that one the clinic looks sound. */
void attack_only(struct vault *, const char *check);

/* The keys of a person, as their owner. */
struct identity *attack_identity(
    struct vault *, const char *login, const char *pw);
struct identity *attack_records(struct vault *);
/* Append a row that no writer would let pass: the caller fills the whole
 * event but seq, kep and time; signed with ${sk}; sealed for ${v}. */
void attack_append(struct vault *, struct event *, const unsigned char *sk);

#endif
