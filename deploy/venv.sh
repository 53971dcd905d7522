#!/bin/sh
# Make .venv from a hash lock: deploy/venv.sh PYTHON LOCKFILE. One clear sentence when it cannot be done.
set -eu
python=$1 lock=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "✗ 没有找到 Python 3.11 或更新的版本（试的是 $python）。请安装 Python 3.11+，或者运行 make site PYTHON=python3.12。" >&2
    exit 3
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian splits venv from Python; install it where we may.
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        echo "… 安装 python3-venv"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "✗ 缺少 python3-venv。请让管理员运行：apt-get install python3-venv，然后再试一次。" >&2
        exit 3
    fi
fi
echo "… 准备程序（第一次要几分钟）"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" || {
    echo "✗ 依赖没有装好。请检查网络，再运行一次；装过的不会重装。" >&2
    exit 3
}
