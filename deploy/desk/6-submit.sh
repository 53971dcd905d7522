#!/bin/sh
# Double-click me, or run me in a terminal.
set -eu
export PYTHONUTF8=1 NO_MKDOCS_2_WARNING=1
cd "$(dirname "$0")/../.."
[ -x .venv/bin/python ] || sh deploy/venv.sh python3 requirements.txt
exec .venv/bin/python -m generator submit
