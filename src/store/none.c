/* placeholder */ extern int store_none; int store_none;
