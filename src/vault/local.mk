noinst_LIBRARIES += src/vault/libvault.a
src_vault_libvault_a_SOURCES = \
	src/vault/authority.h \
	src/vault/chart.c src/vault/chart.h \
	src/vault/derive.c src/vault/derive.h \
	src/vault/draft.c src/vault/draft.h \
	src/vault/draftrow.c src/vault/draftrow.h \
	src/vault/drafts.c \
	src/vault/entry.c src/vault/entry.h \
	src/vault/event.h \
	src/vault/fields.h \
	src/vault/genesis.h \
	src/vault/holder.c src/vault/holder.h \
	src/vault/host.h \
	src/vault/identity.h \
	src/vault/internal.h \
	src/vault/keys.h \
	src/vault/ledger.h \
	src/vault/pdraft.c \
	src/vault/pledger.c \
	src/vault/pnote.c \
	src/vault/private.c src/vault/private.h \
	src/vault/pvault.h \
	src/vault/pwrap.c \
	src/vault/sealed.c src/vault/sealed.h \
	src/vault/state.h \
	src/vault/userfile.h \
	src/vault/vault.h \
	src/vault/verify.h \
	src/vault/words.c src/vault/words.h
