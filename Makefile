# Every target installs what it needs into .venv first; that takes no time when nothing has changed.
.DEFAULT_GOAL := help
.PHONY: serve stop test bench check format lock clean help

serve:  ## Install, start the embedded PostgreSQL, migrate, load the sample data and serve on PORT (default 8000)
	@scripts/install
	@scripts/build-front-ends || echo 'The API and the other pages work without what could not be built.' >&2
	@exec .venv/bin/kakusho serve

stop:  ## Stop the server and the embedded PostgreSQL of this folder
	@[ -x .venv/bin/kakusho ] || scripts/install
	@exec .venv/bin/kakusho stop

test:  ## Run the tests; WHOLE=1 adds those with processes of their own, and coverage
	@scripts/install --dev
	@scripts/build-front-ends
	@scripts/test

bench:  ## Measure against other servers, a quarter of an hour; ARGS='--quick' for two minutes
	@scripts/install --dev
	@exec .venv/bin/python -m benchmarks $(ARGS)

check:  ## Lint, formatting, dead code, types, import rules, committed schema, operations of the desks
	@scripts/install --dev
	@scripts/check

format:  ## Format the code and repair what can be repaired
	@scripts/install --dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .
	@scripts/npm --prefix desks run --silent format

lock:  ## Write the lock files anew, keeping the pins that still fit
	@scripts/install --dev
	@scripts/lock

clean:  ## Stop everything and remove the venv and what was generated; the data stays
	@[ ! -x .venv/bin/kakusho ] || .venv/bin/kakusho stop
	rm -rf .venv web/graphiql/node_modules web/graphiql/dist tests/clients/node_modules desks/node_modules desks/dist desks/gql/generated .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov dist .install.lock
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@awk -F ':  ## ' '/^[a-z]+:  ## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
