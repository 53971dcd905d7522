# 每个目标都只是一条命令。先装好程序：pip install gongshi
export PYTHONUTF8 = 1
export NO_MKDOCS_2_WARNING = 1
AS_OF_ARG = $(if $(AS_OF),--as-of $(AS_OF))

.DEFAULT_GOAL := help
.PHONY: help setup site check diff due serve undo doctor fmt template export import new

help: ## 列出全部命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

setup: ## 一次性准备：提交前自动核对，检查电脑
	@gongshi setup

site: ## 生成网站（AS_OF=2026-12-31 看那一天的样子）
	@gongshi build $(AS_OF_ARG)

check: ## 核对数据，列出全部问题
	@gongshi check $(DS) $(AS_OF_ARG) $(if $(OUT),--out $(OUT))

due: ## 列出超期的、快到期限的（WITHIN=90 往后看90天）
	@gongshi due $(AS_OF_ARG) $(if $(WITHIN),--within $(WITHIN))

serve: ## 预览网站，改了数据自动重新生成（PORT=8001 换端口）
	@gongshi serve $(if $(PORT),--port $(PORT))

undo: ## 退回上次提交的样子（改过的文件先备份）
	@gongshi undo $(if $(YES),--yes)

doctor: ## 检查电脑准备好了没有
	@gongshi doctor

fmt: ## 把 data 里的 CSV 整理成规范的样子
	@gongshi fmt

template: ## 生成空表（Excel）：make template DS=行政处罚
	@gongshi template $(DS) $(if $(OUT),--out $(OUT))

export: ## 导出现有数据（Excel）：make export DS=行政处罚
	@gongshi export $(DS) $(if $(OUT),--out $(OUT))

import: ## 导入填好的表：make import FILE=行政处罚.xlsx（MODE=append 只追加）
	@gongshi import $(FILE) $(if $(DS),--dataset $(DS)) $(if $(MODE),--mode $(MODE)) $(if $(ALLOW_DELETE),--allow-delete $(ALLOW_DELETE)) $(if $(ALLOW_RENUMBER),--allow-renumber $(ALLOW_RENUMBER)) $(if $(YES),--yes)

diff: ## 用句子说出改了什么（BASE=提交号 和那一次比）
	@gongshi diff $(BASE) $(AS_OF_ARG)

new: ## 新建一个清单：make new DS=英文名
	@gongshi new $(DS)
