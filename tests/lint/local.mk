dist_check_SCRIPTS += tests/lint/headers.sh tests/lint/layers.sh \
	tests/lint/man.sh tests/lint/shell.sh
TESTS += tests/lint/headers.sh tests/lint/layers.sh tests/lint/man.sh \
	tests/lint/shell.sh
