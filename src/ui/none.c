/* placeholder */ extern int ui_none;
int ui_none;
