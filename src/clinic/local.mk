noinst_LIBRARIES += src/clinic/libclinic.a
src_clinic_libclinic_a_SOURCES = \
	%D%/field.c %D%/form.h \
	%D%/form.c \
	%D%/form_key.c \
	%D%/form_read.c %D%/form_read.h \
	%D%/formsdir.c %D%/formsdir.h \
	%D%/record.c %D%/record.h \
	%D%/record_code.c \
	%D%/record_print.c
src_clinic_libclinic_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS)
