#include "vault/newid.h"

#include "crypto/secret.h"

void newid(struct id *id)
{
	secret_random(id->b, ID_LEN);
}
