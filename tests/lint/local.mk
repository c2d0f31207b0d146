dist_check_SCRIPTS += tests/lint/format.sh tests/lint/globals.sh \
	tests/lint/headers.sh tests/lint/layers.sh \
	tests/lint/man.sh tests/lint/potfiles.sh tests/lint/shell.sh \
	tests/lint/words.sh
TESTS += tests/lint/format.sh tests/lint/globals.sh \
	tests/lint/headers.sh tests/lint/layers.sh tests/lint/man.sh \
	tests/lint/potfiles.sh tests/lint/shell.sh tests/lint/words.sh
