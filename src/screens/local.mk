noinst_LIBRARIES += src/screens/libscreens.a
src_screens_libscreens_a_SOURCES = src/screens/none.c
