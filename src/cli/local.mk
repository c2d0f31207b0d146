# The command line: what main.c starts with.  A library, so that tests can call
# into it too.
noinst_LIBRARIES += src/cli/libcli.a
src_cli_libcli_a_SOURCES = src/harden.c src/harden.h \
	src/cli/ask.c src/cli/ask.h \
	src/cli/hidden.c src/cli/hidden.h \
	src/cli/keyval.c src/cli/keyval.h \
	src/cli/options.c src/cli/options.h \
	src/cli/place.c src/cli/place.h \
	src/cli/say.c src/cli/say.h \
	src/cli/settings.c src/cli/settings.h \
	src/cli/verb_demo.c \
	src/cli/verb_init.c \
	src/cli/verb_text.c \
	src/cli/verb_verify.c \
	src/cli/verb_work.c \
	src/cli/verbs.c src/cli/verbs.h
