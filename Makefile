# connect-clock: build, test, install.  `make help` lists the targets.
#
# Everything made lands under build/.  A layer is a folder of src/ and becomes
# build/lib<layer>.a (src/tui/panel: build/libtui-panel.a); its files are found
# by wildcard, so a new .c needs no change here.
# SAN=address|undefined|thread|cov|fuzz builds the same rules into a folder of
# its own.

.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

ifeq ($(origin CC),default)
CC := gcc
endif
AR      ?= ar
PREFIX  ?= /usr/local
DESTDIR ?=
SAN     ?=
V       ?=
Q       := $(if $(V),,@)
say     = $(if $(or $(V),$(findstring s,$(firstword -$(MAKEFLAGS)))),,@echo "  $1  $2")
# A test that installs must find the tree built as it is, not build another.
export CC SAN WERROR
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc) --no-print-directory
endif

# --- what there is -----------------------------------------------------------

SERVICE  := service service/outbox service/card service/ledger service/catalog service/identity \
            service/company service/desk
TUI      := tui/panel tui/queue tui/sign_in tui/card tui/board tui/manage \
            tui
STORE    := cache journal journal/salvage journal/format sqlite
LAYERS   := base crypto command calendar core wire loop sys app $(TUI) cli ctl \
            $(STORE) net keyring term client db $(SERVICE) admin httpd
