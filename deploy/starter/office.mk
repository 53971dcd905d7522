# 每个目标都只是一条命令。先装好程序：pip install gongshi
export PYTHONUTF8 = 1
export NO_MKDOCS_2_WARNING = 1
AS_OF_ARG = $(if $(AS_OF),--as-of $(AS_OF))

.DEFAULT_GOAL := help
.PHONY: help site check due new

help: ## 列出全部命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

site: ## 生成网站（AS_OF=2026-12-31 看那一天的样子）
	@gongshi build $(AS_OF_ARG)

check: ## 核对数据，列出全部问题
	@gongshi check $(DS) $(AS_OF_ARG)

due: ## 列出超期的、快到期限的（WITHIN=90 往后看90天）
	@gongshi due $(AS_OF_ARG) $(if $(WITHIN),--within $(WITHIN))

new: ## 新建一个清单：make new DS=英文名
	@gongshi new $(DS)
