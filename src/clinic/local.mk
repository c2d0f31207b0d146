noinst_LIBRARIES += src/clinic/libclinic.a
src_clinic_libclinic_a_SOURCES = \
	%D%/banner.c %D%/banner.h \
	%D%/caseload.c \
	%D%/client.c %D%/client.h \
	%D%/client_edit.c \
	%D%/client_similar.c \
	%D%/clinic.c %D%/clinic.h %D%/internal.h \
	%D%/demo.c %D%/demo.h \
	%D%/demo_cast.h \
	%D%/demo_do.c %D%/demo_do.h \
	%D%/demo_imre.c \
	%D%/demo_juno.c \
	%D%/demo_plan.c %D%/demo_plan.h \
	%D%/demo_soren.c \
	%D%/demo_words.c %D%/demo_words.h \
	%D%/export_text.c %D%/export_text.h \
	%D%/field.c %D%/form.h \
	%D%/form.c \
	%D%/form_kind.c \
	%D%/form_measure.c \
	%D%/form_key.c \
	%D%/form_read.c %D%/form_read.h \
	%D%/formsdir.c %D%/formsdir.h \
	%D%/headings.c %D%/headings.h \
	%D%/idmap.c %D%/idmap.h \
	%D%/import_text.c %D%/import_text.h \
	%D%/measure.c %D%/measure.h \
	%D%/note.c %D%/note.h %D%/note_internal.h \
	%D%/note_amend.c \
	%D%/note_change.c \
	%D%/note_check.c \
	%D%/note_load.c \
	%D%/note_measure.c \
	%D%/note_meta.c %D%/note_meta.h \
	%D%/note_open.c \
	%D%/note_read.c \
	%D%/note_sign.c \
	%D%/privnote.c %D%/privnote.h \
	%D%/privnote_set.c %D%/privnote_set.h \
	%D%/record.c %D%/record.h \
	%D%/record_code.c \
	%D%/record_print.c \
	%D%/session.c %D%/session.h \
	%D%/timeline.c \
	%D%/today.c
src_clinic_libclinic_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS)
