# 每个目标都只是一条命令；细节在 generator/ 里。Every target is one command.
export PYTHONUTF8 = 1
export NO_MKDOCS_2_WARNING = 1
PYTHON ?= python3
RUN = .venv/bin/python -m generator
AS_OF_ARG = $(if $(AS_OF),--as-of $(AS_OF))
OUT_ARG = $(if $(OUT),--out $(OUT))

.DEFAULT_GOAL := help
.PHONY: help setup site check diff due serve undo submit publish doctor fmt template export import new test lint screenshots bench lock clean

help: ## 列出全部命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

setup: .venv/ready ## 一次性准备：装好程序，提交前自动核对，检查电脑
	@$(RUN) setup

site: .venv/ready ## 生成网站（AS_OF=2026-12-31 看那一天的样子）
	@$(RUN) build $(AS_OF_ARG)

check: .venv/ready ## 核对数据，列出全部问题
	@$(RUN) check $(DS) $(AS_OF_ARG) $(OUT_ARG)

diff: .venv/ready ## 用句子说出改了什么（BASE=提交号 和那一次比）
	@$(RUN) diff $(BASE) $(AS_OF_ARG)

due: .venv/ready ## 列出超期的、快到期限的（WITHIN=90 往后看90天）
	@$(RUN) due $(AS_OF_ARG) $(if $(WITHIN),--within $(WITHIN))

serve: .venv/ready ## 预览网站，改了数据自动重新生成（PORT=8001 换端口）
	@$(RUN) serve $(if $(PORT),--port $(PORT))

undo: .venv/ready ## 退回上次提交的样子（改过的文件先备份）
	@$(RUN) undo $(if $(YES),--yes)

submit: .venv/ready ## 提交改好的数据并发给服务器：make submit MSG="处罚新增3条"
	@$(RUN) submit --message "$(MSG)" $(if $(YES),--yes)

publish: .venv/ready ## 发布网站：TO=文件夹 换到那里；BRANCH=gh-pages PUSH=1 写入分支并推送
	@$(RUN) publish $(if $(TO),--to $(TO),$(if $(BRANCH),--branch $(BRANCH)) $(if $(PUSH),--push) $(if $(REMOTE),--remote $(REMOTE))) $(AS_OF_ARG)

doctor: .venv/ready ## 检查电脑准备好了没有
	@$(RUN) doctor

fmt: .venv/ready ## 把 data 里的 CSV 整理成规范的样子
	@$(RUN) fmt

template: .venv/ready ## 生成空表（Excel）：make template DS=行政处罚
	@$(RUN) template $(DS) $(OUT_ARG)

export: .venv/ready ## 导出现有数据（Excel）：make export DS=行政处罚
	@$(RUN) export $(DS) $(OUT_ARG)

import: .venv/ready ## 导入填好的表：make import FILE=行政处罚.xlsx（MODE=append 只追加）
	@$(RUN) import $(FILE) $(if $(DS),--dataset $(DS)) $(if $(MODE),--mode $(MODE)) $(if $(ALLOW_DELETE),--allow-delete $(ALLOW_DELETE)) $(if $(ALLOW_RENUMBER),--allow-renumber $(ALLOW_RENUMBER)) $(if $(YES),--yes)

new: .venv/ready ## 新建一个清单：make new DS=英文名
	@$(RUN) new $(DS)

test: .venv/ready-dev ## 运行测试（LONG=1 连同要几分钟的）
	@sh tests/browser/install.sh
	@$(MAKE) --no-print-directory lint
	@.venv/bin/python -m compileall -q generator
	@.venv/bin/python -m pytest -n $$(.venv/bin/python -c "import os; print(2 * os.cpu_count())") --dist loadfile -m "not $(if $(LONG),alone,long)"
	@$(if $(LONG),.venv/bin/python -m pytest -m alone)

lint: .venv/ready-dev
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

screenshots: .venv/ready-dev ## 重新拍 README 里的截图
	@.venv/bin/python tests/browser/screenshots.py

bench: .venv/ready-dev ## 测量搜索，与别的搜索比（SIZES=1000000 测一百万条）
	@.venv/bin/python -m pip install -q $$(.venv/bin/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['bench'])")
	@.venv/bin/python -m tests.bench.search $(if $(SIZES),$(SIZES),13000,100000)

lock: ## 重新锁定依赖（维护人员用，需要 uv）
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml --group dev -o requirements-dev.txt

clean: ## 删除生成的文件（数据不会动）
	rm -rf build site .venv

.venv/ready: requirements.txt
	@sh deploy/venv.sh "$(PYTHON)" requirements.txt && touch $@

.venv/ready-dev: requirements-dev.txt
	@sh deploy/venv.sh "$(PYTHON)" requirements-dev.txt && touch $@ .venv/ready
