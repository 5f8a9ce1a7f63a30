# `make` lists the targets. Each works on a fresh machine: the environment is made when missing.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The first of these that is new enough; `make PYTHON=…` names another one.
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
REPORT := reports/audit.html
PYTEST_FLAGS ?=
MINUTES ?= 60
SEED ?= 1

.PHONY: help audit test format lint types layers bench fuzz golden evaluate gate reviews built

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

audit: $(MADE) ## check the sample articles: a table here and an HTML report
	@$(BIN)/claims check corpus/samples --exit-zero --output html=$(REPORT)
	@echo "The report: $(CURDIR)/$(REPORT)"

test: lint types layers ## everything that CI runs
	$(BIN)/pytest $(PYTEST_FLAGS)
	$(BIN)/claims evidence validate

format: $(MADE) ## rewrite the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: $(MADE) ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(MADE) ## mypy, strict
	$(BIN)/mypy

layers: $(MADE) ## imports point down only
	$(BIN)/lint-imports

bench: $(MADE) ## speed per stage, cold start, the table at 1, 10 and 100 times its rows, batches
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/bench.py

evaluate: $(MADE) ## every measurement that needs no outside data
	@$(BIN)/claims evaluate reading
	@$(BIN)/claims evaluate verdicts
	@$(BIN)/claims evaluate extraction
	@$(BIN)/claims evaluate retrieval
	@$(BIN)/claims evaluate concepts
	@$(BIN)/claims evaluate pages
	@$(BIN)/claims evaluate numbers

gate: $(MADE) ## fail where a score of the dev articles is below its floor; `claims evaluate gate --pin` pins anew
	@$(BIN)/claims evaluate gate

reviews: $(MADE) ## make corpus/reviews anew, byte for byte, from the data that CLAIMS_DATA_DIR names
	@[ -n "$(CLAIMS_DATA_DIR)" ] || { echo "Set CLAIMS_DATA_DIR to the folder with cochrane_abstracts.jsonl.gz and registries/." >&2; exit 1; }
	@$(BIN)/claims evidence extract "$(CLAIMS_DATA_DIR)/cochrane_abstracts.jsonl.gz" --data-dir "$(CLAIMS_DATA_DIR)" --out corpus/reviews
	@git --no-pager diff --stat -- corpus/reviews

fuzz: $(MADE) ## an hour of texts that nobody would write; MINUTES=… and SEED=… for other ones
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/fuzz.py --minutes $(MINUTES) --seed $(SEED)

golden: $(MADE) ## pin anew what the sample articles are found to claim; read the difference
	@PYTHONPATH=tests $(BIN)/python -m e2e.golden
	@git --no-pager diff --stat -- tests/data/samples.golden.json

built: $(MADE) ## build the wheel, install it alone elsewhere, and run the main job
	@PYTHON=$(CURDIR)/$(BIN)/python tests/e2e/built.sh

# Versions tested together; torch first, so that its own index or wheel decides
# which build of it the rest meets.
$(MADE): pyproject.toml constraints.txt
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is wanted; none was found. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet torch==2.13.0 -c constraints.txt
	$(BIN)/python -m pip install --quiet -e '.[train,dev]' -c constraints.txt
	@touch $@
