dist_doc_DATA += README NEWS HACKING doc/architecture.md doc/decisions.md \
	doc/format.md \
	doc/threat-model.md
dist_man_MANS += doc/tacet.1 doc/tacet-deploy.7 doc/tacet-form.5 \
	doc/tacet-keys.5

examplesdir = $(docdir)/examples
dist_examples_DATA = doc/examples/sshd-tacet.conf \
	doc/examples/tacet-verify.service doc/examples/tacet-verify.timer \
	doc/examples/tacet.cron doc/examples/tacet_keys
