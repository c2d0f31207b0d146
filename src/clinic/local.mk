noinst_LIBRARIES += src/clinic/libclinic.a
src_clinic_libclinic_a_SOURCES = src/clinic/none.c
src_clinic_libclinic_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS)
