# make run     build the bibliography of this repository, offline once set up
# make test    the tests          make check   format, lint, types, layers, docs
# make docs    write docs/reference.md and docs/schema.md anew
# make bench   records per second and peak memory of a whole run
# make fuzz    damaged exports for every reader, for SECONDS=60

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CODE := pipeline tests scripts benchmarks
# else every process that a test starts compiles the whole program again
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lint types docs bench fuzz format eval-import eval-dedup eval-relations eval-tagging eval-references clean

run: $(VENV)/ready
	@$(BIN)/bibcorpus run

test: $(VENV)/ready-dev
	$(BIN)/pytest -n auto --dist worksteal

# before one hands a change on: what of the tests fails most often because something else was changed is among it, as
# far as it takes seconds (tests/test_pages.py runs what the pages show)
check: lint types
	$(BIN)/pytest tests/test_layers.py tests/test_docs.py

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)

types: $(VENV)/ready-dev
	$(BIN)/mypy

docs: $(VENV)/ready-dev
	$(BIN)/python scripts/write_docs.py

format: $(VENV)/ready-dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

# EXPORTS: a folder of export files (see benchmarks/README.md)
bench: $(VENV)/ready-dev
	@test -n "$(EXPORTS)" || { echo "$@: say where export files are: make $@ EXPORTS=FOLDER"; exit 2; }
	$(BIN)/python benchmarks/whole_run.py $(EXPORTS)

SECONDS ?= 60
fuzz: $(VENV)/ready-dev
	$(BIN)/python scripts/fuzz.py --seconds $(SECONDS) $(if $(ONLY),--only $(ONLY)) $(if $(DATA),--data $(DATA))

eval-import eval-dedup eval-relations eval-tagging eval-references: $(VENV)/ready-dev
	@test -n "$(DATA)" || { echo "$@: say where the labelled data are: make $@ DATA=FOLDER"; exit 2; }
	@test "$@" != eval-dedup -o -n "$(SCORER)" || { echo "$@: say which script scores: SCORER=SCRIPT"; exit 2; }
	$(BIN)/python scripts/$(subst -,_,$@).py $(DATA) $(SCORER)

# a virtual environment, made by venv; where Debian keeps venv's pip apart, by the system's own pip
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "bibcorpus needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	  $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(VENV)/ready: $(BIN)/python pyproject.toml constraints.txt
	@echo "setting up $(VENV) ..." >&2
	@$(PIP) install --constraint constraints.txt --editable '.[all]'
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	@$(PIP) install --constraint constraints.txt --editable '.[all,dev]'
	@touch $@

clean:
	rm -rf $(VENV) corpus/corpus.duckdb corpus/ledger.json corpus/exports corpus/.build
