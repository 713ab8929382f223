# gouji (勾稽): `make run` builds the dataset, `make test` checks the project.
# Both work on a fresh machine with Python 3.11 or newer and a package registry.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# The environment is ready when this file exists: its name changes with the lock,
# with the project's metadata and with the folder, so nothing stale is ever used.
READY := $(VENV)/ready-$(shell { pwd; cat requirements.lock pyproject.toml; } | cksum | cut -d' ' -f1)
# DOC, WPS and RTF are read through LibreOffice: this file says that its installation was tried.
OFFICE := $(VENV)/office-tried
APT := apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=60
CODE := flows extract transform expectations tests benchmarks

# Without compiled modules every start pays seconds again.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: help run setup test lint types unit long docs lock clean

help:
	@echo "make run    set up, build the dataset from data/raw/, show what was found / 安装、构建、查看"
	@echo "make test   set up, then lint, types and tests / 检查与测试"
	@echo "make long   tests that take minutes: many kills, scheduled nights / 耗时数分钟的测试"
	@echo "make lint   ruff and mypy only / 仅静态检查"
	@echo "make docs   write docs/dictionary*.md and the table of limits again / 重新生成数据字典"
	@echo "make lock   resolve the dependencies again / 重新锁定依赖"
	@echo "make clean  remove the environment and caches, not the data / 清理"

run: $(READY) $(OFFICE)
	@gouji build
	@echo "gouji is in $(VENV)/bin; before you use it / 使用前请执行: source $(VENV)/bin/activate"

setup: $(READY) $(OFFICE)

$(READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "gouji needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "this Python cannot make environments; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "setting up $(VENV) from requirements.lock, one to three minutes / 正在安装，约需一至三分钟 ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.txt
	@index="$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null || true)}"; \
	  if test -n "$$index"; then export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$index}"; fi; \
	  $(PY) -m uv pip sync --quiet --python $(PY) --require-hashes --compile-bytecode requirements.lock || \
	  { echo "uv could not install; pip tries, which takes longer ..."; \
	    $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; }
	@$(PY) -m uv pip install --quiet --python $(PY) --offline --no-deps --no-build-isolation --editable .
	@touch $@

$(OFFICE): | $(READY)
	@if ! command -v soffice libreoffice >/dev/null && command -v apt-get >/dev/null && test "$$(id -u)" = 0; then \
	  echo "installing LibreOffice, which reads DOC, WPS and RTF, about 210 MB / 正在安装 LibreOffice，用于读取 DOC、WPS、RTF ..."; \
	  { timeout 120 $(APT) update; DEBIAN_FRONTEND=noninteractive timeout 420 $(APT) install -y \
	      --no-install-recommends libreoffice-writer-nogui; } >/dev/null 2>&1 || \
	  echo "LibreOffice could not be installed: DOC, WPS and RTF will be refused with that reason / 未能安装，上述格式将注明原因而不读取"; \
	fi
	@touch $@

test: lint unit

lint: $(READY)
	@ruff check .
	@ruff format --check .
	@mypy

unit: $(READY) $(OFFICE)
	@pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

long: $(READY) $(OFFICE)
	@pytest -m long

docs: $(READY)
	@$(PY) -m transform.dictionary
	@$(PY) -m flows.limits

lock: $(READY)
	@uv pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade \
	  --output-file requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
