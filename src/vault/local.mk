noinst_LIBRARIES += src/vault/libvault.a
src_vault_libvault_a_SOURCES = \
	src/vault/anchor.c src/vault/anchor.h \
	src/vault/audit.c src/vault/audit.h \
	src/vault/authority.c src/vault/authority.h \
	src/vault/assign.c src/vault/assign.h \
	src/vault/authority_assign.c \
	src/vault/authority_keys.c src/vault/authority_rules.h \
	src/vault/authority_staff.c \
	src/vault/chart.c src/vault/chart.h \
	src/vault/cosign.c \
	src/vault/derive.c src/vault/derive.h \
	src/vault/directory.c src/vault/directory.h \
	src/vault/draft.c src/vault/draft.h \
	src/vault/draftrow.c src/vault/draftrow.h \
	src/vault/drafts.c \
	src/vault/entry.c src/vault/entry.h \
	src/vault/event.c src/vault/event.h \
	src/vault/fields.c src/vault/fields.h \
	src/vault/genesis.c src/vault/genesis.h \
	src/vault/holder.c src/vault/holder.h \
	src/vault/host.c src/vault/host.h \
	src/vault/identity.c src/vault/identity.h \
	src/vault/internal.h \
	src/vault/keys.c src/vault/keys.h \
	src/vault/ledger.c src/vault/ledger.h \
	src/vault/login.c src/vault/login.h \
	src/vault/newid.c src/vault/newid.h \
	src/vault/password.c \
	src/vault/pdraft.c \
	src/vault/person_new.c src/vault/person_new.h \
	src/vault/pledger.c \
	src/vault/pnote.c \
	src/vault/private.c src/vault/private.h \
	src/vault/proposal.c \
	src/vault/pvault.h \
	src/vault/pwrap.c \
	src/vault/replay.c \
	src/vault/row.c src/vault/row.h \
	src/vault/sealed.c src/vault/sealed.h \
	src/vault/staff.c src/vault/staff.h \
	src/vault/state.c src/vault/state.h \
	src/vault/throttle.c src/vault/throttle.h \
	src/vault/userfile.c src/vault/userfile.h \
	src/vault/vault.c src/vault/vault.h \
	src/vault/verify.c src/vault/verify.h \
	src/vault/verify_run.h \
	src/vault/verify_tables.c \
	src/vault/words.c src/vault/words.h \
	src/vault/wraps.c src/vault/wraps.h
