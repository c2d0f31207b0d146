/* placeholder */ extern int crypto_none; int crypto_none;
