# Everything a developer types. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
READY := .venv/.ready
RUNTIME := .venv/.runtime
FAULTS := .venv/.faults
DRIVER := .venv/.driver
NODE := clients/node_modules/.ready
CLIENTS := clients/build/venv/.ready
DEPLOY := deploy/build/venv/.ready
NPX = cd clients && REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true npx --no-install
UV ?= uv
PIN = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header
COMPILE = $(PIN) --extra build

# The first Python that is new enough and really starts (a pyenv shim may only pretend to).
define FIND_PYTHON
for candidate in $${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
	"$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1 || { lacking="$$candidate"; continue; }
	found="$$candidate"; break
done
if [ -z "$${found:-}" ] && [ -n "$${lacking:-}" ]; then
	echo "$$lacking cannot make virtual environments: install its venv module (python3-venv)." >&2
	exit 1
elif [ -z "$${found:-}" ]; then
	echo "referral-api needs Python 3.11 or newer: install one, or name it: make PYTHON=/path/to/python3" >&2
	exit 1
fi
endef
export FIND_PYTHON
export PYTHON

.PHONY: run
run: $(RUNTIME) ## Start the service with its embedded PostgreSQL and demo data
	@exec $(BIN)/referral-api run

.PHONY: demo
demo: $(RUNTIME) ## Walk one synthetic case from the first meeting to the audit proof
	@$(BIN)/referral-api demo

.PHONY: test
test: $(READY) $(if $(BROWSER),.venv/.driver) ## Run the tests in a drawn order: SEED=7 PROCESSES=4 AGAIN=1, those of `make browser` too: BROWSER=1
	@export PYTHONDONTWRITEBYTECODE= $(if $(BROWSER),BROWSER_REQUIRED=1,BROWSER_LATER=1); $(BIN)/pytest -q $(ORDER) $(BESIDE) -rs$(TRIED)

.PHONY: coverage
coverage: $(READY) ## Run the tests, and hold their branch coverage, in half as long again: SEED=7 REPORT=term-missing
	@data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; \
	PYTHONDONTWRITEBYTECODE= BROWSER_LATER=1 COVERAGE_FILE="$$data/coverage" $(BIN)/pytest -q $(ORDER) $(BESIDE) -rs --cov --cov-report=$(REPORT)

.PHONY: browser
browser: $(DRIVER) ## Try the pages in a real browser, and print their sizes: CHROMIUM=/usr/bin/chromium SEED=7
	@BROWSER_REQUIRED=1 $(BIN)/pytest -q $(ORDER) tests/pages/browser

.PHONY: matrix
matrix: $(READY) ## Try every cell of the matrices, of which `make test` draws a tenth, and all that starts services: SEED=7
	@$(BIN)/pytest -q $(ORDER) --whole-matrix -m "matrix or one_in"
	@PLANTED=1000 $(BIN)/pytest -q $(ORDER) tests/database/test_what_a_dump_shows.py

ORDER = $(if $(SEED),--randomly-seed=$(SEED))
# So many processes share the files of tests: many tests wait for a service that they have started,
# which starts a fifth sooner where it finds itself compiled.
BESIDE = -n $(or $(PROCESSES),3) --dist loadfile --no-loadscope-reorder

# What failed is tried once more, by itself and by name; where nothing failed, there is nothing to try.
TRIED = $(if $(AGAIN), || { echo 'What failed is tried once more:'; \
	$(BIN)/pytest -q $(ORDER) -rA --show-capture=no --last-failed --last-failed-no-failures=none; })

.PHONY: races
races: $(READY) ## Let every two acts that can contradict each other meet often: TRIES=20 SEED=7
	@RACE_TRIES=$(or $(TRIES),20) $(BIN)/pytest -q $(ORDER) $(addprefix tests/api/casework/test_, \
	race_table.py races.py referral_races.py leaving_at_once.py)

.PHONY: faults
faults: $(FAULTS) ## Kill, cut and fill under load; check what was acknowledged: SEED=7 ROUNDS=0.2 ONLY="kill disk-full"
	@$(BIN)/python -m faults $(ONLY) $(if $(SEED),--seed $(SEED)) $(if $(ROUNDS),--rounds $(ROUNDS))

.PHONY: mutants
mutants: $(READY) ## Plant each seeded fault; the tests must catch every one: ONLY="consent"
	@$(BIN)/python -m tests.mutants $(if $(ONLY),--only "$(ONLY)")

.PHONY: bench
bench: $(READY) ## Measure against the limit of the database: SIZE=1000000 SECONDS=8 ROUNDS=5 SEED=7 DUPLICATES=1000000
	@$(BIN)/python -m bench $(BENCH)
	@$(BIN)/python -m bench.placements
	@$(BIN)/python -m bench.batch
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.duplicates $(if $(DUPLICATES),--people $(DUPLICATES))
	@$(BIN)/python -m bench.duplicate_costs $(if $(DUPLICATES),--people $(DUPLICATES))

.PHONY: bench-compare
bench-compare: $(READY) ## Measure a revision, run by its own code, against the files here: BASE=<rev>, and as bench
	@[ -n "$(BASE)" ] || { echo 'Name the other revision: make bench-compare BASE=main' >&2; exit 1; }
	@$(BIN)/python -m bench.compare --base "$(BASE)" $(BENCH)

.PHONY: bench-memory
bench-memory: $(READY) ## Watch a worker's memory over 100,000 requests
	@$(BIN)/python -m bench.memory

.PHONY: bench-figures
bench-figures: $(READY) ## Measure figures against their own SQL, and requests beside them: SIZE=1000000 ROUNDS=3
	@$(BIN)/python -m bench.figures $(BENCH)

.PHONY: bench-placements
bench-placements: $(READY) ## Measure a search for a place against its own SQL: SERVICES=5000
	@$(BIN)/python -m bench.placements --services $(or $(SERVICES),5000)

.PHONY: bench-batch
bench-batch: $(READY) ## Measure a batch of 200 people against 200 registrations: TIMES=10
	@$(BIN)/python -m bench.batch --times $(or $(TIMES),10)

.PHONY: bench-import-memory
bench-import-memory: $(READY) ## Measure a worker's memory while it takes a table of 16 MiB in, against 1 MiB
	@$(BIN)/python -m bench.import_memory

.PHONY: screens
screens: $(READY) ## Take the screens of docs/fr/screens from the demonstration, in Chromium
	@$(BIN)/python -m checks.screens

.PHONY: bench-pages
bench-pages: $(READY) ## Measure pages against the JSON of the same operations, and sign-ins beside requests: ROUNDS=5
	@$(BIN)/python -m bench.pages --rounds $(or $(ROUNDS),5)

.PHONY: bench-reports
bench-reports: $(READY) ## Measure what a report of the committee's size costs to typeset: ROUNDS=5
	@$(BIN)/python -m bench.reports --rounds $(or $(ROUNDS),5)

BENCH = --size $(or $(SIZE),10000) --seconds $(or $(SECONDS),8) --rounds $(or $(ROUNDS),5) \
	$(if $(SEED),--seed $(SEED))

.PHONY: fuzz
fuzz: $(READY) ## Search the contract long, as every role: EXAMPLES=50 SEED=7
	@FUZZ_EXAMPLES=$(or $(EXAMPLES),50) $(if $(SEED),FUZZ_SEED=$(SEED)) \
	$(BIN)/pytest -q -rP --randomly-dont-reorganize tests/contract/test_schemathesis.py

.PHONY: odd
odd: $(READY) ## Send odd bodies, heads and addresses to a served service: REQUESTS=10000 SEED=7
	@ODD_REQUESTS=$(or $(REQUESTS),10000) $(if $(SEED),ODD_SEED=$(SEED)) \
	$(BIN)/pytest -q -rP tests/http/test_rubbish_requests.py

.PHONY: rules
rules: $(READY) ## Walk the rules of docs/access.md long, as every role: EXAMPLES=150 STEPS=60 SEED=7
	@RULES_EXAMPLES=$(or $(EXAMPLES),150) RULES_STEPS=$(or $(STEPS),60) \
	$(if $(SEED),RULES_SEED=$(SEED)) $(BIN)/pytest -q -rP tests/rules

.PHONY: check
check: $(READY) ## Lint, types, import directions, published contract, generated docs, changelog
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/referral-api openapi --check
	$(BIN)/referral-api docs --check
	$(BIN)/python -m checks.changelog

.PHONY: lint-contract
lint-contract: $(NODE) ## Lint the published contract with spectral and redocly. Needs Node 20 and npm
	@$(NPX) spectral lint --ruleset .spectral.yaml --fail-severity hint ../openapi/*.json
	@$(NPX) redocly lint --config redocly.yaml ../openapi/*.json

.PHONY: clients
clients: $(READY) $(CLIENTS) $(NODE) ## Generate two clients of the contract; let each make a referral. Needs Node 20 and npm
	@cd clients && PATH="$$PWD/build/venv/bin:$$PATH" openapi-python-client generate \
		--path ../openapi/openapi.json --config openapi-python-client.yaml --meta none \
		--output-path build/referral_client --overwrite --fail-on-warning
	@cd clients && build/venv/bin/mypy
	@$(NPX) openapi-typescript ../openapi/openapi.json --default-non-nullable=false \
		--output build/referral-api.d.ts
	@$(NPX) tsc
	@$(BIN)/python -m checks.first_referral \
		"env PYTHONPATH=clients/build clients/build/venv/bin/python clients/first_referral.py" \
		"node clients/build/typescript/first_referral.js"
	@$(BIN)/python -m checks.webhook_signature "node clients/verify_webhook.mjs"

.PHONY: deploy-check
deploy-check: $(READY) $(DEPLOY) ## Check deploy/ with the validators of each kind of file
	@$(BIN)/python -m checks.deployment

.PHONY: openapi
openapi: $(READY) ## Write the published contract in English and French: openapi/
	@mkdir -p openapi
	@$(BIN)/referral-api openapi --lang en > openapi/.openapi.json.new
	@mv openapi/.openapi.json.new openapi/openapi.json
	@$(BIN)/referral-api openapi --lang fr > openapi/.openapi.json.new
	@mv openapi/.openapi.json.new openapi/openapi.fr.json

.PHONY: docs
docs: $(READY) ## Write the tables and diagrams of docs/ that come from the code
	@$(BIN)/referral-api docs

.PHONY: migration
migration: $(READY) ## Draft a migration from the tables: make migration message="add a thing"
	@[ -n "$(message)" ] || { echo 'Say what it does: make migration message="add a thing"' >&2; exit 1; }
	@$(BIN)/referral-api migration "$(message)"

.PHONY: sql
sql: $(READY) ## Write alembic/sql, the functions, triggers, policies and privileges in force
	@$(BIN)/referral-api sql

.PHONY: lock
lock: ## Renew the lock files; UPGRADE= keeps the versions that they have. Needs uv (UV=/path/to/uv)
	@$(NEEDS_UV)
	@$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	@$(COMPILE) $(UPGRADE) --extra reports -c requirements.lock pyproject.toml \
		-o requirements-reports.lock
	@$(COMPILE) $(UPGRADE) --extra reports --extra dev -c requirements-reports.lock pyproject.toml \
		-o requirements-dev.lock
	@$(COMPILE) $(UPGRADE) --extra reports --extra dev --extra faults -c requirements-dev.lock pyproject.toml \
		-o requirements-faults.lock
	@$(COMPILE) $(UPGRADE) --extra reports --extra dev --extra browser -c requirements-dev.lock pyproject.toml \
		-o requirements-browser.lock
	@$(PIN) $(UPGRADE) --group clients -o requirements-clients.lock
	@$(PIN) $(UPGRADE) --group deploy -o requirements-deploy.lock

.PHONY: floors
floors: ## Run the tests on the lowest versions that pyproject.toml allows. Needs uv, as lock
	@$(NEEDS_UV)
	@umask 022; $(UV) venv --quiet --clear --python 3.11 .venv-floors
	@VIRTUAL_ENV=.venv-floors $(UV) pip install --quiet --resolution lowest-direct --editable '.[reports,dev]'
	@.venv-floors/bin/python -m pytest -q $(ORDER)

UPGRADE ?= --upgrade
NEEDS_UV = command -v $(UV) >/dev/null || \
	{ echo "make $@ needs uv; name it: make $@ UV=/path/to/uv" >&2; exit 1; }

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Some of it comes as source only: built with the setuptools that is locked, not with today's.
$(FAULTS): requirements-faults.lock $(READY)
	@export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation \
		-r requirements-faults.lock; \
	touch $@

# The driver of a browser; the browser itself is the system's.
$(DRIVER): requirements-browser.lock $(READY)
	@export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-browser.lock; \
	touch $@

# The generator and what its client needs, apart from the service's own packages.
$(CLIENTS): requirements-clients.lock $(READY)
	@rm -rf clients/build/venv; $(BIN)/python -m venv clients/build/venv; \
	export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	clients/build/venv/bin/python -m pip install --quiet --require-hashes \
		-r requirements-clients.lock; \
	touch $@

# The validators of deploy/: some 160 MB, most of it the schemas of Kubernetes.
$(DEPLOY): requirements-deploy.lock $(READY)
	@rm -rf deploy/build/venv; $(BIN)/python -m venv deploy/build/venv; \
	export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	deploy/build/venv/bin/python -m pip install --quiet --require-hashes \
		-r requirements-deploy.lock; \
	touch $@

# Nothing of these packages runs while they are installed.
$(NODE): clients/package-lock.json
	@command -v npm >/dev/null || { echo "This check needs Node 20 and npm; the service does not." >&2; exit 1; }
	@cd clients && npm ci --ignore-scripts --silent
	@touch $@

# What the developers need, beside what the service needs.
$(READY): requirements-dev.lock $(RUNTIME)
	@umask 022; export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	echo "The tools of developers: 43 MB to download, 150 MB on disk (once)"; \
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock; \
	touch $@

# As root the server runs under another account, which must be able to read its programs.
# The sizes were measured on Linux (x86-64, Python 3.11); what pip has cached is not downloaded.
$(RUNTIME): requirements-reports.lock pyproject.toml
	@umask 022; eval "$$FIND_PYTHON"; \
	echo "Préparation de .venv avec $$("$$found" --version), une seule fois :"; \
	echo "  149 Mo à télécharger, dont 25 pour PostgreSQL 18 et 82 pour les rapports ; 570 Mo sur le disque"; \
	echo "Preparing .venv with $$("$$found" --version), once:"; \
	echo "  149 MB to download, 25 of them PostgreSQL 18 and 82 for reports; 570 MB on disk"; \
	rm -rf .venv; "$$found" -m venv .venv; \
	export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-reports.lock; \
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .; \
	touch $@
