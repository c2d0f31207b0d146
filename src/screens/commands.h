/* The one table of every command that is legal everywhere. */
#ifndef SCREENS_COMMANDS_H
#define SCREENS_COMMANDS_H

#include "ui/keymap.h"

/* fn get the struct program. */
extern const struct actions program_commands;

#endif
