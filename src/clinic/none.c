/* placeholder */ extern int clinic_none; int clinic_none;
