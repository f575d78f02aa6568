# footbridge: `make demo` shows it at work, `make test` proves it. `make help` lists the rest.

# SwiftPM writes package traits in the order of a hash set; a fixed seed spares needless rebuilds.
export SWIFT_DETERMINISTIC_HASHING = 1
# Python writes no caches beside its sources.
export PYTHONDONTWRITEBYTECODE = 1

STAGE = Scripts/stage.sh

.PHONY: help demo test build release lint format bench clean dependencies toolchain

help:
	@echo "make demo          a CalDAV server, footbridge and a phone at work; stays up for your own phone"
	@echo "make demo ONCE=1   the same, but ends after the table  (PORT=8080 RADICALE_PORT=5232 choose the ports)"
	@echo "make test          format, build, unit tests, end-to-end tests with real peers, demo; what CI runs"
	@echo "make build         the debug binary, .build/debug/footbridge"
	@echo "make release       the release binary, .build/release/footbridge"
	@echo "make lint          checks the format of the Swift sources; make format repairs it"
	@echo "make peers         only the end-to-end tests  (ONLY='combinations WBXML' chooses by name)"
	@echo "make test-servers  the DAV client against real servers, SOGo, DAViCal and Cyrus among them  (ONLY='sogo cyrus' REPORT= choose)"
	@echo "make bench         cost of a change in the lens, of an empty sync with 100 and with 100,000 items, of a first mirror; memory"
	@echo "make prove         random lives of simulated phones and servers; SEEDS=1000 says how many"
	@echo "make laws          laws of the lens over random items, phones and edits  (CASES=10000 RULES=1000 REPORT= choose)"
	@echo "make fuzz          mutated bytes for everything that reads items and messages  (RUNS=20000 ONLY='contacts notes' REPORT= choose)"
	@echo "make losses        docs/losses.md anew: what each phone family shows and keeps"
	@echo "make bench-matching  precision and recall of slow-sync matching  (COPIES=10000 SEED=1 REPORT= choose)"
	@echo "make torture       kill -9 300 times between phones and Radicale on bad lines  (KILLS= SEED= REPORT= choose)"
	@echo "make mutate        deliberate faults, each of which the simulated world must see  (ONLY= SEEDS= REPORT= choose)"
	@echo "make hostile       peers that flood, bomb and never end, in full numbers  (REPORT= chooses)"
	@echo "make dependencies  installs what the build needs (libcurl, libxml2, SQLite, pkg-config)"
	@echo "make clean         removes everything that was built"

toolchain:
	@Scripts/check-toolchain.sh --present

dependencies: toolchain
	@Scripts/install-dependencies.sh

build: dependencies
	@$(STAGE) "build" Scripts/build.sh --product footbridge

release: dependencies
	@$(STAGE) "release build" Scripts/build.sh -c release --product footbridge

demo: toolchain
	@Scripts/install-dependencies.sh --demo
	@$(STAGE) "build" Scripts/build.sh --product footbridge
	@Scripts/demo.py $(if $(ONCE),--once) $(if $(PORT),--port $(PORT)) $(if $(RADICALE_PORT),--radicale-port $(RADICALE_PORT))

test: toolchain
	@$(STAGE) "packages" sh -c 'Scripts/install-dependencies.sh --test && Scripts/python-peers.sh'
	@$(STAGE) "format" $(MAKE) --no-print-directory lint
	@$(STAGE) "build, warnings are errors" Scripts/build.sh --strict --build-tests
	@$(STAGE) "unit tests and house rules" Scripts/unit-tests.sh
	@$(STAGE) "laws of the lens" Scripts/laws.sh
	@$(STAGE) "end to end with real peers" Tests/RealPeerTests/run.py
	@$(STAGE) "demo" Scripts/demo.py --once
	@echo "make test: everything passed"

