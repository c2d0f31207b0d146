noinst_LIBRARIES += src/base/libbase.a
src_base_libbase_a_SOURCES = \
	src/base/beside.c src/base/beside.h \
	src/base/buf.c src/base/buf.h \
	src/base/clock.c src/base/clock.h \
	src/base/date.c src/base/date.h \
	src/base/date_parse.c \
	src/base/err.c src/base/err.h \
	src/base/file.c src/base/file.h \
	src/base/i18n.h \
	src/base/id.c src/base/id.h \
	src/base/mem.c src/base/mem.h \
	src/base/utf8.c src/base/utf8.h \
	src/base/utf8_break.c \
	src/base/utf8_wrap.c