PROGRAMS := $(patsubst src/programs/%.c,%,$(wildcard src/programs/*.c))

# A program names the layers it is made of, users before the used.
LAYERS_connect-clock := cli client command $(TUI) app $(STORE) net keyring term sys \
                        loop wire core calendar crypto base
LAYERS_connectctl    := ctl client command app $(STORE) net keyring sys loop \
                        wire core calendar crypto base
LAYERS_connectd      := admin command httpd $(SERVICE) db net wire core \
                        calendar sys loop crypto base

# libcurl and libsecret are loaded when first needed: headers only.
PKGS_HEADERS         := libcurl libsecret-1
PKGS_connect-clock   := ncursesw sqlite3 libcjson libsodium
PKGS_connectctl      := sqlite3 libcjson libsodium
PKGS_connectd        := libmicrohttpd gnutls sqlite3 libpq libcjson libsodium
PKGS_tests           := cmocka vterm

# --- where it goes -----------------------------------------------------------

B := build$(if $(SAN),/$(if $(filter address undefined thread,$(SAN)),san-)$(SAN))
O := $(B)/obj

# --- flags -------------------------------------------------------------------

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wswitch-enum -Wformat=2 -Wvla
ifneq ($(or $(filter true,$(CI)),$(WERROR)),)
WARN += -Werror
endif

HARDEN := -fstack-protector-strong -fstack-clash-protection
ifeq ($(shell uname -m),x86_64)
HARDEN += -fcf-protection
endif
ifeq ($(SAN),)
HARDEN += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
endif

SAN_address   := -fsanitize=address -fno-omit-frame-pointer
SAN_undefined := -fsanitize=undefined -fno-sanitize-recover=all \
                 -fno-omit-frame-pointer
SAN_thread    := -fsanitize=thread -fno-omit-frame-pointer
SAN_cov       := --coverage -O0
SAN_fuzz      := -fsanitize=fuzzer-no-link,address,undefined \
                 -fno-sanitize-recover=undefined -fno-omit-frame-pointer
ifneq ($(and $(SAN),$(if $(SAN_$(SAN)),,unknown)),)
$(error SAN=$(SAN) is not one of: address undefined thread cov fuzz)
endif

# System headers are -isystem: their warnings are not ours.
pkg_cflags = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $1 \
             2>/dev/null))
pkg_libs   = $(shell pkg-config --libs $1 2>/dev/null)

PKG_CFLAGS := $(call pkg_cflags,$(sort $(PKGS_connect-clock) \
              $(PKGS_connectd) $(PKGS_HEADERS)))
# A run of the client is short: a third of it went into finding its symbols in
# shared libraries. So it takes the archives of the large ones where they are;
# SHARED=1 leaves that.
ARCHIVES   := $(if $(or $(SAN),$(SHARED)),,ncursesw tinfo sqlite3 sodium)
archive_of = $(or $(filter /%,$(shell $(CC) -print-file-name=lib$1.a)),-l$1)
SHARED_connect-clock := $(call pkg_libs,$(PKGS_connect-clock)) -lm -ldl -pthread
SHARED_connectctl    := $(call pkg_libs,$(PKGS_connectctl)) -lm -ldl -pthread
archived = $(foreach l,$1,$(if $(filter $(ARCHIVES),$(l:-l%=%)),$\
    $(call archive_of,$(l:-l%=%)),$l))
LIBS_connect-clock := $(call archived,$(SHARED_connect-clock))
LIBS_connectctl    := $(call archived,$(SHARED_connectctl))
LIBS_connectd      := $(call pkg_libs,$(PKGS_connectd)) -ldl -pthread

CFLAGS  ?= -O2 -g
COMPILE := $(CC) -std=gnu17 -D_GNU_SOURCE $(CFLAGS) $(WARN) $(HARDEN) -fPIE \
           $(SAN_$(SAN)) -Iinclude $(PKG_CFLAGS) $(CPPFLAGS)
LINK    := $(CC) -pie $(CFLAGS) $(SAN_$(SAN)) $(LDFLAGS) \
           -Wl,-z,relro,-z,now -Wl,--as-needed

# Written only when it changed: another compiler or flag rebuilds everything,
# and a source that came or went rebuilds its library.
write_if_changed = $(shell mkdir -p $(dir $1))$(if \
    $(subst x$(strip $2),,x$(strip $(file <$1))),$(file >$1,$(strip $2)))
SRCS := $(sort $(foreach l,$(LAYERS) programs,$(wildcard src/$l/*.c)))
TEST_LIB_SRCS := $(sort $(wildcard tests/lib/*.c tests/fake/*.c))
BUILDS := $(filter-out help clean deps deps-build demo format deb dist uninstall \
          check check-on lint lint-openapi san-% fuzz torture bench screenshots cov,\
          $(or $(MAKECMDGOALS),all))
ifneq ($(BUILDS),)
ifeq ($(PKG_CFLAGS),)
$(error Libraries that connect-clock is built on are missing; `make deps` \
  installs them)
endif
$(call write_if_changed,$(O)/flags,$(COMPILE) | $(LINK))
$(call write_if_changed,$(O)/sources,sources: $(SRCS) $(TEST_LIB_SRCS))
endif

# --- building ----------------------------------------------------------------

lib       = $(B)/lib$(subst /,-,$1).a
have      = $(if $(wildcard src/$1/*.c),$(call lib,$1))
LIBS_ALL := $(foreach l,$(LAYERS),$(call have,$l))
BINS     := $(PROGRAMS:%=$(B)/%)
SHELLS   := bash zsh fish
COMPLETE := $(foreach p,$(PROGRAMS),$(SHELLS:%=$(B)/completion/$p.%))

.PHONY: all
all: $(LIBS_ALL) $(BINS) $(COMPLETE) $(B)/compile_commands.json ## build the programs into build/

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC  ,$<)
	$(Q)$(COMPILE) $(CFLAGS_$(firstword $(subst /, ,$*))) -MMD -MP -MT $@ \
	  $(TIDY_STEPS_ALL:%=-MT $(B)/lint/tidy/%/$*.ok) -c -o $@ $<

# What a source takes in byte for byte (.incbin), which no compiler tells.
$(O)/src/service/openapi.o: src/service/openapi.json
$(O)/src/db/schema.o: $(wildcard src/db/schema/*.sql)

define layer_rule
$(call lib,$1): $(patsubst %.c,$(O)/%.o,$(wildcard src/$1/*.c)) $(O)/sources
	$$(call say,AR  ,$$@)
	$$(Q)rm -f $$@ && $$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$l)))

define program_rule
$(B)/$1: $(O)/src/programs/$1.o $(foreach l,$(LAYERS_$1),$(call have,$l))
	$$(call say,LINK,$$@)
	$$(Q)$$(LINK) -o $$@ $$(filter %.o %.a,$$^) $$(LIBS_$1)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rule,$p)))

define completion_rule
$(B)/completion/%.$1: src/command/completion/$1
	@mkdir -p $$(@D)
	$$(Q)sed 's/@program@/$$*/g' $$< > $$@
endef
$(foreach s,$(SHELLS),$(eval $(call completion_rule,$s)))

$(B)/compile_commands.json: $(O)/flags $(O)/sources
	@{ sep='['; for f in $(SRCS); do \
	  printf '%s\n{"directory": "%s", "file": "%s", "command": "%s -c %s"}' \
	    "$$sep" "$(CURDIR)" "$$f" "$(COMPILE)" "$$f"; sep=,; \
	done; printf '\n]\n'; } > $@

-include $(patsubst %.c,$(O)/%.d,$(SRCS))

# --- tests -------------------------------------------------------------------

include tests/tests.mk

# --- installing --------------------------------------------------------------

# What is installed, as source=destination below PREFIX; uninstall reads the
# same list.
MAN_PAGES := $(wildcard man/*.[1-9])
# The first one, and what it links.
DOCS      := README.md LICENSE man/panel.png src/README.md tests/README.md \
             tests/RELIABILITY.md
VERSION    = $(shell sed -n 's/^\#define VERSION "\(.*\)"/\1/p' \
             include/base/version.h)
INSTALLED := $(foreach p,$(PROGRAMS),$(B)/$p=bin/$p) \
    $(foreach m,$(MAN_PAGES),$m=share/man/man$(subst .,,$(suffix $m))/$(notdir $m)) \
    $(foreach p,$(PROGRAMS),$(addprefix $(B)/completion/$p.,$\
      bash=share/bash-completion/completions/$p $\
      zsh=share/zsh/site-functions/_$p $\
      fish=share/fish/vendor_completions.d/$p.fish)) \
    $(foreach f,$(wildcard src/httpd/systemd/*),$\
      $f=lib/systemd/system/$(notdir $f)) \
    $(foreach f,$(wildcard src/cli/systemd/*.service),$\
      $f=lib/systemd/user/$(notdir $f)) \
    $(foreach f,$(wildcard src/httpd/nginx/connectd.conf),$\
      $f=share/doc/connect-clock/nginx.conf) \
    $(foreach f,$(wildcard $(DOCS)),$f=share/doc/connect-clock/$f)

.PHONY: install uninstall deb dist
install: all ## install below PREFIX (/usr/local), staged in DESTDIR
	$(Q)for f in $(INSTALLED); do \
	  from=$${f%%=*}; to="$(DESTDIR)$(PREFIX)/$${f#*=}"; \
	  case $$f in *=bin/*) mode=755 ;; *) mode=644 ;; esac; \
	  echo "  INST  $$to"; install -D -m "$$mode" "$$from" "$$to" || exit 1; \
	  case $$f in *.service=*) sed -i 's|/usr/local/|$(PREFIX)/|' "$$to" ;; esac; \
	done
# Folders too: in a stage all that are empty then, else the one that is ours.
FOLDERS := $(if $(DESTDIR),$(sort $(foreach f,$(INSTALLED),$(dir $(patsubst \
    /%,%,$(PREFIX)/$(lastword $(subst =, ,$f)))))),connect-clock)
uninstall: ## remove what install put there
	$(Q)for f in $(INSTALLED); do \
	  rm -f "$(DESTDIR)$(PREFIX)/$${f#*=}"; \
	done
	$(Q)cd "$(or $(DESTDIR),$(PREFIX)/share/doc)" 2>/dev/null && rmdir -p \
	  --ignore-fail-on-non-empty $(FOLDERS) 2>/dev/null || :
# Not with archives in the programs: what Debian mends, it mends in its own.
deb: ## build Debian packages into build/deb/out
	$(Q)rm -rf build/deb/tree
	$(Q)$(MAKE) SHARED=1 B=build/deb/objects DESTDIR=build/deb/tree \
	  PREFIX=/usr install
	$(Q)src/programs/deb/build build/deb/tree build/deb/out $(VERSION)
dist: ## pack the committed tree into build/connect-clock-<commit>.tar.gz
	$(Q)mkdir -p build && v=$$(git describe --always --tags) && \
	  git archive --format=tar.gz --prefix="connect-clock-$$v/" \
	    -o "build/connect-clock-$$v.tar.gz" HEAD && \
	  echo "build/connect-clock-$$v.tar.gz"

# --- getting ready -----------------------------------------------------------

DEPS_BUILD := gcc make pkg-config libc6-dev libncurses-dev \
              libcurl4-openssl-dev libcjson-dev libsecret-1-dev \
              libsqlite3-dev libmicrohttpd-dev libgnutls28-dev \
              libsodium-dev libpq-dev tzdata ca-certificates
DEPS_TEST  := $(DEPS_BUILD) git python3 python3-jsonschema libcmocka-dev \
              libvterm-dev clang clang-format clang-tidy libclang-rt-dev \
              cppcheck universal-ctags gcovr mandoc shellcheck \
              dbus-daemon gnome-keyring postgresql curl jq gojq openssl strace \
              faketime e2fsprogs fzy librsvg2-bin fonts-dejavu-core zsh fish \
              tmux python3-aiosmtpd dpkg-dev lintian ledger hledger
DEPS_NPM   := nodejs npm

.PHONY: deps deps-build demo
deps: ## install what building and testing need (apt-get)
	@tests/deps $(DEPS_TEST)
	@tests/deps --unpack $(B)/debian nginx
deps-build:
	@tests/deps $(DEPS_BUILD)
demo: deps-build ## install what is missing, build, open the panel on a private service
	@$(MAKE) -s all
	@build/connect-clock demo

.PHONY: clean help
clean: ## remove build/
	rm -rf build
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile tests/tests.mk | \
	  sort | expand -t 18
