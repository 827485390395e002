PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT ?= out
SEEDS := ../shared/seeds

.DEFAULT_GOAL := help
.PHONY: help setup run test check score score-names score-sealed bench bench-scan train lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(READY) ## a virtual environment with everything, from the lock file

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

run: $(READY) ## set up and run the main job on the bundled samples
	$(BIN)/zhibiao run corpora/samples --out $(OUT)/run

test: $(READY) ## set up and pass the tests
	$(BIN)/pytest

check: $(READY) ## style, types, layers, sizes, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	# The linter finds the four source roots once the package that joins them is imported.
	$(BIN)/python -c "import zhibiao, importlinter.cli as lint; raise SystemExit(lint.lint_imports())"
	$(BIN)/pytest tests/house

score: $(READY) ## scores of the bundled samples, and of the seed documents where they are at hand
	$(BIN)/zhibiao run corpora/samples --out $(OUT)/samples --quiet
	$(BIN)/zhibiao score $(OUT)/samples corpora/gold/samples
	$(BIN)/zhibiao score $(OUT)/samples corpora/gold/samples_pdf
	$(BIN)/zhibiao score $(OUT)/samples corpora/gold/samples_scan
	@if [ -d $(SEEDS) ]; then $(BIN)/zhibiao run $(SEEDS) --out $(OUT)/seeds --quiet && \
	  $(BIN)/zhibiao score $(OUT)/seeds corpora/gold/seeds; \
	else echo "seed documents are not at hand: $(SEEDS)"; fi

score-names: $(READY) ## names of documents that were not in training, beside other ways (minutes)
	$(BIN)/python -m zhibiao.naming.report corpora

score-sealed: $(READY) ## shipped model on the sealed names; every use is logged, so use it seldom
	$(BIN)/python -m zhibiao.naming.sealed corpora

bench: $(READY) ## tables beside other programs on typeset pages, open and held-back styles; speed; dumps
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	# camelot and img2table bring two builds of OpenCV; the fuller one serves both.
	$(BIN)/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps \
	  "$$(grep -oE '^opencv-contrib-python==[0-9.]+' requirements-bench.lock)"
	$(BIN)/python -m zhibiao.typeset --out $(OUT)/typeset/open --seed 1 --styles all --documents 42
	$(BIN)/python -m zhibiao.typeset --out $(OUT)/typeset/held_back --seed 1 --styles all --documents 16 --held-back
	$(BIN)/python -m zhibiao.bench --documents $(OUT)/typeset/open --out $(OUT)/bench-open.json
	$(BIN)/python -m zhibiao.bench --documents $(OUT)/typeset/held_back --out $(OUT)/bench-held-back.json
	$(BIN)/python -m zhibiao.bench.speed $(OUT)/typeset/open
	$(BIN)/python -m zhibiao.bench.dumps corpora/samples

bench-scan: $(READY) ## scans of graded severity: characters, tables, records, confidence, time (an hour)
	$(BIN)/python -m zhibiao.typeset --out $(OUT)/typeset/scan --seed 1 --styles all --documents 42
	$(BIN)/python -m zhibiao.bench.scan $(OUT)/typeset/scan --severities all --out $(OUT)/bench-scan.json

train: $(READY) ## rebuild the naming model from the corpora, byte for byte
	$(BIN)/zhibiao train --out models/zhibiao/naming/model

lock: ## renew the lock file from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --extra bench --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file requirements-bench.lock pyproject.toml

clean: ## remove what was made
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
