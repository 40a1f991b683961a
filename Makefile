# Malha. A bare `make` prints what it can do.
PYTHON ?= python3
BIN := .venv/bin
LOCKED := setup.cfg pyproject.toml scripts/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run test lint types format bench lock vendor clean python browser

help: ## this list
	@echo "Malha runs an internet provider. What make can do here:"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "run and test need Python 3.11 or newer (make PYTHON=python3.12 run names another) and install the rest."

run: .venv/.ready ## the demo provider in the browser; Ctrl-C ends it
	@$(BIN)/malha up

test: .venv/.ready-dev browser ## everything that must hold: lint, types, the arrow, the tests
	@$(MAKE) --no-print-directory lint types
	$(BIN)/pytest -n 2 $(ARGS)

lint: .venv/.ready-dev ## style (ruff) and who imports whom (import-linter)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: .venv/.ready-dev ## mypy, strict where money is reckoned
	$(BIN)/mypy

format: .venv/.ready-dev ## lay out the code as `make lint` wants it
	$(BIN)/ruff check -q --fix --select I .
	$(BIN)/ruff format .

bench: .venv/.ready-dev ## measure the monthly run, the night and the lists on PostgreSQL
	$(BIN)/python -m bench

lock: .venv/.ready-dev ## write the locks anew from setup.cfg, with the newest versions it allows
	$(BIN)/python -m pip install -q uv
	$(COMPILE) --extra dev -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock -o requirements.lock

vendor: .venv/.ready-dev ## fetch the scripts and styles of core/static/vendor anew
	$(BIN)/python scripts/vendor.py

clean: ## remove the environment and what tools left behind (the data in var/ stays)
	rm -rf .venv build dist *.egg-info .coverage htmlcov
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# No address of an index and no path may get into a lock.
COMPILE = $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links setup.cfg

# Stamps: once made, the next start does not look again until what is installed changes.
.venv/.ready: requirements.lock $(LOCKED) | python
	@$(PYTHON) scripts/bootstrap.py venv
	@touch $@

.venv/.ready-dev: requirements-dev.lock $(LOCKED) | python
	@$(PYTHON) scripts/bootstrap.py venv --dev
	@touch $@ .venv/.ready

python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "malha: there is no $(PYTHON) here. Malha needs Python 3.11 or newer: install it, or name it with make PYTHON=…" >&2; \
		exit 1; }

browser: .venv/.ready-dev
	@$(BIN)/python scripts/bootstrap.py browser
