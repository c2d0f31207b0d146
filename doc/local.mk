dist_doc_DATA += README NEWS HACKING doc/architecture.md doc/decisions.md \
	doc/format.md \
	doc/threat-model.md
dist_man_MANS += doc/tacet.1 doc/tacet-form.5 doc/tacet-keys.5
