# make run   start the demo on http://127.0.0.1:8000 (PORT=8001 for another port)
# make install  the packages that serving needs, and nothing else
# make test  lint, contracts, migrations and the whole suite (ARGS="-k frist" goes to pytest)
# make lint  the checks alone
# make bench the search, the pages and the PDFs at 10 000, 100 000 and 1 000 000 §§ (ARGS="10000" for fewer)
# make load  fifty people in a meeting day against two server processes (ARGS="--minuter 1" for a shorter one)
# make prova-fel  what breaks, at length (FEL=1000 for more)
# make prova-allt  the whole suite, with every page as each role gets it: before a release
# make lock  pin the dependencies anew (ARGS=--upgrade for newer versions)
# make clean       remove what was installed and cached, not the database
# make clean-data  remove the embedded database

PYTHON ?= python3
PORT ?= 8000
export PORT
# A machine that writes no bytecode would compile all of ours anew in each of the many processes of a test run.
export PYTHONDONTWRITEBYTECODE =
VENV_PYTHON = .venv/bin/python
TEMPLATES = $(shell find templates kommun protokoll uppdrag -name '*.html')

.PHONY: run install test lint bench load prova-fel prova-allt lock clean clean-data

run:
	@$(PYTHON) -m kommun.bootstrap run
	@exec $(VENV_PYTHON) -m kommun.serve

install:
	@$(PYTHON) -m kommun.bootstrap install

test:
	@$(PYTHON) -m kommun.bootstrap test
	@$(MAKE) --no-print-directory lint
	$(VENV_PYTHON) manage.py makemigrations --check --dry-run
	@# Few tests at a time to each worker, so that the long browser tests are shared by all.
	$(VENV_PYTHON) -m pytest -n auto --maxschedchunk 3 $(ARGS)

lint:
	@$(PYTHON) -m kommun.bootstrap test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	.venv/bin/lint-imports

bench:
	@$(PYTHON) -m kommun.bootstrap test
	@$(VENV_PYTHON) -m tests.bench $(ARGS)

load:
	@$(PYTHON) -m kommun.bootstrap test
	@$(VENV_PYTHON) -m tests.load $(ARGS)

prova-fel:
	@$(PYTHON) -m kommun.bootstrap test
	FEL=$(or $(FEL),200) $(VENV_PYTHON) -m pytest -n auto --maxschedchunk 1 tests/fel $(ARGS)

prova-allt:
	@$(PYTHON) -m kommun.bootstrap test
	ALLA=1 $(VENV_PYTHON) -m pytest -n auto --maxschedchunk 1 $(ARGS)

lock:
	@$(PYTHON) -m kommun.bootstrap lock $(ARGS)

clean:
	rm -rf .venv node_modules .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data:
	@$(PYTHON) -m kommun.bootstrap clean-data
