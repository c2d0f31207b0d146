/* placeholder */ extern int screens_none;
int screens_none;