# Real CalDAV and CardDAV servers on loopback; ONLY and REPORT as in Scripts/test-servers.py.
.PHONY: test-servers
test-servers: toolchain
	@$(STAGE) "packages" sh -c 'Scripts/install-dependencies.sh --servers && Scripts/python-peers.sh --servers'
	@$(STAGE) "build, warnings are errors" Scripts/build.sh --strict --build-tests
	@$(STAGE) "conformance" Scripts/test-servers.py
	@$(STAGE) "end to end" env FOOTBRIDGE_SERVERS="$(or $(ONLY),all)" Tests/RealPeerTests/run.py test_servers test_note_folder

.PHONY: peers
peers: toolchain
	@Scripts/install-dependencies.sh --test
	@Scripts/python-peers.sh
	@$(STAGE) "build" Scripts/build.sh --product footbridge
	@$(STAGE) "end to end with real peers" Tests/RealPeerTests/run.py $(ONLY)

lint: toolchain
	@Scripts/check-toolchain.sh
	@swift format lint --strict --configuration .swift-format --recursive Package.swift Sources Tests Fuzz

format: toolchain
	@Scripts/check-toolchain.sh
	@swift format --in-place --configuration .swift-format --recursive Package.swift Sources Tests Fuzz

# The first mirror is measured on SERVERS, names of Tests/RealPeerTests/serve.py --list.
bench: toolchain
	@Scripts/install-dependencies.sh --servers
	@$(STAGE) "release build" Scripts/build.sh -c release --product footbridge
	@Scripts/bench.py
	@Scripts/bench-mirror.py $(if $(SERVERS),--servers "$(SERVERS)")
	@$(STAGE) "release build of the lens's bench" Scripts/build.sh -c release --product prove
	@.build/release/prove --bench-lens

# Seeds of the simulated world; FROM, JOBS and REPORT as in Scripts/prove.sh.
.PHONY: prove
prove: toolchain
	@Scripts/install-dependencies.sh
	@$(STAGE) "simulated world" Scripts/prove.sh

# What each phone shows and keeps: docs/losses.md anew.
.PHONY: losses
losses: toolchain
	@Scripts/install-dependencies.sh
	@$(STAGE) "release build" Scripts/build.sh -c release --product prove
	@.build/release/prove --losses > docs/losses.md

# libFuzzer; RUNS, ONLY, JOBS and REPORT as in Scripts/fuzz.sh.
.PHONY: fuzz
fuzz: toolchain
	@Scripts/install-dependencies.sh
	@$(STAGE) "fuzz" Scripts/fuzz.sh

# Laws of the lens; CASES, FROM, RULES and REPORT as in Scripts/laws.sh.
.PHONY: laws
laws: toolchain
	@Scripts/install-dependencies.sh --test
	@$(STAGE) "laws of the lens" Scripts/laws.sh

# Copies of a generated corpus in a slow sync; COPIES, SEED and REPORT as in Scripts/bench-matching.sh.
.PHONY: bench-matching
bench-matching: toolchain
	@Scripts/install-dependencies.sh
	@$(STAGE) "matching" Scripts/bench-matching.sh

.PHONY: torture
torture: toolchain
	@Scripts/install-dependencies.sh --demo
	@$(STAGE) "release build" Scripts/build.sh -c release --product footbridge
	@Scripts/torture/run.py --kills $(or $(KILLS),300) --seed $(or $(SEED),1) $(if $(REPORT),--report $(REPORT) --date $$(date -u +%Y-%m-%d) --commit $$(git rev-parse --short HEAD))

# What the reports of the long runs say of themselves.
STAMP = --report $(REPORT) --date $$(date -u +%Y-%m-%d) --commit $$(git rev-parse --short HEAD)

.PHONY: mutate
mutate: toolchain
	@Scripts/install-dependencies.sh --demo
	@$(STAGE) "deliberate faults" Scripts/mutate/run.py --seeds $(or $(SEEDS),5000) $(addprefix --only ,$(ONLY)) $(if $(REPORT),$(STAMP))

.PHONY: hostile
hostile: toolchain
	@Scripts/install-dependencies.sh --test
	@$(STAGE) "release build" Scripts/build.sh -c release --product footbridge
	@$(STAGE) "hostile peers" Scripts/hostile.py $(ONLY) $(if $(REPORT),$(STAMP))

clean:
	rm -rf .build
