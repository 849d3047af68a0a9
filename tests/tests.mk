# Tests: one binary per test_*.c, linked with every layer and the helpers.

TEST_SRCS := $(sort $(wildcard tests/unit/*/test_*.c \
             tests/integration/test_*.c tests/tui/test_*.c))
TEST_BINS := $(TEST_SRCS:%.c=$(B)/%)
LIBS_test := $(call pkg_libs,$(sort $(PKGS_tests) $(PKGS_connect-clock) \
             $(PKGS_connectd))) -lutil -ldl -pthread

CFLAGS_tests := -I. -Itests -Wno-unused-parameter

$(B)/libtest.a: $(TEST_LIB_SRCS:%.c=$(O)/%.o) $(O)/sources
	$(if $(Q),@echo "  AR    $@")
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(TEST_BINS): $(B)/%: $(O)/%.o $(B)/libtest.a $(LIBS_ALL)
	@mkdir -p $(@D)
	$(if $(Q),@echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $< -Wl,--start-group $(filter %.a,$^) \
	  -Wl,--end-group $(LIBS_test)

.PHONY: tests
tests: all $(TEST_BINS) ## build every test binary

-include $(TEST_SRCS:%.c=$(O)/%.d) $(TEST_LIB_SRCS:%.c=$(O)/%.d)

# T=path narrows `make test` to what begins with it: make test T=tests/unit/core
T ?= tests/
TEST_SCRIPTS := $(sort $(wildcard tests/e2e/test_*.sh tests/fault/test_*.sh))
RUN := BUILD=$(B) tests/run

.PHONY: test
test: all $(filter $(B)/$(T)%,$(TEST_BINS)) ## build and run the tests; T=tests/unit/core only those
	@$(RUN) $(filter $(B)/$(T)%,$(TEST_BINS)) $(filter $(T)%,$(TEST_SCRIPTS))

# --- lint --------------------------------------------------------------------

# A stamp for each file, so that only what changed is analysed again.
TIDY_FLAGS := $(filter-out $(CC) $(HARDEN),$(COMPILE))
TIDY := $(patsubst %.c,$(B)/lint/tidy/%.ok,$(SRCS) $(TEST_LIB_SRCS))

$(B)/lint/tidy/%.ok: %.c $(O)/%.o .clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- $(TIDY_FLAGS) $(CFLAGS_$(firstword \
	  $(subst /, ,$*))) 2>/dev/null
	@touch $@

.PHONY: tidy lint
tidy: $(TIDY)
lint: all $(TEST_LIB_SRCS:%.c=$(O)/%.o) ## check layers, sizes, names, format, and analyse
	+@BUILD=$(B) LIBS="$(LIBS_ALL)" MAKE="$(MAKE)" tests/lint/run
