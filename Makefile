.PHONY: setup demo run test coverage check bench words lock clean
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Roamwatch needs Python 3.11 or newer; run make PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv || { echo 'Could not make .venv. On Debian, install the venv module first: apt-get install python3-venv' >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

demo: setup          ## the whole job on the bundled sample world; ARGS="--once --json" to stop after it
	@$(BIN)/roamwatch demo $(ARGS)

run: setup           ## web and worker on the real catalogue
	$(BIN)/roamwatch run $(ARGS)

test: setup          ## the whole suite
	$(BIN)/python -m pytest -n auto $(ARGS)

coverage: setup      ## the whole suite, and what it leaves out
	$(BIN)/python -m pytest -n auto --cov --cov-report=term $(ARGS)

check: setup         ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup         ## figures beside the bare thing; prints, never fails on time
	$(BIN)/python -m tests.benchmarks $(ARGS)

words: setup         ## catalogues of texts brought up to date with the source; prints what is missing
	$(BIN)/python -m tests.words

lock: setup          ## write the installed versions to constraints.txt
	$(BIN)/pip freeze --exclude-editable --disable-pip-version-check | LC_ALL=C sort -f > constraints.txt

clean:
	rm -rf .venv instance .mypy_cache .ruff_cache .hypothesis .coverage
