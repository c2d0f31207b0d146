/* What the text of a field means; part of inputs.h. */
#ifndef UI_INPUTS_VALUE_H
#define UI_INPUTS_VALUE_H

#include "ui/inputs.h"

/*
 * Read the text of a field by its type and write it as the program does into
 * ${out} ("" leaves it as it is).  False with *why (translated) if it cannot be
 * read; an empty field can.
 */
bool inputs_value_tidy(const struct input *, struct date today, char *out,
    size_t size, const char **why);

#endif
