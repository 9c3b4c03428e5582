# Needs make and Python 3.11 or newer; everything else is installed into .venv, once.

BIN := .venv/bin
INSTALLED := .venv/installed
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint serve bench bench-rivals
.DEFAULT_GOAL := demo

demo: $(INSTALLED)
	@$(BIN)/procedo check sample --report text --report xlsx:build/reports/sample.xlsx || [ $$? -eq 1 ]
	@$(BIN)/procedo site build --for auditor
	@printf '\n%s\n%s\n\n%s\n%s\n' \
	  '报告（Excel）：build/reports/sample.xlsx' '网站（用浏览器打开）：build/html/index.html' \
	  'report (Excel): build/reports/sample.xlsx' 'site (open in a browser): build/html/index.html'

test: $(INSTALLED)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(INSTALLED)
	@$(BIN)/ruff check tools
	@$(BIN)/mypy
	@$(BIN)/procedo lint

serve: $(INSTALLED)
	@test -f build/html/index.html || $(BIN)/procedo site build --for auditor
	@$(BIN)/procedo site serve

# SIZES="10000 10000000" chooses others than 10k, 100k and 1M contracts.
bench: $(INSTALLED)
	@$(BIN)/python tools/bench/run.py $(SIZES)

bench-rivals: $(INSTALLED)
	@$(BIN)/python -m venv build/bench-rivals
	@build/bench-rivals/bin/python -m pip install --quiet --requirement tools/bench/rivals.txt

$(INSTALLED): pyproject.toml tools/requirements.txt
	@for python in python3 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo '需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed'; exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$found 缺少 venv（Debian/Ubuntu：apt install python3-venv）/ $$found has no venv module"; exit 1; \
	fi; \
	test -x $(BIN)/python || $$found -m venv .venv
	@echo '正在安装，首次约一分钟 / installing, about a minute the first time'
	@$(BIN)/python -m pip install --quiet --constraint tools/requirements.txt --editable '.[fitness,office,dev]'
	@touch $@
