noinst_LIBRARIES += src/store/libstore.a
src_store_libstore_a_SOURCES = src/store/none.c
src_store_libstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
