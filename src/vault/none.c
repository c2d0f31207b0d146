/* placeholder */ extern int vault_none; int vault_none;
