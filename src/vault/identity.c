#include "vault/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crypto/kdf.h"
#include "crypto/secret.h"

enum err identity_new(
    const struct id *id, const unsigned char *seed, struct identity **out)
{
	struct identity *p = mem_new(1, sizeof *p);
	unsigned char *sub = secret_new(KEY_LEN);
	enum err e = ERR_OK;

	if (p != NULL) {
		p->id = *id;
		p->sign_sk = secret_new(SIGN_SK);
		p->box_sk = secret_new(KEY_LEN);
		p->local = secret_new(KEY_LEN);
		p->auth_sk = secret_new(SIGN_SK);
	}
	if (p == NULL || sub == NULL || p->sign_sk == NULL ||
	    p->box_sk == NULL || p->local == NULL || p->auth_sk == NULL) {
		e = err_set(ERR_NOMEM, "key memory is full");
		goto out;
	}
	kdf_subkey(seed, SUBKEY_USER_SIGN, sub);
	sign_keys(sub, p->pk.sign, p->sign_sk);
	kdf_subkey(seed, SUBKEY_USER_BOX, sub);
	box_keys(sub, p->pk.box, p->box_sk);
	kdf_subkey(seed, SUBKEY_USER_AUTH, sub);
	sign_keys(sub, p->pk.auth, p->auth_sk);
	kdf_subkey(seed, SUBKEY_USER_LOCAL, p->local);
	*out = p;
	p = NULL;
out:
	identity_free(p);
	secret_free(sub);
	return e;
}

void identity_free(struct identity *p)
{
	if (p == NULL)
		return;
	secret_free(p->sign_sk);
	secret_free(p->box_sk);
	secret_free(p->local);
	secret_free(p->auth_sk);
	free(p);
}

void identity_drop_auth(struct identity *p)
{
	secret_free(p->auth_sk);
	p->auth_sk = NULL;
}

void identity_take_auth(struct identity *to, struct identity *from)
{
	identity_drop_auth(to);
	to->auth_sk = from->auth_sk;
	from->auth_sk = NULL;
}

/* The signed pieces of sig-self; ${gen} is borrowed. */
#define SELF_PIECES(clinic, id, gen, pk)                                       \
	{                                                                      \
		{clinic, HASH_LEN}, {(id)->b, ID_LEN}, {gen, 4},               \
		    {(pk)->sign, SIGN_PK}, {(pk)->box, BOX_PK},                \
		{                                                              \
			(pk)->auth, SIGN_PK                                    \
		}                                                              \
	}

void identity_self_sign(const struct identity *p, const unsigned char *clinic,
    uint32_t gen, unsigned char *sig)
{
	unsigned char g[4];
	const struct piece m[] = SELF_PIECES(clinic, &p->id, g, &p->pk);

	le32_put(g, gen);
	sign(p->sign_sk, LABEL_SIG_SELF, m, sizeof m / sizeof *m, sig);
}

bool identity_self_ok(const struct id *id, const struct public_keys *pk,
    const unsigned char *clinic, uint32_t gen, const unsigned char *sig)
{
	unsigned char g[4];
	const struct piece m[] = SELF_PIECES(clinic, id, g, pk);

	le32_put(g, gen);
	return sign_ok(pk->sign, LABEL_SIG_SELF, m, sizeof m / sizeof *m, sig);
}
