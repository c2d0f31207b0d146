/*
 * The system calls that change a file, under control of a test: this program's
 * own pwrite64, fdatasync, fsync, ftruncate64 and unlink stand before libc's
 * for SQLite too.  The shipped program knows nothing of it.
 */
#ifndef TESTS_STORE_FAULT_H
#define TESTS_STORE_FAULT_H

enum fault {
	FAULT_NONE,
	FAULT_KILL_BEFORE, /* SIGKILL instead of the call */
	FAULT_KILL_AFTER,  /* SIGKILL once it is done */
	FAULT_EIO,
	FAULT_ENOSPC,
	FAULT_SHORT, /* half is written, then there is no space */
	FAULTS
};

/* Let the ${n}th call from now on (1 is the next) meet ${what}, and, with
 * ENOSPC, every call after it. */
void fault_arm(enum fault what, int n);
/* Off; returns how many calls there were since. */
int fault_disarm(void);
/* Whether it has been met. */
int fault_met(void);

/* Calls of fsync and fdatasync since the start. */
extern int fault_syncs;

#endif
