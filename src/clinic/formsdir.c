#include "clinic/formsdir.h"

#include <stddef.h>

#include "base/beside.h"

enum err formsdir_find(char *out)
{
	static const char *const places[] = {
	    "forms", "../share/tacet/forms", NULL};

	return beside_program(places, FORMSDIR, out);
}
