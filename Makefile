# Needs only a Python 3.11 to 3.13 with venv; everything else is set up by the
# commands themselves, below .qms/.
DB ?= qms
PORT ?= 8069
# beside `make run`
PRACTICE_PORT := $(if $(filter command line environment,$(origin PORT)),$(PORT),8070)
LOG ?= warn
# not the LANGUAGE of the shell, which means something else
ifneq ($(origin LANGUAGE),command line)
LANGUAGE =
endif
MODULES ?=
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: run practice test lint format i18n bench bench-long clean help

run: ## serve Odoo with the demo municipality (DB=qms PORT=8069 LANGUAGE=da|nb|sv|en)
	@bin/qms-tool run --database "$(DB)" --port "$(PORT)" --log-level "$(LOG)" \
		$(if $(LANGUAGE),--language "$(LANGUAGE)")

practice: ## serve a harmless copy of the database, made anew each time (DB=qms PORT=8070)
	@bin/qms-tool practice --database "$(DB)" --port "$(PRACTICE_PORT)" --log-level "$(LOG)"

test: ## lint, then every test, those in a real browser too (ARGS= for pytest)
	@bin/test --lint $(ARGS)

lint: ## judge the source (MODULES="qms ..." for some only)
	@bin/lint $(MODULES)

format: ## mend what ruff, prettier and eslint can mend by themselves
	@bin/lint --fix $(MODULES)

i18n: ## export the terms and merge them into da, nb and sv (MODULES=)
	@bin/i18n-update $(MODULES)

bench: ## measure SQL statements and times (ARGS="name ..." for some scenarios only)
	@bin/qms-tool bench $(ARGS)

bench-long: ## the same at 10,000 and 500,000 cases, with their actions
	@bin/qms-tool bench --long $(ARGS)

clean: ## stop the embedded PostgreSQL and remove .qms/
	@bin/qms-tool clean

help: ## this list
	@grep -E '^[a-z0-9-]+: .*##' Makefile | sed -E 's/^([a-z0-9-]+): .*## (.*)/  make \1\t\2/' | expand -t 18
	@echo '  bin/odoo        Odoo'"'"'s own command line: bin/odoo shell -d qms'
	@echo '  bin/test        tests alone: bin/test --only qms -k name'
