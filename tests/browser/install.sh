#!/bin/sh
# Make sure that Chromium and a Chinese font are there, LibreOffice and nginx: install them where we may, else say what
# is missing. Without LibreOffice or nginx the tests that need them are skipped, and say so.
set -eu
have_browser() { command -v chromium >/dev/null 2>&1; }
have_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn)" ]; }
have_atomic() { [ -n "$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep libatomic.so.1)" ]; } # Playwright's driver
have_nginx() { PATH=$PATH:/usr/sbin:/sbin command -v nginx >/dev/null 2>&1; }
have_office() { command -v soffice >/dev/null 2>&1; }
may_install() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }
get() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
if ! { have_browser && have_font && have_atomic; }; then
    may_install || {
        echo "✗ 测试需要 Chromium 和中文字体。请让管理员运行：apt-get install chromium fontconfig fonts-noto-cjk libatomic1，然后再试一次。" >&2
        exit 3
    }
    echo "… 安装测试用的浏览器和中文字体"
    apt-get update -qq
    get chromium fontconfig fonts-noto-cjk libatomic1
fi
if ! have_office && may_install; then
    echo "… 安装测试用的 LibreOffice"
    { apt-get update -qq && get libreoffice-calc-nogui; } || true
fi
if ! have_nginx && may_install; then
    echo "… 安装测试用的 nginx"
    { apt-get update -qq && get nginx-light; } || true
fi
have_nginx || echo "！没有 nginx，和它有关的测试会跳过。要全部测试，请让管理员运行：apt-get install nginx-light。"
have_office || echo "！没有 LibreOffice，和它有关的测试会跳过。要全部测试，请让管理员运行：apt-get install libreoffice-calc-nogui。"
