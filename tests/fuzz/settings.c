/* DIR/tacet.conf: timers and the key map.  A timer is never longer after it. */
#include "tests/fuzz/fuzz.h"

#include "screens/commands.h"
#include "screens/places.h"
#include "screens/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct program pr = {
	    .idle_ms = IDLE_MS, .login_ms = LOGIN_MS, .private_ms = PRIVATE_MS};

	fuzz_begin();
	HOLDS(keymap_new(&pr.keys) == ERR_OK);
	HOLDS(
	    keymap_table(pr.keys, "program", program_commands, true) == ERR_OK);
	HOLDS(places_keys(pr.keys) == ERR_OK);
	if (settings_read(fuzz_file("tacet.conf", p, len), &pr) == ERR_OK)
		HOLDS(keymap_check(pr.keys) == ERR_OK);
	HOLDS(pr.idle_ms >= 0 && pr.idle_ms <= IDLE_MS);
	HOLDS(pr.login_ms >= 0 && pr.login_ms <= LOGIN_MS);
	HOLDS(pr.private_ms >= 0 && pr.private_ms <= PRIVATE_MS);
	keymap_free(pr.keys);
	return 0;
}
