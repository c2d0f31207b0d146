# The layers, lowest first. A library may use only those named before it
# (ui knows only base); the link lines of the tests keep it so.
BASE = src/base/libbase.a
CRYPTO = src/crypto/libcrypto.a
STORE = src/store/libstore.a
VAULT = src/vault/libvault.a
CLINIC = src/clinic/libclinic.a
UI = src/ui/libui.a
SCREENS = src/screens/libscreens.a
CLI = src/cli/libcli.a

BASE_LIBS = $(BASE) $(UNISTRING_LIBS) $(LTLIBINTL)
CRYPTO_LIBS = $(CRYPTO) $(SODIUM_LIBS) $(BASE_LIBS)
STORE_LIBS = $(STORE) $(SQLITE_LIBS) $(BASE_LIBS)
VAULT_LIBS = $(VAULT) $(STORE) $(CRYPTO) $(SQLITE_LIBS) $(SODIUM_LIBS) \
	$(BASE_LIBS)
CLINIC_LIBS = $(CLINIC) $(INIH_LIBS) $(VAULT_LIBS)
UI_LIBS = $(UI) $(NCURSES_LIBS) $(BASE_LIBS)
SCREENS_LIBS = $(SCREENS) $(UI) $(CLINIC) $(VAULT) $(STORE) $(CRYPTO) \
	$(NCURSES_LIBS) $(INIH_LIBS) $(SQLITE_LIBS) $(SODIUM_LIBS) $(BASE_LIBS)
CLI_LIBS = $(CLI) $(SCREENS_LIBS)

include src/base/local.mk
include src/crypto/local.mk
include src/store/local.mk
include src/vault/local.mk
include src/clinic/local.mk
include src/forms/local.mk
include src/ui/local.mk
include src/screens/local.mk
include src/cli/local.mk

bin_PROGRAMS += src/tacet
src_tacet_SOURCES = src/main.c
src_tacet_LDADD = $(CLI_LIBS)

# The catalogues beside src/tacet, where it looks first, so that it speaks every
# language in the build tree too.
noinst_DATA += src/locale/.made
src/locale/.made: po/LINGUAS $(top_srcdir)/po/*.po
	$(AM_V_GEN)for l in `sed '/^#/d' $(top_srcdir)/po/LINGUAS`; do \
	  d=src/locale/$$l/LC_MESSAGES; $(MKDIR_P) $$d && \
	  $(MSGFMT) -o $$d/$(PACKAGE).mo $(top_srcdir)/po/$$l.po || exit 1; \
	done && : >$@
clean-local: locale-clean
locale-clean:
	rm -rf src/locale
.PHONY: locale-clean
