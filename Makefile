# Everything sets itself up in .venv/; run `make demo` or `make test` in a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# nbgrader calls `alembic` by name
export PATH := $(CURDIR)/$(BIN):$(PATH)
STAMP := $(VENV)/.installed

.PHONY: demo test test-long test-gpu lint setup pictures translations

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@echo "Setting up $(VENV)/ (a few minutes the first time)"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,torch,cluster,postgres]'
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/python -m autograder.cli.demo

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check autograder solutions tests nbgrader_config.py
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(STAMP) lint
	$(BIN)/autograder sync --check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not gpu and not long"
	$(BIN)/autograder verify --draws 1 --check docs/verify.md

# the slow proofs: every mistake and every mutant over 40 draws, and the tests that take minutes
test-long: $(STAMP)
	$(BIN)/autograder verify --draws 40 --mutant-draws 40
	$(BIN)/python -m pytest -m "long and not gpu"

# the screenshots of README and docs/classroom.md, taken by the tests that walk through what they show
pictures: $(STAMP)
	PICTURES=docs/images $(BIN)/python -m pytest tests/browser/test_classroom.py tests/browser/test_pages.py

test-gpu: $(STAMP)
	$(BIN)/python -m pytest -m gpu

# renew both catalogues' lists of sentences, the package's and the course's; then translate what is new in them
translations: $(STAMP)
	$(BIN)/pybabel -q extract -F babel.cfg -k text -k Text -s --no-location -o .venv/autograder.pot .
	$(BIN)/pybabel -q update -i .venv/autograder.pot -D autograder -d autograder/feedback/translations -w 120 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/autograder translate zh_CN
