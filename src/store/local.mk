noinst_LIBRARIES += src/store/libstore.a
src_store_libstore_a_SOURCES = \
	src/store/copy.c \
	src/store/engine.h \
	src/store/lock.c src/store/lock.h \
	src/store/memory.c \
	src/store/schema.c src/store/schema.h \
	src/store/sql.c src/store/sql.h \
	src/store/sqlite.c src/store/sqlite.h src/store/sqlite_open.c \
	src/store/sqlite_schema.c \
	src/store/store.c src/store/store.h
src_store_libstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
