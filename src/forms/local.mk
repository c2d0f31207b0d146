# Every shipped document kind. A new form is a file here and a line below.
formsdir = $(pkgdatadir)/forms
dist_forms_DATA =
