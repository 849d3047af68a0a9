# Everything that tests: the Makefile includes this. Targets that install what
# they need first do the rest in a make of their own, which then finds it.

# --- test programs -----------------------------------------------------------

# One binary for each test_*.c. It lies in the folder of its layer, and is
# linked with the whole layer, what that may include, and the helpers that it
# uses: a layer that reaches further does not link.
TEST_SRCS := $(sort $(foreach d,* */* */*/*,$(wildcard tests/unit/$d/test_*.c \
             tests/integration/$d/test_*.c)))
TEST_BINS := $(TEST_SRCS:%.c=$(B)/%)
TEST_SCRIPTS := $(sort $(wildcard tests/e2e/*.sh tests/fault/*.sh))
LIBS_test := $(call pkg_libs,$(sort $(PKGS_tests) $(PKGS_connect-clock) \
             $(PKGS_connectd))) -lutil -ldl -lm -pthread

# cmocka hands every test a state, which few want.
CFLAGS_tests := -I. -Itests -Wno-unused-parameter

$(B)/libtest.a: $(TEST_LIB_SRCS:%.c=$(O)/%.o) $(O)/sources
	$(call say,AR  ,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# LINKS_<layer>, for all that links tests.
ifneq ($(and $(TEST_SRCS),$(filter-out all install tidy,$(BUILDS))),)
$(B)/links.mk: tests/lint/layers.py
	@mkdir -p $(@D)
	@$< --make > $@
include $(B)/links.mk
endif

# WHOLE is the library of the layer that is tested.
link_test = $(LINK) $1 -o $@ $< -Wl,--whole-archive $(WHOLE) \
	    -Wl,--no-whole-archive -Wl,--start-group \
	    $(filter-out $(WHOLE),$(filter %.a,$^)) -Wl,--end-group $(LIBS_test)

# The layer of tests/unit/tui/panel/test_x is tui/panel.
layer_of = $(patsubst tests/unit/%/,%,$(patsubst \
           tests/integration/%/,%,$(dir $1)))
define test_rule
$(B)/$1: WHOLE := $(call have,$(filter $(LAYERS),$2))
$(B)/$1: $(O)/$1.o $(B)/libtest.a $(foreach l,$(filter \
  $(LAYERS),$2 $(LINKS_$2)),$(call have,$l))
endef
$(foreach t,$(TEST_SRCS:%.c=%),$(eval $(call test_rule,$t,$(call \
  layer_of,$t))))

$(TEST_BINS):
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(call link_test)

# Programs that scripts start: the workers of fault/ and bench/, and such as a
# connection that misbehaves in tools/. Each is one file.
TOOL_SRCS := $(sort $(wildcard tests/fault/*.c tests/bench/*.c tests/tools/*.c))
TOOL_BINS := $(TOOL_SRCS:%.c=$(B)/%)

$(TOOL_BINS): $(B)/%: $(O)/%.o $(B)/libtest.a $(LIBS_ALL)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(call link_test)

# The client with shared libraries, for who looks at its calls from outside.
SHARED_CLIENT := $(B)/tests/tools/shared/connect-clock
$(SHARED_CLIENT): $(B)/connect-clock
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(O)/src/programs/connect-clock.o $(foreach \
	  l,$(LAYERS_connect-clock),$(call have,$l)) $(SHARED_connect-clock)
TOOL_BINS += $(SHARED_CLIENT)

.PHONY: tools
tools: all $(TOOL_BINS) ## build the helpers of the fault and bench scripts

# T=path narrows `make test` to what begins with it: make test T=tests/unit/core
T   ?= tests/
RUN := BUILD=$(B) tests/run
T_BINS := $(filter $(B)/$(T)%,$(TEST_BINS))

.PHONY: tests test
tests: all $(TEST_BINS) $(TOOL_BINS) ## build every test program
test: all $(T_BINS) $(TOOL_BINS) ## build and run the tests; T=tests/unit/core runs only those
	@$(RUN) $(T_BINS) $(filter $(T)%,$(TEST_SCRIPTS))

# --- the gate ----------------------------------------------------------------

.PHONY: check run-check
check: deps ## install what is missing, lint, run every test: the gate
	@$(MAKE) WERROR=1 run-lint
	@$(MAKE) WERROR=1 run-check
run-check: all $(TEST_BINS) $(TOOL_BINS)
	@$(if $(FUZZ_SRCS),$(MAKE) SAN=fuzz CC=clang fuzzers)
	@FUZZ_SECONDS=3 $(RUN) $(TEST_BINS) $(TEST_SCRIPTS) \
	  $(filter-out %/test_lint.py,$(wildcard tests/lint/test_*)) $(if $(FUZZ_SRCS),tests/fuzz/run)

# Another Debian than this one, bare and in a folder; ON=bench does that there.
SUITE ?= trixie
ON    ?= check
.PHONY: check-on
check-on: ## the gate on a bare Debian SUITE (trixie); ON=target for another (root)
	@tests/check-on $(SUITE) $(ON)

.PHONY: san-address san-undefined san-thread
san-address: ## the same tests with the address and leak sanitizer
san-undefined: ## the same tests with the undefined behaviour sanitizer
san-thread: ## the same tests with the thread sanitizer
san-address san-undefined san-thread: deps
	@$(MAKE) SAN=$(@:san-%=%) test

.PHONY: torture bench screenshots cov
torture: deps ## the long campaigns of kills, faults and power cuts
	@$(MAKE) tools
	@TORTURE=1 TEST_JOBS=1 TEST_LIMIT_S=0 $(RUN) \
	  $(sort $(wildcard tests/fault/*.sh))
bench: deps ## figures beside their limits and peers
	@tests/deps timewarrior
	@$(MAKE) tools
	@$(call script,tests/bench/run)
screenshots: deps ## pictures of every screen, in build/screenshots/
	@$(MAKE) all $(B)/tests/tools/screenshots
	@$(call script,tests/tools/screenshots)
script = if [ -x $1 ]; then BUILD=$(B) $1; else \
	   echo "make $@: there is no $1 in this tree" >&2; exit 1; fi

COV_FLOOR := 80
cov: deps ## line coverage of src/, failing below its floor
	@if [ -d build/cov ]; then find build/cov -name '*.gcda' -delete; fi
	@$(MAKE) SAN=cov test
	@gcovr --root . --filter src/ --object-directory build/cov \
	  --print-summary --fail-under-line $(COV_FLOOR) -o build/cov/report.txt

# --- fuzzing -----------------------------------------------------------------

FUZZ_SRCS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BINS := $(patsubst tests/fuzz/%.c,$(B)/%,$(FUZZ_SRCS))
FUZZ_SECONDS ?= 600

# Built with the layers that they include, and no more: what these may include
# costs as much again, and what is fuzzed calls none of it.
FUZZ_LAYERS := $(if $(FUZZ_SRCS),$(shell sed -n \
    's|^\#include "\(src/\)\{0,1\}\(.*\)/.*|\2|p' $(FUZZ_SRCS)))
FUZZ_LIBS := $(foreach l,$(sort $(filter $(LAYERS),$(FUZZ_LAYERS))),$(call \
    have,$l))

$(FUZZ_BINS): $(B)/%: $(O)/tests/fuzz/%.o $(FUZZ_LIBS)
	$(call say,LINK,$@)
	$(Q)$(call link_test,-fsanitize=fuzzer)

.PHONY: fuzz fuzzers
fuzzers: $(FUZZ_BINS)
fuzz: deps ## every fuzz target for FUZZ_SECONDS (600) each
	@$(MAKE) SAN=fuzz CC=clang fuzzers
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run

# --- lint --------------------------------------------------------------------

# A stamp for each file, so that only what changed is analysed again.
TIDY_FLAGS := $(filter-out $(CC) $(HARDEN),$(COMPILE)) -Wno-unused-value \
              -Wreserved-identifier
TIDY_FIRST := $(addprefix -include ,$(wildcard tests/lint/analyse.h))

# How many steps the analyser walks through one function before it gives up.
# Most of its time goes into the few functions that end in neither number: of 383
# it walked 339 whole in 40,000 steps and 358 in 225,000, which took three times
# as long for one block more of 2,750. `make lint` goes that far.
TIDY_STEPS_ALL := 40000 225000
TIDY_STEPS ?= $(firstword $(TIDY_STEPS_ALL))
TIDY_OK := $(B)/lint/tidy/$(TIDY_STEPS)
TIDY := $(patsubst %.c,$(TIDY_OK)/%.ok,$(SRCS) $(TEST_LIB_SRCS))

$(TIDY_OK)/%.ok: %.c .clang-tidy | $(O)/%.o
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- $(TIDY_FLAGS) \
	  -Xclang -analyzer-config -Xclang max-nodes=$(TIDY_STEPS) \
	  $(CFLAGS_$(firstword $(subst /, ,$*))) \
	  $(if $(filter src/base/err.c,$<),,$(TIDY_FIRST)) 2>/dev/null
	@touch $@

.PHONY: lint lint-openapi run-lint tidy format
lint: deps ## layers, sizes, dialect, docs, citations, format, analysers, and that each can fail
	@$(MAKE) TIDY_STEPS=$(lastword $(TIDY_STEPS_ALL)) run-lint
run-lint: all $(TEST_LIB_SRCS:%.c=$(O)/%.o)
	+@BUILD=$(B) LIBS="$(LIBS_ALL)" MAKE="$(MAKE)" tests/lint/run
	@$(RUN) tests/lint/test_lint.py
lint-openapi: ## the API's document; its linter comes from the npm registry
	@tests/deps $(DEPS_NPM)
	@BUILD=$(B) tests/lint/run openapi
	@$(RUN) tests/lint/test_lint.py
.PHONY: page
page: all ## the page of a mailed link, in a browser; what looks at it comes from npm
	@tests/deps chromium $(DEPS_NPM)
	@BUILD=$(B) tests/page/run.sh
.PHONY: generated-client
generated-client: all ## a client generated from the API's document; its generator comes from npm
	@tests/deps $(DEPS_NPM)
	@BUILD=$(B) tests/client/run.sh
tidy: $(TIDY)
format: ## lay out every C file as .clang-format says
	@find src include tests -name '*.[ch]' -exec clang-format -i {} +

-include $(patsubst %.c,$(O)/%.d,$(TEST_SRCS) $(TEST_LIB_SRCS) $(FUZZ_SRCS) \
  $(TOOL_SRCS))
