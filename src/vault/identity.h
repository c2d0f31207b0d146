/* The expanded keys of one person (or of RECORDS), secret ones in the arena. */
#ifndef VAULT_IDENTITY_H
#define VAULT_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "crypto/seal.h"
#include "crypto/sign.h"

struct public_keys {
	unsigned char sign[SIGN_PK]; /* ledger events, usrsign1 */
	unsigned char box[BOX_PK];   /* grants, usrbox_1 */
	unsigned char auth[SIGN_PK]; /* author signatures, usrauth1 */
};

struct identity {
	struct id id;
	struct public_keys pk;
	unsigned char *sign_sk; /* SIGN_SK */
	unsigned char *box_sk;	/* KEY_LEN */
	unsigned char *local;	/* KEY_LEN, usrlocl1 */
	unsigned char *auth_sk; /* SIGN_SK; NULL once it is wiped */
};

/* Expand the 32-byte ${seed} (USEED or RSEED; the caller wipes it). Freed with
 * identity_free. */
WARN_UNUSED enum err identity_new(
    const struct id *, const unsigned char *seed, struct identity **out);
/* Wipe and free; NULL is fine. */
void identity_free(struct identity *);
/* Wipe only the auth key. */
void identity_drop_auth(struct identity *);
/* Move the auth key of ${from} into ${to}, the same person. */
void identity_take_auth(struct identity *to, struct identity *from);

/* self64: signature of the person over id, gen and its public keys. */
void identity_self_sign(const struct identity *, const unsigned char *clinic,
    uint32_t gen, unsigned char *sig);
bool identity_self_ok(const struct id *, const struct public_keys *,
    const unsigned char *clinic, uint32_t gen, const unsigned char *sig);

#endif
