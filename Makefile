# Every target sets up what it needs itself: uv if it is there, else venv and pip, with hashes.
SHELL := /bin/bash
PORT ?= 8000
PORTAL_HOME ?= .portal
PY := .venv/bin/python
STAMP := .venv/.set-up
DEV_STAMP := .venv/.set-up-dev
S3_STAMP := .venv-s3/.set-up
JOBS ?= 2

.PHONY: help demo test browser-test sure setup setup-dev baseline browser format lint types contracts catalog clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: setup ## Run the demonstration at http://127.0.0.1:$(PORT) (Ctrl-C stops it)
	exec .venv/bin/portal demo --port $(PORT) --home $(PORTAL_HOME)

test: setup-dev ## Run every test (browser journeys are skipped where there is no Chromium)
	$(PY) -m pytest -n $(JOBS) --dist loadgroup

browser: ## Install Chromium for the browser journeys (Debian and Ubuntu, as root)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; }

sure: setup-dev ## Format, lint, types, import contracts, templates
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint templates

format: setup-dev ## Format the code
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

catalog: setup-dev ## Extract user-facing strings and refresh the English catalog
	.venv/bin/pybabel -q extract -F babel.cfg -k N_ -k lazy_gettext -k Refused --no-location --sort-output \
	  --project=common-ground --version=0.1.0 -o portal/translations/messages.pot .
	.venv/bin/pybabel -q update --ignore-pot-creation-date -i portal/translations/messages.pot -d portal/translations -l en

setup: $(STAMP) ## Install what the portal needs into .venv (again only when the lock file changes)

setup-dev: $(DEV_STAMP) $(S3_STAMP) ## Install what tests and checks need too

baseline: .venv-baseline/.set-up ## Install Presidio, which `python -m benchmarks identifiers` compares with, apart from the portal

.venv-baseline/.set-up: requirements-baseline.lock
	@tools/install requirements-baseline.lock .venv-baseline
	@touch $@

$(STAMP): requirements.lock pyproject.toml
	@tools/install requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml
	@tools/install requirements-dev.lock
	@touch $(STAMP) $@

$(S3_STAMP): requirements-s3.lock
	@tools/install requirements-s3.lock .venv-s3
	@touch $@

clean: ## Remove the virtual environment and the demonstration's home
	rm -rf .venv .venv-s3 $(PORTAL_HOME)
