/*
 * Every screen of the program in one table: its key tables (for remapping, help
 * and the manual) and how it is opened again after a lock.
 */
#ifndef SCREENS_PLACES_H
#define SCREENS_PLACES_H

#include "screens/program.h"

/* Register the action table of every screen. */
WARN_UNUSED enum err places_keys(struct keymap *);

/* What stands open, lowest first; returns how many were written. */
size_t places_collect(const struct program *, struct place *, size_t max);

/* Seal what is typed on every screen; true if any of it cannot be kept now (the
 * disk is full), so that closing would lose it. */
bool places_unsaved(struct program *);

/* The i-th screen, NULL past the last: for help and manual checks. */
const struct screen_ops *places_at(size_t i);

#endif
