#!/bin/sh
# Drop a filled-in table on me, or give it as an argument.
set -eu
export PYTHONUTF8=1 NO_MKDOCS_2_WARNING=1
file=$(realpath -- "${1:?请把填好的表格拖到这个文件上}")
cd "$(dirname "$0")/../.."
[ -x .venv/bin/python ] || sh deploy/venv.sh python3 requirements.txt
exec .venv/bin/python -m generator import "$file"
