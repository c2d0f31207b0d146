# Every shipped document kind. A new form is a file here and a line below.
formsdir = $(pkgdatadir)/forms
dist_forms_DATA = \
	%D%/addendum.form \
	%D%/apso.form \
	%D%/audit-c.measure \
	%D%/biopsychosocial.form \
	%D%/birp.form \
	%D%/cancelled.form \
	%D%/cesd-r.measure \
	%D%/client.form \
	%D%/consultation.form \
	%D%/core-10.measure \
	%D%/correction.form \
	%D%/correspondence.form \
	%D%/crisis.form \
	%D%/dap.form \
	%D%/diagnosis.form \
	%D%/discharge.form \
	%D%/error.form \
	%D%/fdar.form \
	%D%/gad7.measure \
	%D%/girp.form \
	%D%/intake.form \
	%D%/medication.form \
	%D%/missed.form \
	%D%/mse.form \
	%D%/narrative.form \
	%D%/pcl5.measure \
	%D%/phone.form \
	%D%/phq15.measure \
	%D%/phq2.measure \
	%D%/phq9.measure \
	%D%/pie.form \
	%D%/pirp.form \
	%D%/risk.form \
	%D%/safety.form \
	%D%/session.form \
	%D%/sirp.form \
	%D%/soap.form \
	%D%/treatment-summary.form

# src/tacet looks in forms/ beside itself first, so that it runs from the
# build tree.
all-local: copy-forms
copy-forms:
	@test . = '$(srcdir)' || $(MKDIR_P) %D%
	@test . = '$(srcdir)' || for f in $(dist_forms_DATA); do \
	  cmp -s "$(srcdir)/$$f" "$$f" || cp -f "$(srcdir)/$$f" "$$f" || exit 1; \
	done
clean-local: clean-forms
clean-forms:
	test . = '$(srcdir)' || rm -f $(dist_forms_DATA)
.PHONY: copy-forms clean-forms
